"""Reads of mails and jobs; each is bound to one group or one person by its arguments."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import undefer

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.outbox.claims import attempts_within
from groupnet.outbox.models import Job, JobFile, OutgoingMail, QueueState

LONG = timedelta(hours=1)
ATTEMPTS_IN_LONG = attempts_within(LONG)


def undelivered_of(group_id: int) -> Select[*tuple[Any, ...]]:
    """The mails about a group that could not be delivered, and those of them that are being sent again, the
    newest first; for a pager."""
    columns = (
        OutgoingMail.id,
        OutgoingMail.state,
        OutgoingMail.person_id,
        OutgoingMail.to_address,
        OutgoingMail.kind,
        OutgoingMail.failure,
        OutgoingMail.finished_at,
        OutgoingMail.expires_at,
    )
    return (
        select(*columns)
        .where(OutgoingMail.about_group_id == group_id)
        .where(
            or_(
                OutgoingMail.state == QueueState.DEAD,
                and_(OutgoingMail.state == QueueState.WAITING, OutgoingMail.failure != ""),
            )
        )
        .order_by(OutgoingMail.id.desc())
    )


def is_over(expires_at: datetime | None) -> bool:
    """Whether what has this end is of no use any more."""
    return expires_at is not None and expires_at <= utc_now()


def count_dead_mails(group_id: int | None = None) -> int:
    """How many mails could not be delivered: about one group, or all of them for the host."""
    query = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == QueueState.DEAD)
    if group_id is not None:
        query = query.where(OutgoingMail.about_group_id == group_id)
    return db.session.execute(query).scalar_one()


def get_job_of(person_id: int, job_id: int) -> Job:
    """A person's own job.

    Raises:
        NotFound: they have none with this id.
    """
    query = select(Job).where(Job.id == job_id, Job.person_id == person_id)
    job = db.session.execute(query).scalar_one_or_none()
    if job is None:
        raise NotFound
    return job


def find_file(job_id: int) -> JobFile | None:
    """What a person's own job made, without its content; a group's files are the group's to hand out (T9)."""
    query = (
        select(JobFile)
        .join(Job, Job.id == JobFile.job_id)
        .where(JobFile.job_id == job_id, Job.about_group_id.is_(None))
    )
    return db.session.execute(query).scalar_one_or_none()


def find_job_by_key(unique_key: str) -> int | None:
    """The job that was written under a key before."""
    return db.session.execute(select(Job.id).where(Job.unique_key == unique_key)).scalar_one_or_none()


def find_file_of_group(job_id: int, *, about_group_id: int, person_id: int | None) -> JobFile | None:
    """A file that a job about a group made for one of its people, with its content."""
    query = (
        select(JobFile)
        .join(Job, Job.id == JobFile.job_id)
        .where(
            Job.id == job_id,
            Job.about_group_id == about_group_id,
            Job.person_id == person_id,
            JobFile.expires_at > utc_now(),
        )
        .options(undefer(JobFile.content))
    )
    return db.session.execute(query).scalar_one_or_none()


def get_file_of(person_id: int, job_id: int) -> JobFile | None:
    """What a person's own job made, with its content, while it is kept; see `find_file`."""
    query = (
        select(JobFile)
        .join(Job, Job.id == JobFile.job_id)
        .where(
            Job.id == job_id,
            Job.person_id == person_id,
            Job.about_group_id.is_(None),
            JobFile.expires_at > utc_now(),
        )
        .options(undefer(JobFile.content))
    )
    return db.session.execute(query).scalar_one_or_none()


@dataclass(frozen=True)
class Backlog:
    """How the queue of mails stands, for the host."""

    overdue: int
    """Due for longer than an hour: no worker is at work."""
    retried: int
    """Tried in vain for longer than an hour."""
    dead: int
    last_finished_at: datetime | None
    """When a worker ended something last."""


def count_backlog() -> Backlog:
    """How many mails wait for long, how many are given up, and when a worker was last seen at work."""
    counts = select(
        func.count().filter(OutgoingMail.due_at < utc_now() - LONG),
        func.count().filter(OutgoingMail.attempts >= ATTEMPTS_IN_LONG),
    ).where(OutgoingMail.state == QueueState.WAITING)
    overdue, retried = db.session.execute(counts).one()
    newest = [
        db.session.execute(select(func.max(model.finished_at))).scalar_one() for model in (OutgoingMail, Job)
    ]
    return Backlog(overdue, retried, count_dead_mails(), max(filter(None, newest), default=None))
