"""What an answering link leads to."""

from dataclasses import dataclass

from sqlalchemy import select

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.meetings.models import Meeting
from groupnet.meetings.policy import is_answered_here
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.people.models import Person


@dataclass(frozen=True)
class Asked:
    """A meeting, who is asked, at which address, and whether they belong to the group today."""

    group: Group
    meeting: Meeting
    member: Membership
    email: str | None
    belongs: bool


def find_asked(meeting_id: int, membership_id: int, *, to_answer: bool = False) -> Asked | None:
    """The meeting that somebody is asked to answer, of the bound group; None if there is none such.

    Args:
        to_answer: hold the meeting until the transaction ends.
    """
    query = (
        select(Membership, Group, Person.email)
        .join(Group, Group.id == Membership.group_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(Membership.id == membership_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    member, group, email = found
    try:
        meeting = get_meeting(meeting_id, member, to_change=to_answer)
    except NotFound:
        return None
    if not is_answered_here(meeting):
        return None
    return Asked(group, meeting, member, email, belongs=_belongs(member, group))


def _belongs(member: Membership, group: Group) -> bool:
    if member.person_id is None or member.erased_at is not None:
        return False
    periods = list_periods([member.id])[member.id]
    status = status_on(today_in(group.timezone), periods, left_undated=member.left_undated)
    return status in (Status.ACTIVE, Status.ON_LEAVE)
