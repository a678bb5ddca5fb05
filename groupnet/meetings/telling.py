"""Telling members of what happens to meetings, one-to-ones and visitors; of series see `telling_series`.

Nothing is told at once: what is undone within minutes is told to nobody, and several changes of one meeting
make one notice and one mail. The sooner the meeting, the shorter the wait. Whoever has not been sent the
first mail of a meeting or of its series hears by that one how it stands then, and of no change before.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.meetings.before import Before, Reason, What, merged
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    Proposal,
    ProposalStatus,
    Visitor,
    VisitorSource,
    VisitorStatus,
)
from groupnet.meetings.queries import told
from groupnet.meetings.queries.reminded import ASKED
from groupnet.meetings.signals import (
    meeting_changed,
    one_to_one_answered,
    one_to_one_proposed,
    place_freed_for,
)
from groupnet.notices import service as notices
from groupnet.notices.models import Notice, NoticeKind

AT_ONCE = timedelta()
SHARE_OF_WAIT = 10
"""Held back for at most a tenth of the time that is left to the meeting."""
COUNT_ON_IT = frozenset({Answer.COMING, Answer.SUBSTITUTE, Answer.WAITLISTED})


def init_app() -> None:
    """Listen to what happens to meetings."""
    meeting_changed.connect(follow_meeting)
    place_freed_for.connect(tell_promoted)
    one_to_one_proposed.connect(tell_proposed)
    one_to_one_answered.connect(tell_answered)


def follow_meeting(
    meeting: Meeting,
    *,
    what: str,
    acting: Membership | None = None,
    before: Before | None = None,
    of_series: bool = False,
) -> None:
    """Tell those whom a change of one meeting concerns.

    Args:
        what: as of `meeting_changed`.
        acting: nobody is told of their own act.
        before: how it was; with it, a change that is taken back in time is told to nobody.
        of_series: it fell away with a change of its series; the mail about that names its day.
    """
    now, happened = utc_now(), What(what)
    is_one_to_one = meeting.kind is MeetingKind.ONE_TO_ONE
    if of_series or (is_one_to_one and happened not in (What.CANCELLED, What.CALENDAR)):
        return  # the series tells it, or the answer to who proposed it
    kind = NoticeKind.ONE_TO_ONE if is_one_to_one else NoticeKind.MEETING
    known_cancelled = happened is What.SCHEDULED and told.was_told(meeting, What.CANCELLED, now)
    new = Reason(What.BACK if known_cancelled else happened, before)
    settled = _settle_pending(told.list_held_back(meeting, kind, now), happened, meeting, acting, now)
    settled |= _settle_by_series(meeting, now)
    notices.tell_many(
        [
            member.id
            for member, answer, has_slot in told.list_concerned(meeting)
            if member.id not in settled and _concerns(meeting, happened, answer, has_slot)
        ],
        kind=kind,
        meeting_id=meeting.id,
        reason=str(new),
        actor_id=acting.id if acting else None,
        held_back=held_back(meeting, now),
    )


def _settle_pending(
    held_back: Sequence[Notice], what: What, meeting: Meeting, acting: Membership | None, now: datetime
) -> set[int]:
    """Let what is still held back tell the meeting as it is now; what the app has told is not taken back.

    Returns:
        the memberships for whom this is settled.
    """
    settled: set[int] = set()
    gone: list[Notice] = []
    for notice in held_back:
        reason = Reason.read(notice.reason)
        if reason.what is What.PROMOTED or reason.what.of_series:
            continue
        next_one = merged(reason, what, meeting)
        is_gone = next_one is None or (acting is not None and notice.membership_id == acting.id)
        if is_gone and notice.due_at <= now:
            continue
        settled.add(notice.membership_id)
        if is_gone:
            gone.append(notice)
        else:
            notice.reason = str(next_one)
    db.session.flush()
    notices.withdraw(gone)
    return settled


def _settle_by_series(meeting: Meeting, now: datetime) -> set[int]:
    """Let the first mail of its series tell it, where that is still to be sent.

    Returns:
        the memberships for whom this is settled.
    """
    if meeting.series_id is None:
        return set()
    first = told.find_next_of_series(meeting.series_id, now)
    settled = set()
    for notice in told.list_held_back_of_series(meeting.series_id, now):
        if Reason.read(notice.reason).what is What.SERIES_SCHEDULED:
            settled.add(notice.membership_id)
            notice.meeting_id = first.meeting_id if first else notice.meeting_id
    db.session.flush()
    return settled


def _concerns(meeting: Meeting, what: What, answer: Answer | None, has_slot: bool) -> bool:
    if meeting.kind is MeetingKind.ONE_TO_ONE:
        return answer is not None
    if has_slot or answer in COUNT_ON_IT:
        return True
    if answer is Answer.DECLINED:
        return what is What.MOVED  # another time may suit
    return what in (What.SCHEDULED, What.CALENDAR) or meeting.expectation is Expectation.EVERYBODY


def held_back(meeting: Meeting, now: datetime) -> timedelta:
    """How long a change of a meeting is told to nobody: the sooner it begins, the shorter."""
    return max(AT_ONCE, min(notices.HELD_BACK, (meeting.starts_at - now) / SHARE_OF_WAIT))


def tell_cancelled(meeting: Meeting, *, acting: Membership | None = None) -> None:
    """Tell those who count on a meeting that it is cancelled; not for drafts, nor for what is over."""
    follow_meeting(meeting, what=What.CANCELLED, acting=acting)


def tell_moved(meeting: Meeting, *, acting: Membership | None = None, before: Before | None = None) -> None:
    """Tell those who count on a meeting that it is at another time; not for drafts, nor for what is over."""
    follow_meeting(meeting, what=What.MOVED, acting=acting, before=before)


def tell_promoted(answer: MeetingAnswer) -> None:
    """Tell the first on the waiting list that a freed place is theirs: once, and without delay (T44)."""
    notices.tell(
        membership=get_membership(answer.membership_id),
        kind=NoticeKind.MEETING,
        meeting_id=answer.meeting_id,
        reason=What.PROMOTED,
        held_back=AT_ONCE,
    )


def ask_to_answer(meeting: Meeting, membership_ids: Iterable[int]) -> None:
    """Ask members who have not answered to do so: the organiser's one button."""
    notices.tell_many(
        list(membership_ids),
        kind=NoticeKind.REMINDER,
        meeting_id=meeting.id,
        reason=ASKED,
        held_back=AT_ONCE,
    )


