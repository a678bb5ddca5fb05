"""What stands in a calendar, as plain values, and how it is written (RFC 5545, RFC 5546)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dateutil.rrule import rrulestr

from groupnet.meetings.ical import content
from groupnet.meetings.ical.content import many_lines, one_line
from groupnet.meetings.ical.zones import zone_lines

PRODUCT = "-//groupnet//meetings//EN"
AN_HOUR = "PT1H"


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
    """Of one that repeats: in the zone."""
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
    addresses = list(_addresses(organizer, attendee, part))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method.value}")
    if name:
        lines += [content.text("X-WR-CALNAME", one_line(name)), f"X-PUBLISHED-TTL:{AN_HOUR}"]
        lines.append(f"REFRESH-INTERVAL;VALUE=DURATION:{AN_HOUR}")
    lines += _zones(entries)
    for entry in entries:
        lines += ["BEGIN:VEVENT", *_event(entry), *addresses, "END:VEVENT"]
    lines += ["END:VCALENDAR", ""]
    return content.BREAK.join(lines).encode()


def days_by(rule: str, *, since: date, first: date, last: date) -> list[date]:
    """The days that a rule gives in a closed time.

    Args:
        since: from which day on the rule counts.
    """
    if last < first:
        return []
    start, begin, end = (datetime(day.year, day.month, day.day) for day in (since, first, last))  # noqa: DTZ001
    return [found.date() for found in rrulestr(rule, dtstart=start).between(begin, end, inc=True)]


def _zones(entries: Sequence[Entry]) -> Iterator[str]:
    for zone in sorted({entry.zone for entry in entries}):
        since = min(entry.starts_at.year for entry in entries if entry.zone == zone)
        yield zone_lines(zone, since - 1)


def _addresses(organizer: Attendee | None, attendee: Attendee | None, part: str) -> Iterator[str]:
    if organizer:
        yield content.address("ORGANIZER", organizer.email, organizer.name)
    if attendee:
        said = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": part, "RSVP": "FALSE"}
        yield content.address("ATTENDEE", attendee.email, attendee.name, **said)


def _event(entry: Entry) -> Iterator[str]:
    yield content.text("UID", one_line(entry.uid))
    yield content.plain("SEQUENCE", str(entry.sequence))
    yield content.utc("DTSTAMP", entry.changed_at)
    yield content.utc("LAST-MODIFIED", entry.changed_at)
    yield from _times(entry)
    yield content.text("SUMMARY", one_line(entry.title))
    if entry.place:
        yield content.text("LOCATION", one_line(entry.place))
    if entry.words:
        yield content.text("DESCRIPTION", many_lines(entry.words))
    if entry.url:
        yield content.plain("URL", entry.url)
    yield "STATUS:" + (
        "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED"
    )
    yield "TRANSP:" + ("TRANSPARENT" if entry.is_free or entry.is_cancelled else "OPAQUE")


def _times(entry: Entry) -> Iterator[str]:
    if entry.instead_of:
        yield content.by_clock("RECURRENCE-ID", [entry.instead_of], entry.zone)
    repeats = entry.repeats
    if repeats is None:
        yield content.local("DTSTART", entry.starts_at, entry.zone)
        yield content.local("DTEND", entry.ends_at, entry.zone)
        return
    yield content.by_clock("DTSTART", [entry.starts_at], entry.zone)
    # a duration, since between two hours by the clock there may lie more or less of it
    yield content.lasting("DURATION", entry.ends_at - entry.starts_at)
    until = f";UNTIL={content.in_utc(repeats.until)}" if repeats.until else ""
    yield content.plain("RRULE", one_line(repeats.rule) + until)
    if repeats.without:
        yield content.by_clock("EXDATE", list(repeats.without), entry.zone)
