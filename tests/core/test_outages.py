"""What people and the log are told when the database does not do as asked."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from groupnet.core.outages import Outage, outage_of
from groupnet.home import views
from tests.browser import Browser
from tests.factories import World

TYPED = "Zebediah Quigley"


class FromSqlite(sqlite3.OperationalError):
    """As the driver raises it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.sqlite_errorname = name


class FromPostgres(Exception):
    """As the driver raises it."""

    def __init__(self, state: str | None) -> None:
        super().__init__(TYPED)
        self.sqlstate = state


@pytest.mark.parametrize(
    ("raised", "outage"),
    [
        (FromSqlite("SQLITE_BUSY", "database is locked"), Outage.BUSY),
        (FromSqlite("SQLITE_BUSY_SNAPSHOT", "database is locked"), Outage.BUSY),
        (FromSqlite("SQLITE_FULL", "database or disk is full"), Outage.UNUSABLE),
        (FromSqlite("SQLITE_CANTOPEN", "unable to open database file"), Outage.UNUSABLE),
        (FromSqlite("SQLITE_ERROR", "no such table: group"), Outage.NOT_MIGRATED),
        (FromSqlite("SQLITE_ERROR", f'near "{TYPED}": syntax error'), None),
        (FromPostgres("40P01"), Outage.BUSY),
        (FromPostgres("57014"), Outage.BUSY),
        (FromPostgres("53100"), Outage.UNUSABLE),
        (FromPostgres("42P01"), Outage.NOT_MIGRATED),
        (FromPostgres("42601"), None),
        (FromPostgres(None), Outage.UNUSABLE),
    ],
)
def test_a_drivers_error_is_told_by_its_code(raised: Exception, outage: Outage | None) -> None:
    assert outage_of(OperationalError("SELECT", {}, raised)) is outage


@pytest.mark.parametrize(
    ("raised", "said", "logged"),
    [
        (
            FromSqlite("SQLITE_BUSY", "locked"),
            "Many people are here at once",
            "is busy (FromSqlite SQLITE_BUSY)",
        ),
        (FromSqlite("SQLITE_FULL", TYPED), "The database cannot be used right now.", "cannot be used"),
        (FromPostgres("42P01"), "The database cannot be used right now.", "run: groupnet migrate"),
    ],
)
def test_T42_an_outage_behind_the_door_is_a_page_without_the_database(
    world: World,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    raised: Exception,
    said: str,
    logged: str,
) -> None:
    def fail(*_: object) -> None:
        error = ProgrammingError if isinstance(raised, FromPostgres) else OperationalError
        raise error("SELECT", {"name": TYPED}, raised)

    browser.sign_in(world.member(world.group()))
    monkeypatch.setattr(views, "list_open_places", fail)
    monkeypatch.setattr("groupnet.navigation.count_for_menu", fail)
    answer = browser.get("")
    assert answer.status_code == 503
    assert said in answer.text
    assert logged in caplog.text
    assert TYPED not in caplog.text + answer.text
