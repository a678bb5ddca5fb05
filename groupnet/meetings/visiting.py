"""Who may see and change what of a visitor, and which steps follow: pure rules."""

from datetime import datetime
from typing import Any

from groupnet.core.clock import utc_now
from groupnet.groups.models import Membership
from groupnet.groups.roles import Permission, permissions_of
from groupnet.meetings.models import Meeting, MeetingKind, Visitor, VisitorStatus
from groupnet.meetings.policy import OPEN, is_over, may_run, takes_answers

ASKED = (VisitorStatus.APPLIED, VisitorStatus.JOINED)


def follows_up(viewer: Membership) -> bool:
    """Whether a member follows up visitors for the group: organisers, officers and admins."""
    return Permission.VISITORS_FOLLOW_UP in permissions_of(viewer.rights)


def looks_after(viewer: Membership, visitor: Any) -> bool:
    """Whether it is their own visitor, or a row of one: brought by them, or theirs to follow up."""
    return viewer.id in (visitor.invited_by_id, visitor.owner_id)


def may_be_told(reader: Membership, row: Any) -> bool:
    """Whether what was told of a visitor is still a member's to read: a step bites at once (T8).

    Args:
        reader: with the rights of today.
        row: of `queries.told.list_told`; of anything but a visitor it is.
    """
    return row.visitor_id is None or follows_up(reader) or looks_after(reader, row)


def may_see_contact(viewer: Membership, visitor: Visitor) -> bool:
    """Whether a member sees a visitor's address, telephone and the notes of the follow-up (T11)."""
    return follows_up(viewer) or looks_after(viewer, visitor)


def may_change(viewer: Membership, visitor: Visitor) -> bool:
    """Whether a member may say of a visitor whether they come, and what follows."""
    return visitor.erased_at is None and may_see_contact(viewer, visitor)


def may_rewrite(viewer: Membership, visitor: Visitor) -> bool:
    """Whether a member may change who a visitor is, or erase them.

    While somebody asks to join, and once they joined, the answer is theirs alone: whoever brought them could
    take it, or keep it from those who give it.
    """
    return may_change(viewer, visitor) and (follows_up(viewer) or visitor.status not in ASKED)


def may_bring(acting: Membership | None, meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether a visitor may still be announced for a meeting.

    Args:
        acting: a member; None for the visitor themselves.
    """
    if meeting.kind is not MeetingKind.GROUP:
        return False
    if acting is not None and may_run(acting, meeting):
        return meeting.status in OPEN and not is_over(meeting, now or utc_now())
    return takes_answers(meeting, now)


def possible_steps(acting: Membership, visitor: Visitor, *, has_come: bool) -> tuple[VisitorStatus, ...]:
    """What a member may say a visitor's status to be; whether they came is said of each visit, not here.

    A request to join is answered by those who answer requests alone.
    """
    answers = Permission.APPLICATIONS_ANSWER in permissions_of(acting.rights)
    if not answers and visitor.status in ASKED:
        return (visitor.status,)
    first = VisitorStatus.CAME if has_come else VisitorStatus.EXPECTED
    asked = (VisitorStatus.APPLIED,) if follows_up(acting) else ()
    joined = (VisitorStatus.JOINED,) if answers else ()
    steps = (first, *asked, *joined, VisitorStatus.DECLINED)
    return steps if visitor.status in steps else (visitor.status, *steps)
