"""One job: done, and its end noted, in one transaction; its progress told beside it."""

import json
import logging
from dataclasses import asdict
from datetime import timedelta
from functools import partial

from flask_babel import force_locale, gettext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from groupnet.core.clock import utc_now
from groupnet.core.db import db, may_write
from groupnet.core.errors import GroupnetError
from groupnet.core.failures import without_values
from groupnet.core.outages import outage_of
from groupnet.core.tenancy import group_bound
from groupnet.outbox import claims
from groupnet.outbox.models import Job, JobFile, QueueState
from groupnet.outbox.registry import Outcome, handler_of

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""Renewed whenever a job tells how far it is."""
MOST_TRIES = 5
FILE_KEPT = timedelta(days=7)


class Evicted(Exception):
    """The lease was over, and another worker has the job: nothing of what was done here is kept."""


def run_job(job: Job) -> QueueState:
    """Do a job that this worker has claimed, and note how it ended.

    Returns:
        how it stands now; `WAITING` when it will be tried again.

    Raises:
        DBAPIError: the database cannot be used now; the job is tried again.
    """
    if job.attempts > MOST_TRIES:  # whoever had it last did not live to tell
        return _give_up(job, "ended unnoted")
    try:
        with group_bound(job.about_group_id), force_locale(job.locale):
            try:
                outcome = handler_of(job.kind)(job, partial(tell_progress, job))
                db.session.flush()
                _end(job, QueueState.DONE, outcome)
                db.session.commit()
            except GroupnetError as refused:
                db.session.rollback()
                _end(job, QueueState.DEAD, Outcome(sentence=refused.message), failure=type(refused).__name__)
                db.session.commit()
                return QueueState.DEAD
    except Evicted:
        db.session.rollback()
        logger.warning("another worker has job %d of kind %s", job.id, job.kind)
        return QueueState.WAITING
    except Exception as error:
        db.session.rollback()
        return _try_again(job, error)
    return QueueState.DONE


def tell_progress(job: Job, done: int, total: int) -> None:
    """Note how far a job is, at once and beside its own transaction, and keep it in hand for longer.

    On SQLite a job that has begun to write is the only one that can: then nothing is noted.

    Raises:
        Evicted: another worker has the job by now.
    """
    sqlite = db.engine.dialect.name == "sqlite"
    if sqlite and may_write.get() and db.session().in_transaction():
        return
    writing = may_write.set(True)
    try:
        with Session(db.engine) as beside:
            kept = claims.renew(job, lease=LEASE, session=beside, done=done, total=total)
            beside.commit()
    except OperationalError as error:
        if outage_of(error) is None:
            raise
        return  # told next time
    finally:
        may_write.reset(writing)
    if not kept:
        raise Evicted


def keep_portion(job: Job, done: int, total: int) -> None:
    """Commit what a job wrote so far, with how far it is, and keep it in hand for longer.

    For long work that others must not wait for. A worker that takes the job up again finds what was kept.

    Raises:
        Evicted: another worker has the job by now; nothing since the last portion is kept.
    """
    db.session.flush()
    if not claims.renew(job, lease=LEASE, session=db.session(), done=done, total=total):
        raise Evicted
    db.session.commit()


def _end(job: Job, state: QueueState, outcome: Outcome | None, *, failure: str = "") -> None:
    outcome = outcome or Outcome(sentence="")
    told = {name: value for name, value in asdict(outcome).items() if name in ("sentence", "location")}
    if not claims.end_within(job, state, outcome=json.dumps(told), failure=failure):
        raise Evicted
    if outcome.filename:
        db.session.add(
            JobFile(
                job_id=job.id,
                name=outcome.filename,
                media_type=outcome.media_type,
                content=outcome.content,
                expires_at=utc_now() + FILE_KEPT,
            )
        )
        db.session.flush()


def _try_again(job: Job, error: Exception) -> QueueState:
    if isinstance(error, DBAPIError) and outage_of(error):
        claims.hand_back(job)
        raise error
    place = f"job {job.id} of kind {job.kind}"
    logger.error("%s in %s", type(error).__name__, place, exc_info=without_values(error))
    if job.attempts >= MOST_TRIES:
        return _give_up(job, type(error).__name__)
    return claims.put_off(job, failure=type(error).__name__)


def _give_up(job: Job, failure: str) -> QueueState:
    with force_locale(job.locale):
        sentence = gettext("The reason lies with us, not with you. Please try again later.")
        told = json.dumps({"sentence": sentence, "location": ""})
    claims.finish(job, QueueState.DEAD, failure=failure, outcome=told)
    return QueueState.DEAD
