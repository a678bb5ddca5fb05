"""Calendars as two independent programs read them: icalendar with recurring-ical-events, and vobject."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any, NamedTuple

import recurring_ical_events
import vobject
from dateutil.tz import tzical
from icalendar import Calendar


class Read(NamedTuple):
    """One meeting as a program shows it."""

    starts_at: datetime
    ends_at: datetime
    title: str
    is_cancelled: bool = False
    is_free: bool = False


Reader = Callable[[bytes, datetime, datetime], list[Read]]


def by_icalendar(content: bytes, first: datetime, last: datetime) -> list[Read]:
    """What begins in a time, by icalendar and recurring-ical-events."""
    query = recurring_ical_events.of(Calendar.from_ical(content), keep_recurrence_attributes=True)
    found = [
        Read(
            event.start.astimezone(UTC),
            event.end.astimezone(UTC),
            str(event["SUMMARY"]),
            event["STATUS"] == "CANCELLED",
            event["TRANSP"] == "TRANSPARENT",
        )
        for event in query.between(first, last + timedelta(seconds=1))
    ]
    return sorted(one for one in found if first <= one.starts_at <= last)


def by_vobject(content: bytes, first: datetime, last: datetime) -> list[Read]:
    """What begins in a time, by vobject and dateutil."""
    _use_its_own_zones(content)
    calendar = vobject.readOne(content.decode())
    events = list(getattr(calendar, "vevent_list", []))
    replaced = {
        (event.uid.value, event.recurrence_id.value.astimezone(UTC))
        for event in events
        if hasattr(event, "recurrence_id")
    }
    found = []
    for event in events:
        repeats = hasattr(event, "rrule")
        for start in _starts(event, last):
            if not (repeats and (event.uid.value, start.astimezone(UTC)) in replaced):
                found.append(_read(event, start.astimezone(UTC)))
    return sorted(one for one in found if first <= one.starts_at <= last)


READERS: tuple[Reader, Reader] = (by_icalendar, by_vobject)


def _use_its_own_zones(content: bytes) -> None:
    """Let vobject reckon by the VTIMEZONEs of the file, not by pytz, which loses the changes of the clock."""
    zones = tzical(StringIO(content.decode()))
    for name in zones.keys():  # noqa: SIM118 - no mapping
        vobject.icalendar.registerTzid(name, zones.get(name))


def _starts(event: Any, last: datetime) -> list[datetime]:
    if not hasattr(event, "rrule"):
        return [event.dtstart.value]
    found = []
    for start in event.getrruleset(addRDate=True):
        if start.astimezone(UTC) > last:
            break
        found.append(start)
    return found


def _read(event: Any, start: datetime) -> Read:
    if hasattr(event, "duration"):
        end = start + event.duration.value
    else:
        end = start + (event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(UTC))
    return Read(
        start,
        end,
        event.summary.value,
        event.status.value == "CANCELLED",
        event.transp.value == "TRANSPARENT",
    )
