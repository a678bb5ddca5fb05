"""An application with a real mail server, on a database of the test's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from groupnet.core.migrating import migrate_database
from groupnet.settings import Settings
from tests.conftest import settings_for
from tests.worker.office import Sink, build_app


@dataclass
class Office:
    """The application and the server that its mails go to."""

    app: Flask
    sink: Sink
    settings: Settings


@pytest.fixture
def closed_office(own_database_url: str, tmp_path: Path) -> Office:
    """An office whose mail server does not run; `sink.open()` starts it."""
    sink = Sink()
    settings = settings_for(
        own_database_url, mail_url=f"smtp://127.0.0.1:{sink.port}", data_dir=tmp_path / "data"
    )
    app = build_app(settings)
    with app.app_context():
        migrate_database()
    return Office(app, sink, settings)


@pytest.fixture
def office(closed_office: Office) -> Iterator[Office]:
    """An office whose mail server takes everything."""
    with closed_office.sink.open():
        yield closed_office
