"""T42: whatever goes wrong, the log names the kind of error and the place, never what people typed."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from groupnet.app import create_app
from groupnet.core.access import public
from groupnet.core.db import db
from groupnet.settings import Mode
from tests.conftest import settings_for

MARKER = "Zebediah Quigley, " + "+44 20 7946 0123"


def chained() -> Exception:
    """An error that says what was typed, and so does what caused it."""
    error = ValueError(f"no such prospect: {MARKER}")
    error.__cause__ = KeyError(MARKER)
    return error


ERRORS = {
    "chained": (chained, 500),
    "undecodable": (lambda: UnicodeDecodeError("utf-8", MARKER.encode(), 0, 1, MARKER), 500),
    "integrity": (lambda: IntegrityError("INSERT", {"prospect_name": MARKER}, Exception(MARKER)), 409),
    "operational": (lambda: OperationalError("INSERT", {"prospect_name": MARKER}, Exception(MARKER)), 503),
}


@pytest.fixture
def troubled(own_database_url: str) -> Iterator[Flask]:
    """A site, not under test, where every kind of error waits at an address."""
    app = create_app(settings_for(own_database_url, mode=Mode.DEMO))
    for name, (make, _) in ERRORS.items():

        @public
        def fail(make: object = make) -> str:
            assert callable(make)
            raise make()

        app.add_url_rule(f"/{name}", name, fail)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("name", ERRORS)
def test_T42_an_error_is_logged_without_what_people_typed(
    troubled: Flask, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = troubled.test_client().get(f"/{name}?{MARKER}")
    assert answer.status_code == ERRORS[name][1]
    assert "Zebediah" not in answer.text
    assert name in caplog.text
    assert "Zebediah" not in caplog.text
