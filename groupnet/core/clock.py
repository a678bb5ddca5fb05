"""Time: instants are aware and in UTC, days belong to a group's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today_in(timezone: str) -> date:
    """The present day in a zone.

    Args:
        timezone: an IANA name such as `Europe/London`.
    """
    return datetime.now(ZoneInfo(timezone)).date()
