"""One-to-ones to come: times proposed, accepted, declined; an agreed one moved or cancelled.

Whoever answers holds the proposal (`get_proposal(…, to_change=True)`), and a meeting only after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from flask_babel import gettext

from groupnet.core.clock import day_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.groups.models import Group, Membership
from groupnet.meetings.hours import Hours, set_hours
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    Proposal,
    ProposalStatus,
    ProposedTime,
)
from groupnet.meetings.pairing import may_answer_proposal, may_withdraw
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.one_to_ones import are_members_on
from groupnet.meetings.queries.proposals import has_open_between, hold_both, list_times, list_to_close
from groupnet.meetings.service.scheduling import cancel_meeting
from groupnet.meetings.signals import meeting_changed, one_to_one_answered, one_to_one_proposed

MOST_TIMES = 3
AT_MOST_AHEAD = timedelta(days=366)
LONGEST_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a member proposes."""

    times: Sequence[datetime]
    """Instants, two or three at best."""
    minutes: int = 60
    place: str = ""
    link: str = ""
    note: str = ""


def propose(*, acting: Membership, invited: Membership, group: Group, offer: Offer) -> Proposal:
    """Ask another member for a one-to-one.

    Raises:
        RuleBroken: it is oneself or nobody of the group, the two have a proposal that waits, or no time fits.
    """
    if acting.id == invited.id:
        raise RuleBroken(gettext("Pick somebody else: a one-to-one takes two."), field="person_id")
    if not are_members_on([invited.id], day_in(group.timezone, utc_now())):
        raise RuleBroken(gettext("Pick somebody who is in the group today."), field="person_id")
    hold_both(acting.id, invited.id)
    return _open(acting, invited, offer, None)


def propose_move(*, acting: Membership, other: Membership, meeting: Meeting, offer: Offer) -> Proposal:
    """Ask for another time of an agreed one-to-one; until the other accepts, it stands where it is.

    Args:
        meeting: one that the two have.

    Raises:
        RuleBroken: it was had or cancelled, the two have a proposal that waits, or no time fits.
    """
    _check_stands(meeting)
    hold_both(acting.id, other.id)
    return _open(acting, other, offer, meeting.id)


def propose_others(*, acting: Membership, proposal: Proposal, offer: Offer) -> Proposal:
    """Answer a proposal with other times: now it is theirs to accept.

    Args:
        proposal: held.

    Raises:
        RuleBroken: it is answered by now, or no time fits.
    """
    _check_waits(may_answer_proposal(acting, proposal))
    _close(proposal, ProposalStatus.DECLINED)
    return _open(acting, proposal.proposer, offer, proposal.meeting_id)


def accept(*, acting: Membership, proposal: Proposal, time_id: int, group: Group) -> Meeting:
    """Agree on one of the times: it is in both calendars. The same again changes nothing.

    Args:
        proposal: held.

    Raises:
        RuleBroken: it is answered otherwise by now, the time is over, or one of the two is no member on
            that day.
        NotFound: an agreed one that it would move is none of theirs.
    """
    if (
        proposal.status is ProposalStatus.ACCEPTED
        and proposal.meeting_id
        and proposal.invited_id == acting.id
    ):
        return get_meeting(proposal.meeting_id, acting)
    _check_waits(may_answer_proposal(acting, proposal))
    starts_at = _chosen(proposal, time_id)
    if not are_members_on([proposal.proposer_id, proposal.invited_id], day_in(group.timezone, starts_at)):
        raise RuleBroken(gettext("One of you is not in the group on that day."), field="time_id")
    hours = Hours(starts_at, starts_at + timedelta(minutes=proposal.minutes), starts_at)
    is_move = proposal.meeting_id is not None
    meeting = _move(proposal, acting, hours, group) if is_move else _agree(proposal, hours, group)
    proposal.meeting_id = meeting.id
    _close(proposal, ProposalStatus.ACCEPTED)
    meeting_changed.send(meeting, what="moved" if is_move else "scheduled", acting=acting)
    one_to_one_answered.send(proposal, acting=acting)
    return meeting


def decline(*, acting: Membership, proposal: Proposal) -> None:
    """Say no to a proposal; an agreed one that it would move stays where it is. Twice is as good as once.

    Args:
        proposal: held.

    Raises:
        RuleBroken: it is answered otherwise by now.
    """
    if proposal.status is ProposalStatus.DECLINED and proposal.invited_id == acting.id:
        return
    _check_waits(may_answer_proposal(acting, proposal))
    _close(proposal, ProposalStatus.DECLINED)
    one_to_one_answered.send(proposal, acting=acting)


def withdraw(*, acting: Membership, proposal: Proposal) -> None:
    """Take one's own proposal back. Twice is as good as once.

    Args:
        proposal: held.

    Raises:
        RuleBroken: it is answered by now.
    """
    if proposal.status is ProposalStatus.WITHDRAWN and proposal.proposer_id == acting.id:
        return
    _check_waits(may_withdraw(acting, proposal))
    _close(proposal, ProposalStatus.WITHDRAWN)
    one_to_one_answered.send(proposal, acting=acting)


