"""Reads of mails and jobs; each is bound to one group or one person by its arguments."""

from sqlalchemy import Select, func, select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.outbox.models import Job, JobFile, OutgoingMail, QueueState


def dead_mails_of(group_id: int) -> Select[OutgoingMail]:
    """The mails about a group that could not be delivered, the newest first; for a pager."""
    return (
        select(OutgoingMail)
        .where(OutgoingMail.about_group_id == group_id, OutgoingMail.state == QueueState.DEAD)
        .order_by(OutgoingMail.id.desc())
    )


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
    """What a job made, without its content."""
    return db.session.execute(select(JobFile).where(JobFile.job_id == job_id)).scalar_one_or_none()
