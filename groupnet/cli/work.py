"""Where a command does its work: the application, a migrated database, one transaction."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from groupnet.cli.plain import Refused
from groupnet.settings import Settings, SettingsError

if TYPE_CHECKING:
    from flask import Flask


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        Refused: a setting is missing or unsafe.
    """
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"The data directory cannot be used: {error.strerror} ({error.filename}).") from error


def open_app(settings: Settings) -> "Flask":
    """The application for these settings.

    Raises:
        Refused: a setting cannot be used, or a part that it needs is not installed.
    """
    from limits.errors import ConfigurationError
    from sqlalchemy.exc import ArgumentError

    from groupnet.app import create_app

    try:
        return create_app(settings)
    except SettingsError as error:
        raise Refused(str(error)) from error
    except (ImportError, ConfigurationError) as error:
        raise Refused(
            "PostgreSQL and Redis need more parts: pip install -r requirements-scale.lock, "
            "or pip install 'groupnet[scale]'."
        ) from error
    except ArgumentError as error:
        # the library's own message may hold the password
        raise Refused("GROUPNET_DATABASE_URL is no database address.") from error


@contextmanager
def app_at_hand(settings: Settings) -> Iterator["Flask"]:
    """Inside the application; no connection is left open behind."""
    app = open_app(settings)
    with app.app_context():
        from groupnet.core.db import db

        try:
            yield app
        finally:
            db.session.rollback()
            db.engine.dispose()


@contextmanager
def at_work(settings: Settings | None = None, *, writes: bool = True) -> Iterator["Flask"]:
    """Inside the application, on a database that is up to date, with one transaction around everything.

    What was written is committed at the end, and nothing of it when an error ends the block: `SystemExit`
    and click's `Exit` too, so an exit status is set after the block.

    Args:
        settings: read from the environment when not given.
        writes: whether anything may be written; on SQLite a writer keeps other writers waiting.

    Raises:
        Refused: settings, database or a rule of the domain stand in the way.
    """
    with app_at_hand(settings or read_settings()) as app:
        from sqlalchemy.exc import DatabaseError

        from groupnet.core.db import db, may_write
        from groupnet.core.errors import GroupnetError

        try:
            bring_up_to_date()
            may_write.set(writes)
            yield app
            if writes:
                db.session.commit()
        except GroupnetError as error:
            raise Refused(error.message) from error
        except DatabaseError as error:
            raise Refused(f"The database refused ({type(error).__name__}); nothing was changed.") from error
        finally:
            may_write.set(True)


def bring_up_to_date() -> bool:
    """Migrate the database if it is behind; whether it was.

    Raises:
        Refused: it does not answer, or it was made by a newer groupnet.
    """
    from alembic.util import CommandError
    from flask import current_app
    from sqlalchemy.exc import DatabaseError

    from groupnet.core.migrating import migrate_database

    directory = current_app.config["GROUPNET"].data_dir
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        behind = not is_up_to_date()
        if behind:
            migrate_database()
    except OSError as error:
        raise Refused(f"The data directory {directory} cannot be used: {error.strerror}.") from error
    except CommandError as error:
        raise Refused(
            "The database was made by a newer groupnet than this one: install that one, "
            "or go back to the backup made before the upgrade."
        ) from error
    except DatabaseError as error:
        raise Refused(f"The database {_without_password()} does not answer; see groupnet doctor.") from error
    return behind


def is_up_to_date() -> bool:
    """Whether the database is at the revision that this code needs."""
    from pathlib import Path

    from flask import current_app

    from groupnet.core.health import newest_revision, present_revision

    return present_revision() == newest_revision(Path(current_app.extensions["migrate"].directory))


def _without_password() -> str:
    from groupnet.core.db import db

    return db.engine.url.render_as_string(hide_password=True)