def tell_proposed(proposal: Proposal) -> None:
    """Tell a member that somebody would like a one-to-one with them."""
    _tell_of(proposal, to=proposal.invited_id, reason="proposed")


def tell_answered(proposal: Proposal, **_: Any) -> None:
    """Tell who proposed a one-to-one what was answered; of one that was withdrawn, who was asked.

    One that is withdrawn before anybody heard of it stays unheard of.
    """
    if proposal.status is not ProposalStatus.WITHDRAWN:
        _tell_of(proposal, to=proposal.proposer_id, reason=proposal.status.value)
        return
    unheard = told.list_held_back_of_proposal(proposal, utc_now())
    notices.withdraw(unheard)
    if not unheard:
        _tell_of(proposal, to=proposal.invited_id, reason=proposal.status.value)


def _tell_of(proposal: Proposal, *, to: int, reason: str) -> None:
    notices.tell(
        membership=get_membership(to), kind=NoticeKind.ONE_TO_ONE, proposal_id=proposal.id, reason=reason
    )


def tell_visitor(visitor: Visitor, *, acting: Membership | None = None) -> None:
    """Tell those who follow up of somebody who asks to join, or who will come by the public page.

    Each hears of each step once. Visitors whom members bring stand on the meeting's page, and nobody is told.

    Args:
        acting: nobody is told of their own act.
    """
    rights = _answered_by(visitor)
    if rights is None:
        return
    known = told.list_told_of_visitor(visitor, visitor.status.value)
    to = {member.id for member in told.list_holders(rights, utc_now().date())}
    if visitor.owner_id is not None:
        to.add(visitor.owner_id)
    notices.tell_many(
        sorted(to - known),
        kind=NoticeKind.VISITORS,
        visitor_id=visitor.id,
        reason=visitor.status.value,
        actor_id=acting.id if acting else None,
    )


def _answered_by(visitor: Visitor) -> set[Right] | None:
    if visitor.status is VisitorStatus.APPLIED:
        return {Right.ADMIN}
    if visitor.status is VisitorStatus.EXPECTED and visitor.source is VisitorSource.PUBLIC:
        return {Right.ORGANISER}
    return None
