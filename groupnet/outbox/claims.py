"""Taking queued rows in hand: each by one worker at a time, until it is done or its lease is over."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import uniform
from typing import TypeVar

from sqlalchemy import or_, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.outbox.models import Job, OutgoingMail, QueueState

Row = TypeVar("Row", OutgoingMail, Job)

LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=3)
"""Tried for so long; a mail server may be gone for a day, and for a weekend."""


def claim(model: type[Row], limit: int, *, lease: timedelta = LEASE) -> Sequence[Row]:
    """Take the rows that have been due longest, and commit that they are taken.

    Rows whose worker died are due again when its lease is over.

    Args:
        limit: at most so many.
        lease: nobody else takes them before this is over.
    """
    now = utc_now()
    due = (
        select(model.id)
        .where(
            model.state == QueueState.WAITING,
            model.due_at <= now,
            or_(model.leased_until.is_(None), model.leased_until <= now),
        )
        .order_by(model.due_at, model.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    mine = secrets.token_hex(16)
    ids = db.session.execute(
        update(model)
        .where(model.id.in_(due.scalar_subquery()))
        .values(lease=mine, leased_until=now + lease, attempts=model.attempts + 1)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    ).scalars()
    found = list(ids)
    db.session.commit()
    rows = db.session.execute(
        select(model).where(model.id.in_(found), model.lease == mine).order_by(model.due_at, model.id)
    ).scalars()
    return rows.all()


def finish(row: Row, state: QueueState, *, failure: str = "") -> bool:
    """Note how a row ended, and commit.

    Returns:
        whether it was still in this worker's hand; if not, another has it and nothing is noted.
    """
    return _note(row, state=state, failure=failure, finished_at=utc_now(), leased_until=None, lease=None)


def put_off(row: Row, *, failure: str) -> bool:
    """Note a failure, and when to try again, and commit; give up on what was tried for days."""
    now = utc_now()
    if now - row.created_at > GIVEN_UP_AFTER:
        return finish(row, QueueState.DEAD, failure=failure)
    return _note(row, failure=failure, due_at=now + wait_after(row.attempts), leased_until=None, lease=None)


def hand_back(row: Row) -> bool:
    """Let another worker have a row that was not begun, and commit."""
    return _note(row, attempts=max(0, row.attempts - 1), leased_until=None, lease=None)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, up to four hours, and a bit more or
    less, so that what failed together does not come back together."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST_WAIT) * uniform(0.75, 1.25)  # noqa: S311 - no secret


def _note(row: Row, **values: object) -> bool:
    model = type(row)
    noted = db.session.execute(
        update(model)
        .where(model.id == row.id, model.lease == row.lease, model.state == QueueState.WAITING)
        .values(values)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    db.session.commit()
    return noted is not None


def is_slipping(row: Row, now: datetime, *, margin: timedelta = timedelta(minutes=2)) -> bool:
    """Whether a row's lease is nearly over, so that it must not be begun any more."""
    return row.leased_until is None or row.leased_until - now < margin
