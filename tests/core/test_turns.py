"""Turns at SQLite's one write lock."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from groupnet.core import turns
from groupnet.core.db import db
from groupnet.core.outages import Outage, outage_of
from groupnet.groups.models import Group
from tests.conftest import ON_POSTGRESQL

pytestmark = [
    pytest.mark.commits,
    pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL keeps a line for each row by itself"),
]
WAITING = 6
LATER = 0.15
"""Seconds after which SQLite's own way would let the latest in first."""
PATIENCE = 0.5
"""Seconds; a short one, so that the tests are."""


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> float:
    """How long whoever writes waits."""
    monkeypatch.setattr("groupnet.core.db.SQLITE_BUSY_SECONDS", PATIENCE)
    return PATIENCE


def busy_after(app: Flask) -> float:
    """Ask for the lock that somebody keeps; the seconds until that is refused as busy."""
    came_at = time.monotonic()
    with app.app_context():
        with pytest.raises(OperationalError) as refused:
            db.session.execute(select(Group.id))
        assert outage_of(refused.value) is Outage.BUSY
        db.session.rollback()
    return time.monotonic() - came_at


def test_who_came_first_writes_first(own_app: Flask) -> None:
    order: list[int] = []

    def write(number: int) -> None:
        with own_app.app_context():
            db.session.execute(select(Group.id))
            order.append(number)
            db.session.commit()

    waiting = [threading.Thread(target=write, args=(number,)) for number in range(WAITING)]
    with own_app.app_context():
        db.session.execute(select(Group.id))
        for thread in waiting:
            thread.start()
            time.sleep(LATER)
        assert order == [], "one writes at a time"
        db.session.commit()
    for thread in waiting:
        thread.join(30)
    assert order == list(range(WAITING))


def test_whoever_gives_up_keeps_nobody_waiting(own_app: Flask) -> None:
    with own_app.app_context():
        try:
            db.session.execute(select(Group.id))
            raise RuntimeError
        except RuntimeError:
            db.session.rollback()
        db.session.execute(select(Group.id))
        db.session.commit()


def test_a_lock_that_is_kept_refuses_everybody_in_the_line_after_one_patience(
    own_app: Flask, patience: float
) -> None:
    with own_app.app_context():
        path = db.engine.url.database
    with closing(sqlite3.connect(str(path), isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(WAITING) as pool:
            waited = list(pool.map(busy_after, [own_app] * WAITING))
        foreign.execute("ROLLBACK")
    assert patience / 2 < min(waited), "it is asked for, not refused beforehand"
    assert max(waited) < patience * WAITING / 2, "one after the other would be six times as long"
    with own_app.app_context():
        db.session.execute(select(Group.id))
        assert db.session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == patience * 1000
        db.session.commit()


def test_who_waited_in_the_line_has_only_the_rest_of_the_patience_for_the_lock(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_app.app_context():
        url = db.engine.url
    ticks = iter([100.0, 103.5, 200.0, 207.0])
    monkeypatch.setattr(turns, "monotonic", lambda: next(ticks))
    with turns.turn_to_begin(url, 5) as left:
        assert left == 1.5
    with turns.turn_to_begin(url, 5) as left:
        assert left == 0
