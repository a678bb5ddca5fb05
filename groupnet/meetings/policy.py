"""Who may see, run and answer a meeting, where a permission alone does not say."""

from datetime import datetime

from groupnet.core.clock import utc_now
from groupnet.groups.models import Membership
from groupnet.groups.roles import Permission, permissions_of
from groupnet.meetings.models import Meeting, MeetingKind, MeetingStatus

OPEN = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.HELD})


def may_run(acting: Membership, meeting: Meeting) -> bool:
    """Whether a member may schedule, change and cancel a meeting, answer for others and take attendance."""
    return meeting.kind is MeetingKind.GROUP and Permission.MEETINGS_RUN in permissions_of(acting.rights)


def takes_answers(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether members may still answer by themselves: it is scheduled and its answers are not closed."""
    return meeting.status is MeetingStatus.SCHEDULED and (now or utc_now()) < meeting.closes_at


def is_over(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether a meeting has ended by the clock, held or not."""
    return meeting.ends_at <= (now or utc_now())
