"""Time: instants are aware and in UTC, days belong to a group's zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
A_MINUTE = timedelta(minutes=1)


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today_in(timezone: str) -> date:
    """The present day in a zone.

    Args:
        timezone: an IANA name such as `Europe/London`.
    """
    return day_in(timezone, utc_now())


def day_in(timezone: str, moment: datetime) -> date:
    """The day that an instant falls on in a zone.

    Args:
        timezone: an IANA name such as `Europe/London`.
    """
    return moment.astimezone(ZoneInfo(timezone)).date()


def day_begins(timezone: str, day: date) -> datetime:
    """The instant at which a day begins in a zone, in UTC.

    Args:
        timezone: an IANA name such as `Europe/London`.
    """
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """A day so many calendar months later, or earlier; one that its month lacks becomes the month's last.

    Raises:
        ValueError: it leads out of the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("This leads out of the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
