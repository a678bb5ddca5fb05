"""Bringing the database to the revision that this code needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import current_app

from groupnet.core.db import db


def migrate_database(*, revision: str = "head") -> None:
    """Upgrade the database; nothing happens when it is up to date."""
    if db.engine.url.get_backend_name() == "sqlite" and db.engine.url.database:
        current_app.config["GROUPNET"].data_dir.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(), revision)


def alembic_config(migrations: Path | None = None) -> Config:
    """Alembic's configuration.

    Args:
        migrations: their folder; the present application's when not given.
    """
    config = Config()
    folder = migrations or current_app.extensions["migrate"].directory
    config.set_main_option("script_location", str(folder))
    return config
