"""Taking queued rows in hand: each by one worker at a time, until it is done or its lease is over."""

import logging
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from random import uniform
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.outages import outage_of
from groupnet.core.unit_of_work import only_reading
from groupnet.outbox.models import Job, OutgoingMail, QueueState

Row = TypeVar("Row", OutgoingMail, Job)

LEASE = timedelta(minutes=5)
MARGIN = timedelta(minutes=2)
"""What takes longer than this is not begun any more: more than a mail server's every time-out together."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=3)
"""Tried for so long; a mail server may be gone for a day, and for a weekend."""
NEVER = datetime.max.replace(tzinfo=UTC)
ASKED_AGAIN_AFTER = 1.0
"""Seconds, when the database could not note how something ended."""

logger = logging.getLogger(__name__)


def usual_wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, up to an hour."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST_WAIT)


def attempts_within(span: timedelta) -> int:
    """How many attempts are made, with the waits between them, before a span of time is over."""
    attempts, waited = 1, timedelta()
    while waited < span:
        waited += usual_wait_after(attempts)
        attempts += 1
    return attempts


MOST_ATTEMPTS = attempts_within(GIVEN_UP_AFTER)
"""Counted, since a row may be due long after it was written."""


def is_anything_due(model: type[Row]) -> bool:
    """Whether there is something to claim; a read, so that a worker without work disturbs nobody."""
    with only_reading():
        return bool(db.session.execute(select(exists().where(*_due(model, utc_now())))).scalar_one())


def claim(model: type[Row], limit: int, *, lease: timedelta = LEASE) -> Sequence[Row]:
    """Take the rows that end soonest, then those due longest, and commit that they are taken.

    A code that is over in ten minutes must not wait behind thousands of rows without an end. Rows whose
    worker died are due again when its lease is over.

    Args:
        limit: at most so many.
        lease: nobody else takes them before this is over.

    Returns:
        the rows, in no session: what they say of the lease is what this claim got.
    """
    now = utc_now()
    order = (model.expires_at.asc().nulls_last(), model.due_at, model.id)
    due = select(model.id).where(*_due(model, now)).order_by(*order).limit(limit)
    # by a name of its own, since PostgreSQL may run a plain subquery more than once and lock more rows
    chosen = due.with_for_update(skip_locked=True).cte("chosen")
    claimed = db.session.execute(
        update(model)
        .where(model.id.in_(select(chosen.c.id)))
        .values(lease=secrets.token_hex(16), leased_until=now + lease, attempts=model.attempts + 1)
        .returning(model)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).scalars()
    rows = sorted(claimed, key=lambda row: (row.expires_at or NEVER, row.due_at, row.id))
    db.session.commit()
    for row in rows:
        db.session.expunge(row)
    return rows


def finish(row: Row, state: QueueState, *, failure: str = "", **values: object) -> bool:
    """Note how a row ended, and commit.

    Returns:
        whether it was still in this worker's hand; if not, another has it and nothing is noted.
    """
    return _note_surely(row, state=state, failure=failure, **values, **_ended())


def put_off(row: Row, *, failure: str, most_attempts: int = MOST_ATTEMPTS) -> QueueState:
    """Note a failure, and when to try again, and commit; give up on what was tried for days.

    Returns:
        how the row stands now.
    """
    if row.attempts >= most_attempts:
        finish(row, QueueState.DEAD, failure=failure)
        return QueueState.DEAD
    due_at = utc_now() + wait_after(row.attempts)
    _note_surely(row, failure=failure, due_at=due_at, leased_until=None, lease=None)
    return QueueState.WAITING


def hand_back(row: Row) -> bool:
    """Let another worker have a row that was not begun, and commit."""
    return _note_surely(row, attempts=max(0, row.attempts - 1), leased_until=None, lease=None)


def renew(row: Row, *, session: Session, lease: timedelta = LEASE, **values: object) -> bool:
    """Keep a row in hand for longer; the caller commits its session."""
    until = utc_now() + lease
    kept = note(row, {"leased_until": until, **values}, session=session)
    if kept:
        row.leased_until = until
    return kept


def end_within(row: Row, state: QueueState, **values: object) -> bool:
    """Note how a row ended in the transaction in hand; the caller commits it.

    Returns:
        whether it was still in this worker's hand; if not, the caller rolls everything back.
    """
    return note(row, {"state": state, **values, **_ended()})


def note(row: Row, values: dict[str, object], *, session: Session | None = None) -> bool:
    """Write something down about a row, if it is still in this worker's hand."""
    model = type(row)
    noted = (
        (session or db.session)
        .execute(
            update(model)
            .where(model.id == row.id, model.lease == row.lease, model.state == QueueState.WAITING)
            .values(values)
            .returning(model.id)
            .execution_options(synchronize_session=False)
        )
        .scalar_one_or_none()
    )
    return noted is not None


def wait_after(attempts: int) -> timedelta:
    """The usual wait, and a bit more or less, so that what failed together does not come back together."""
    return usual_wait_after(attempts) * uniform(0.75, 1.25)  # noqa: S311 - no secret


def is_slipping(row: Row, now: datetime, *, margin: timedelta = MARGIN) -> bool:
    """Whether a row's lease is nearly over, so that it must not be begun any more."""
    return row.leased_until is None or row.leased_until - now < margin


def _due(model: type[Row], now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        model.state == QueueState.WAITING,
        model.due_at <= now,
        or_(model.leased_until.is_(None), model.leased_until <= now),
    )


def _ended() -> dict[str, object]:
    return {"finished_at": utc_now(), "leased_until": None, "lease": None}


def _note_surely(row: Row, **values: object) -> bool:
    """Note and commit; while the database is busy or gone, ask again for as long as the lease lasts.

    A mail that is out and cannot be noted would go out twice.
    """
    for attempt in count(1):
        try:
            noted = note(row, values)
            db.session.commit()
        except DBAPIError as error:
            db.session.rollback()
            outage = outage_of(error)
            if outage is None or row.leased_until is None or utc_now() > row.leased_until:
                raise
            if attempt == 1:
                logger.warning("the database %s; noting how %s %d ended waits", outage, row.kind, row.id)
            time.sleep(ASKED_AGAIN_AFTER)
        else:
            return noted
    raise AssertionError("count() ends")
