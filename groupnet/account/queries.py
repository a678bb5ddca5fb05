"""Reads of an account."""

from dataclasses import dataclass

from sqlalchemy import func, select

from groupnet.account.places import OwnPlace
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.admin_days import find_days_without
from groupnet.groups.models import Group
from groupnet.groups.places import list_stays
from groupnet.notices.models import NoticeChoice
from groupnet.outbox.models import Job, QueueState
from groupnet.people.models import ABSOLUTE_END, SignIn

ARCHIVE = "account.archive"


@dataclass(frozen=True)
class State:
    """How an account is set, as far as its own row does not say."""

    devices: int
    choices: int


def find_state(person_id: int) -> State:
    """How many browsers are signed in, and for how many kinds of notices the person chose."""
    devices = (
        select(func.count())
        .select_from(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.created_at > utc_now() - ABSOLUTE_END,
        )
    )
    choices = select(func.count()).select_from(NoticeChoice).where(NoticeChoice.person_id == person_id)
    query = select(devices.scalar_subquery(), choices.scalar_subquery())
    return State(*db.session.execute(query).one())


def list_own_places(person_id: int) -> list[OwnPlace]:
    """Every place a person has, former ones too, by the group's name."""
    return [OwnPlace(*stay) for stay in list_stays(person_id)]


def list_groups_in_the_way(places: list[OwnPlace]) -> list[Group]:
    """The groups that need an admin in the person's place before their account can go (T13)."""
    days = find_days_without((place.membership, place.today) for place in places)
    return [place.group for place in places if place.membership.id in days]


def find_last_archive(person_id: int) -> Job | None:
    """The job of the newest archive, whatever became of it."""
    query = (
        select(Job).where(Job.person_id == person_id, Job.kind == ARCHIVE).order_by(Job.id.desc()).limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def is_being_made(job: Job | None) -> bool:
    """Whether an archive is on its way already."""
    return job is not None and job.state == QueueState.WAITING