def cancel_agreed(*, acting: Membership, meeting_id: int, reason: str = "") -> None:
    """Either of the two cancels an agreed one; what would have moved it falls away with it.

    Raises:
        NotFound: it is none of theirs. RuleBroken: it was had.
    """
    for proposal in list_to_close(acting, meeting_id=meeting_id):
        _close(proposal, ProposalStatus.WITHDRAWN)
    meeting = get_meeting(meeting_id, acting, to_change=True)
    if meeting.kind is not MeetingKind.ONE_TO_ONE:
        raise NotFound
    cancel_meeting(acting=acting, meeting=meeting, reason=reason)


def _open(proposer: Membership, invited: Membership, offer: Offer, meeting_id: int | None) -> Proposal:
    now = utc_now()
    times = _check_times(offer.times, now)
    if has_open_between(proposer.id, invited.id):
        raise RuleBroken(
            gettext("The two of you have proposed times already: answer or withdraw those first.")
        )
    proposal = Proposal(
        proposer_id=proposer.id,
        invited_id=invited.id,
        minutes=offer.minutes,
        place=offer.place,
        link=offer.link,
        note=offer.note,
        meeting_id=meeting_id,
        created_at=now,
    )
    db.session.add(proposal)
    db.session.flush()
    db.session.add_all(ProposedTime(proposal_id=proposal.id, starts_at=moment) for moment in times)
    db.session.flush()
    one_to_one_proposed.send(proposal)
    return proposal


def _check_times(times: Sequence[datetime], now: datetime) -> list[datetime]:
    found = sorted(set(times))
    if not found:
        raise RuleBroken(gettext("Propose at least one time."), field="day_1")
    if len(found) > MOST_TIMES:
        raise RuleBroken(gettext("At most %(most)s times.", most=MOST_TIMES), field="day_1")
    if found[0] <= now:
        raise RuleBroken(gettext("One of these times is over. Choose times to come."), field="day_1")
    if found[-1] > now + AT_MOST_AHEAD:
        raise RuleBroken(gettext("Is this the right year?"), field="day_1")
    return found


def _chosen(proposal: Proposal, time_id: int) -> datetime:
    chosen = next((one for one in list_times(proposal.id) if one.id == time_id), None)
    if chosen is None:
        raise RuleBroken(gettext("Choose one of the times."), field="time_id")
    if chosen.starts_at <= utc_now():
        raise RuleBroken(gettext("This time is over. Propose another one."), field="time_id")
    return chosen.starts_at


def _agree(proposal: Proposal, hours: Hours, group: Group) -> Meeting:
    now = utc_now()
    meeting = Meeting(
        kind=MeetingKind.ONE_TO_ONE,
        status=MeetingStatus.SCHEDULED,
        title=_title(proposal.proposer, proposal.invited),
        place=proposal.place,
        link=proposal.link,
        agenda=proposal.note,
        capacity=2,
        expectation=Expectation.SIGN_UP,
        uid=str(uuid4()),
        created_by_id=proposal.proposer_id,
        created_at=now,
        changed_at=now,
    )
    set_hours(meeting, hours, group.timezone)
    db.session.add(meeting)
    db.session.flush()
    db.session.add_all(
        MeetingAnswer(
            meeting_id=meeting.id,
            membership_id=one,
            answer=Answer.COMING,
            answered_by_id=one,
            answered_at=now,
        )
        for one in (proposal.proposer_id, proposal.invited_id)
    )
    db.session.flush()
    return meeting


def _move(proposal: Proposal, acting: Membership, hours: Hours, group: Group) -> Meeting:
    meeting = get_meeting(proposal.meeting_id or 0, acting, to_change=True)
    _check_stands(meeting)
    set_hours(meeting, hours, group.timezone)
    meeting.place, meeting.link = proposal.place, proposal.link
    meeting.agenda = proposal.note or meeting.agenda
    meeting.sequence += 1
    meeting.changed_at = utc_now()
    db.session.flush()
    return meeting


def _title(one: Membership, other: Membership) -> str:
    title = str(gettext("One-to-one: %(one)s and %(other)s", one=one.name, other=other.name))
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _check_stands(meeting: Meeting) -> None:
    if meeting.kind is not MeetingKind.ONE_TO_ONE:
        raise NotFound
    if meeting.status is not MeetingStatus.SCHEDULED:
        raise RuleBroken(gettext("This one-to-one was had or cancelled meanwhile. Propose a new one."))


def _check_waits(may: bool) -> None:
    if not may:
        raise RuleBroken(gettext("This was answered or withdrawn meanwhile. Nothing was changed."))


def _close(proposal: Proposal, status: ProposalStatus) -> None:
    proposal.status, proposal.answered_at = status, utc_now()
    db.session.flush()
