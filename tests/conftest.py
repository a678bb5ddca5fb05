"""One application a run and a savepoint a test; `GROUPNET_TEST_DATABASE=postgresql` runs it all there."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from groupnet.app import create_app
from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.settings import Mode, Settings
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox

SECRET = "a-secret-for-the-tests-alone-0123456789"
OF_THE_RUN = "OF_THE_RUN"
ON_POSTGRESQL = os.environ.get("GROUPNET_TEST_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """An empty database of this worker's own."""
    if not ON_POSTGRESQL:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'tests.sqlite3'}"
        return
    from tests.postgresql import new_database

    yield new_database(f"tests_{worker_id}")


@pytest.fixture
def own_database_url(tmp_path: Path, worker_id: str) -> str:
    """An empty database of this test's own: for races, and for what commits."""
    if not ON_POSTGRESQL:
        return f"sqlite:///{tmp_path / 'own.sqlite3'}"
    from tests.postgresql import new_database

    return new_database(f"own_{worker_id}")


@pytest.fixture
def own_app(own_database_url: str) -> Iterator[Flask]:
    """An application that commits, on a migrated database of this test's own."""
    own = create_app(settings_for(own_database_url))
    with own.app_context():
        migrate_database()
    yield own
    with own.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _no_connection_is_left_open() -> Iterator[None]:
    """Close what a test's own applications keep in their pools; the run's own application keeps its."""
    yield
    for app, engines in list(db._app_engines.items()):
        if not app.config.get(OF_THE_RUN):
            for engine in engines.values():
                engine.dispose()


def settings_for(database_url: str, **others: Any) -> Settings:
    """Settings for a test's application."""
    folder = Path(tempfile.gettempdir()) / "groupnet-tests"
    return Settings(
        **{
            "data_dir": folder,
            "secret_key": SECRET,
            "database_url": database_url,
            "mode": Mode.TEST,
            **others,
        }
    )


@pytest.fixture(scope="session")
def migrated_app(database_url: str) -> Iterator[Flask]:
    """The application, on a migrated database."""
    app = create_app(settings_for(database_url))
    app.config[OF_THE_RUN] = True
    with app.app_context():
        migrate_database()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application inside a transaction that is rolled back after the test."""
    with migrated_app.app_context():
        engine = db.engine
    connection = engine.connect()
    outer = connection.begin()
    engines = db._app_engines[migrated_app]
    engines[None] = connection  # type: ignore[assignment]
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield migrated_app
    engines[None] = engine
    outer.rollback()
    connection.close()


@pytest.fixture
def world(app: Flask) -> World:
    """Makes groups, members and referrals for a test."""
    return World(app)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser without JavaScript, signed in as nobody."""
    return Browser(app)


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    """Takes the mails that are sent."""
    return Mailbox(app)
