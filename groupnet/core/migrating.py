"""Bringing the database to the revision that this code needs."""

from alembic import command
from alembic.config import Config
from flask import current_app

from groupnet.core.db import db


def migrate_database(*, revision: str = "head") -> None:
    """Upgrade the database; nothing happens when it is up to date."""
    if db.engine.url.get_backend_name() == "sqlite" and db.engine.url.database:
        current_app.config["GROUPNET"].data_dir.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(), revision)


def alembic_config() -> Config:
    """Alembic's configuration, for the shipped migrations."""
    config = Config()
    config.set_main_option("script_location", current_app.extensions["migrate"].directory)
    return config
