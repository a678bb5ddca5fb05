"""What stands in a calendar, as plain values, and how it is written (RFC 5545, RFC 5546)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from groupnet.meetings.ical.zones import zone_component

PRODUCT = "-//groupnet//meetings//EN"
REFRESH = timedelta(hours=1)
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Whatever some reader takes for the end of a line."""
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")

_ESCAPED = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"}


class _Text(vText):
    """Words as RFC 5545 has them: icalendar 7 takes a backslash and an N that were typed for a line break."""

    def to_ical(self) -> bytes:
        return "".join(_ESCAPED.get(sign, sign) for sign in self).encode()


class Method(StrEnum):
    """What a calendar is sent for."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody with an address, in a mail's calendar."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """How an entry repeats."""

    rule: str
    """RRULE without its end."""
    until: datetime | None
    """The start of the last one; none where there is no end."""
    without: Sequence[datetime] = ()
    """Starts by the rule that do not take place, in the zone."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One meeting, one series, or one occurrence that differs from its series."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    place: str = ""
    words: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False
    is_free: bool = False
    """Whether its time is free for other things."""
    repeats: Repeats | None = None
    instead_of: datetime | None = None
    """Of an occurrence: the start that its series' rule gave it, in the zone."""


def write_calendar(
    entries: Iterable[Entry],
    *,
    method: Method = Method.PUBLISH,
    name: str = "",
    organizer: Attendee | None = None,
    attendee: Attendee | None = None,
    part: str = "NEEDS-ACTION",
) -> bytes:
    """A calendar as a file; the same entries give the same bytes.

    Args:
        name: of the whole calendar, in a feed.
        organizer: who sends it, in a mail.
        attendee: whom it is sent to.
        part: PARTSTAT of the attendee.
    """
    entries = list(entries)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.value)
    if name:
        calendar.add("X-WR-CALNAME", _Text(line(name)))
        calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vText("PT1H"))
    for zone in sorted({entry.zone for entry in entries}):
        since = min(entry.starts_at.year for entry in entries if entry.zone == zone)
        calendar.add_component(zone_component(zone, since - 1))
    for entry in entries:
        event = _event(entry)
        if organizer:
            event.add("ORGANIZER", _address(organizer))
        if attendee:
            event.add("ATTENDEE", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT=part, RSVP="FALSE"))
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def line(text: str) -> str:
    """A text of one line, with nothing that a reader could take for more."""
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", text)).split())


def lines(text: str) -> str:
    """A text of several lines, with one kind of break and nothing unseen."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()


def days_by(rule: str, *, since: date, first: date, last: date) -> list[date]:
    """The days that a rule gives in a closed time.

    Args:
        since: from which day on the rule counts.
    """
    if last < first:
        return []
    start, begin, end = (datetime(day.year, day.month, day.day) for day in (since, first, last))  # noqa: DTZ001
    return [found.date() for found in rrulestr(rule, dtstart=start).between(begin, end, inc=True)]


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.changed_at)
    event.add("LAST-MODIFIED", entry.changed_at)
    _add_times(event, entry)
    event.add("SUMMARY", _Text(line(entry.title)))
    for name, text in (("LOCATION", line(entry.place)), ("DESCRIPTION", lines(entry.words))):
        if text:
            event.add(name, _Text(text))
    if entry.url:
        event.add("URL", entry.url)
    status = "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED"
    event.add("STATUS", status)
    event.add("TRANSP", "TRANSPARENT" if entry.is_free or entry.is_cancelled else "OPAQUE")
    return event


def _add_times(event: Event, entry: Entry) -> None:
    if entry.instead_of:
        event.add("RECURRENCE-ID", entry.instead_of)
    event.add("DTSTART", _local(entry.starts_at, entry.zone))
    if entry.repeats is None:
        event.add("DTEND", _local(entry.ends_at, entry.zone))
        return
    # a duration, since between two hours by the clock there may lie more or less of it
    event.add("DURATION", entry.ends_at - entry.starts_at)
    rule = vRecur.from_ical(entry.repeats.rule)
    if entry.repeats.until:
        rule["UNTIL"] = [entry.repeats.until.astimezone(UTC)]
    event.add("RRULE", rule)
    if entry.repeats.without:
        event.add("EXDATE", list(entry.repeats.without))


def _local(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    # the second of two equal hours can only be told in UTC
    return moment.astimezone(UTC) if local.fold else local


def _address(who: Attendee, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{line(who.email)}")
    # RFC 5545 has no way to write a double quote here
    address.params["CN"] = line(who.name).replace('"', "'")
    for name, value in parameters.items():
        address.params[name] = value
    return address
