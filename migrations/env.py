"""Alembic's environment: the application's engine and models, on both databases."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from groupnet.core.db import Base, UtcDateTime

LOCK = 7_041_946


def render_instant(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A revision must stand without the code of the day: an instant is a plain column type in it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def enforce_foreign_keys(connection: Connection, switch: Literal["ON", "OFF"]) -> None:
    """Tell SQLite by its driver: SQLAlchemy would begin a transaction, in which this counts for nothing."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={switch}")


def run_migrations(connection: Connection) -> None:
    """Run all wanted revisions in one transaction; two servers starting at once take turns."""
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        # a table rebuilt in batch mode would take the rows that point at it along
        enforce_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=on_sqlite,
        compare_type=True,
        render_item=render_instant,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        if not on_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.run_migrations()
        if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a row would point at one that is not there; nothing was changed")
    if on_sqlite:
        connection.commit()
        enforce_foreign_keys(connection, "ON")


if context.is_offline_mode():
    raise SystemExit("groupnet migrates a live database; there is no offline mode")

given = context.config.attributes.get("connection")
if given is not None:
    run_migrations(given)
else:
    with current_app.extensions["migrate"].db.engine.connect() as own:
        run_migrations(own)
