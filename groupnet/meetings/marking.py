"""When attendance is taken: what a meeting allows, and what a tap means at which instant."""

from datetime import datetime, timedelta

from flask_babel import gettext

from groupnet.meetings.models import Mark, Meeting, MeetingStatus

BEFORE_START = timedelta(hours=1)
"""So long ahead the first mark may be made."""
GRACE = timedelta(minutes=5)
"""So long after the start a tap still means present."""
DOOR_BEFORE = timedelta(minutes=30)
"""So long ahead members may mark themselves at the door."""
OLDEST_TAP = timedelta(days=7)
HERE = frozenset({Mark.PRESENT, Mark.LATE, Mark.SUBSTITUTE})
"""The marks of a chair that is taken."""


def opens_at(meeting: Meeting) -> datetime:
    """From when on attendance can be taken."""
    return meeting.starts_at - BEFORE_START


def late_from(meeting: Meeting) -> datetime:
    """From when on a tap means late."""
    return meeting.starts_at + GRACE


def tap_means(meeting: Meeting, at: datetime) -> Mark:
    """What a bare tap on a person at an instant says."""
    return Mark.LATE if at >= late_from(meeting) else Mark.PRESENT


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether somebody can be absent: before the start nobody is."""
    return now >= meeting.starts_at


def is_half_over(meeting: Meeting, now: datetime) -> bool:
    """Whether whoever is not here yet will hardly come."""
    return now >= meeting.starts_at + (meeting.ends_at - meeting.starts_at) / 2


def why_no_marks(meeting: Meeting, now: datetime) -> str:
    """Why nobody can be marked now, in a sentence; "" where they can, or could before it was closed."""
    if meeting.status is MeetingStatus.CANCELLED:
        return str(gettext("This meeting is cancelled."))
    if meeting.status is MeetingStatus.DRAFT:
        return str(gettext("This meeting is still a draft."))
    if now < opens_at(meeting):
        return str(gettext("Attendance can be taken from an hour before the start."))
    return ""


def door_opens_at(meeting: Meeting) -> datetime:
    """From when on members may mark themselves."""
    return meeting.starts_at - DOOR_BEFORE


def why_door_is_shut(meeting: Meeting, now: datetime) -> str:
    """Why members cannot mark themselves now, in a sentence; "" where they can."""
    if meeting.status in (MeetingStatus.CANCELLED, MeetingStatus.DRAFT):
        return why_no_marks(meeting, now)
    if now < door_opens_at(meeting):
        return str(gettext("You can say so from half an hour before the start."))
    if now > meeting.ends_at or meeting.attendance_closed_at is not None:
        return str(gettext("The attendance of this meeting is closed. An organiser can still note you."))
    return ""
