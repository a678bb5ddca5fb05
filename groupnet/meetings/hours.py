"""The instants of a meeting, from days and hours by the clock on the wall, and back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from groupnet.core.clock import A_MINUTE
from groupnet.meetings.models import Meeting
from groupnet.meetings.recurrence import at_wall_time, wall_time


@dataclass(frozen=True)
class Hours:
    """The instants of a meeting, in UTC."""

    starts_at: datetime
    ends_at: datetime
    closes_at: datetime


def hours_of(day: date, at: time, minutes: int, closes_minutes: int, zone: str) -> Hours:
    """The instants that a day and hours by the group's clock mean.

    Args:
        minutes: how long it lasts, as time passes. closes_minutes: before the start, by the clock.
        zone: an IANA name.
    """
    starts_at = at_wall_time(day, at, zone)
    closes_at = at_wall_time(day, at, zone, before=timedelta(minutes=closes_minutes))
    return Hours(starts_at, starts_at + timedelta(minutes=minutes), min(closes_at, starts_at))


def set_hours(meeting: Meeting, hours: Hours, zone: str) -> None:
    """Give a meeting its instants, and the day that they are on by the clock of a zone."""
    meeting.starts_at, meeting.ends_at, meeting.closes_at = hours.starts_at, hours.ends_at, hours.closes_at
    meeting.on_day = wall_time(hours.starts_at, zone).date()


def minutes_of(meeting: Meeting) -> int:
    """How long a meeting lasts."""
    return (meeting.ends_at - meeting.starts_at) // A_MINUTE


def closes_minutes(meeting: Meeting, zone: str) -> int:
    """How long before the start of a meeting its answers close, by the clock on the wall."""
    start, closing = (wall_time(moment, zone) for moment in (meeting.starts_at, meeting.closes_at))
    return (start - closing) // A_MINUTE
