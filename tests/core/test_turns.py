"""Turns at SQLite's one write lock."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group
from tests.conftest import ON_POSTGRESQL

pytestmark = [
    pytest.mark.commits,
    pytest.mark.skipif(ON_POSTGRESQL, reason="PostgreSQL keeps a line for each row by itself"),
]
WAITING = 6
LATER = 0.15
"""Seconds after which SQLite's own way would let the latest in first."""


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
