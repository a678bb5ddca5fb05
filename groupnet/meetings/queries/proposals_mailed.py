"""The proposal that a link in a mail leads to."""

from dataclasses import dataclass

from sqlalchemy import select

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import current_on
from groupnet.meetings.models import Meeting, Proposal, ProposalStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.proposals import get_proposal
from groupnet.people.models import Person


@dataclass(frozen=True)
class Mailed:
    """A proposal as whoever was asked finds it by their mail."""

    group: Group
    email: str | None
    """Where mails to them go."""
    proposal: Proposal
    """With both of its two."""
    meeting: Meeting | None
    """What was agreed."""


def find_mailed(proposal_id: int, invited_id: int, *, to_change: bool = False) -> Mailed | None:
    """A proposal of the bound group to a member who belongs to it today; None if there is none such.

    Args:
        to_change: hold the row until the transaction ends.
    """
    query = (
        select(Membership, Group, Person.email)
        .join(Group, Group.id == Membership.group_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id == invited_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    member, group, email = found
    belongs = select(Membership.id).where(
        Membership.id == invited_id, Membership.erased_at.is_(None), current_on(today_in(group.timezone))
    )
    if db.session.execute(belongs).first() is None:
        return None
    try:
        proposal = get_proposal(proposal_id, member, to_change=to_change)
        if proposal.invited_id != member.id:
            return None
        is_agreed = proposal.status is ProposalStatus.ACCEPTED and proposal.meeting_id is not None
        meeting = get_meeting(proposal.meeting_id or 0, member) if is_agreed else None
    except NotFound:
        return None
    return Mailed(group, email, proposal, meeting)
