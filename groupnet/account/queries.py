"""Reads of an account."""

from dataclasses import dataclass

from sqlalchemy import func, select

from groupnet.account.places import OwnPlace
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.groups.admins import first_day_without
from groupnet.groups.models import Group
from groupnet.groups.queries import list_admin_days, list_periods, list_places_of
from groupnet.notices.models import NoticeChoice
from groupnet.outbox.models import Job, QueueState
from groupnet.people.models import ABSOLUTE_END, Person, SignIn

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


def get_person(person_id: int, *, for_update: bool = False) -> Person:
    """An account, fresh; held until the transaction ends where it is to be changed."""
    query = select(Person).where(Person.id == person_id).execution_options(populate_existing=True)
    return db.session.execute(query.with_for_update() if for_update else query).scalar_one()


def list_own_places(person_id: int) -> list[OwnPlace]:
    """Every place a person has, former ones too, by the group's name."""
    places = []
    for group, membership in list_places_of(person_id):
        with group_bound(group.id):
            periods = list_periods([membership.id])[membership.id]
        places.append(OwnPlace(group, membership, periods))
    return places


def needs_its_admin(place: OwnPlace) -> bool:
    """Whether a group would have days without an admin if this member went today (T13); it must be bound."""
    days = list_admin_days()
    mine = days.pop(place.membership.id, [])
    others = [span for of_one in days.values() for span in of_one]
    return first_day_without(others, mine, place.today) is not None


def list_groups_in_the_way(places: list[OwnPlace]) -> list[Group]:
    """The groups that need an admin in the person's place before their account can go."""
    found = []
    for place in places:
        with group_bound(place.group.id):
            if needs_its_admin(place):
                found.append(place.group)
    return found


def find_last_archive(person_id: int) -> Job | None:
    """The job of the newest archive, whatever became of it."""
    query = (
        select(Job).where(Job.person_id == person_id, Job.kind == ARCHIVE).order_by(Job.id.desc()).limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def is_being_made(job: Job | None) -> bool:
    """Whether an archive is on its way already."""
    return job is not None and job.state == QueueState.WAITING
