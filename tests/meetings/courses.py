"""Series and their meetings as plain values, as the tables hold them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

from groupnet.meetings.hours import hours_of
from groupnet.meetings.ical.entries import days_by
from groupnet.meetings.models import MeetingStatus

LONG_AGO = datetime(2025, 12, 1, tzinfo=UTC)
SEVEN = time(7)


def group_in(zone: str) -> Any:
    """A group in a time zone."""
    return SimpleNamespace(id=1, name="Harbour", slug="harbour", timezone=zone, locale="en_GB")


def series_of(rule: str, first_on: date, **fields: Any) -> Any:
    """A series that is scheduled."""
    return SimpleNamespace(
        **{
            "id": 1,
            "group_id": 1,
            "status": MeetingStatus.SCHEDULED,
            "title": "Breakfast",
            "rule": rule,
            "first_on": first_on,
            "last_on": None,
            "skipped": "",
            "starts_time": SEVEN,
            "minutes": 90,
            "place": "The Ship Inn",
            "link": "",
            "agenda": "Coffee",
            "uid": "series@example.org",
            "sequence": 0,
            "changed_at": LONG_AGO,
            **fields,
        }
    )


def meeting_on(series: Any, day: date, group: Any, **fields: Any) -> Any:
    """The meeting that a series has on a day."""
    hours = hours_of(day, series.starts_time, series.minutes, 0, group.timezone)
    return SimpleNamespace(
        **{
            "id": day.toordinal(),
            "group_id": 1,
            "series_id": series.id,
            "occurs_on": day,
            "on_day": day,
            "status": MeetingStatus.SCHEDULED,
            "starts_at": hours.starts_at,
            "ends_at": hours.ends_at,
            **{
                name: getattr(series, name)
                for name in ("title", "place", "link", "agenda", "uid", "sequence", "changed_at")
            },
            **fields,
        }
    )


def meetings_of(series: Any, group: Any, last: date) -> list[Any]:
    """All meetings that a series has up to a day, as they are scheduled."""
    end = min(last, series.last_on or last)
    skipped = set(series.skipped.split())
    days: Iterable[date] = days_by(series.rule, since=series.first_on, first=series.first_on, last=end)
    return [meeting_on(series, day, group) for day in days if day.isoformat() not in skipped]
