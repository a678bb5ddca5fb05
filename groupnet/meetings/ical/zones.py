"""Time zones as calendars write them: each change of the clock exactly, and a yearly rule where there is one.

Own code, since icalendar 7 writes the onset of summer time by the clock after the change, and up to a year.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import YEARLY, rrule, weekday
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from groupnet.core.clock import A_DAY

KNOWN_UNTIL = 2038
"""Changes are listed up to this year where they follow no yearly rule."""
HALF_A_YEAR = timedelta(days=182)
SECOND = timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Clock(NamedTuple):
    """What clocks show from a change on, and showed before it."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=128)
def zone_lines(name: str, first_year: int) -> str:
    """A VTIMEZONE as it stands in a file, without the break at its end."""
    return str(zone_component(name, first_year).to_ical().decode()).rstrip("\r\n")


def zone_component(name: str, first_year: int) -> Timezone:
    """A VTIMEZONE that is right from the beginning of a year on.

    Args:
        name: an IANA name such as `Europe/London`.
        first_year: nothing in the calendar lies before it.
    """
    zone = ZoneInfo(name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(KNOWN_UNTIL, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("TZID", name)
    first, half = begin.astimezone(zone), (begin + HALF_A_YEAR).astimezone(zone)
    at_first = _Clock(_offset(first), _offset(first), first.tzname() or name, _offset(first) > _offset(half))
    _add(component, at_first, [begin.replace(tzinfo=None) - A_DAY], None)
    changes: dict[_Clock, list[datetime]] = defaultdict(list)
    for clock, onset in _changes(zone, begin, end):
        changes[clock].append(onset)
    for clock, onsets in changes.items():
        _add(component, clock, onsets, _yearly_rule(onsets, end.replace(tzinfo=None)))
    return component


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[_Clock, datetime]]:
    """Each change of the clock and when it comes, by the clock before it, as RFC 5545 asks."""
    moment = begin
    while moment < end:
        low, high = moment, moment + A_DAY
        before = _offset(low.astimezone(zone))
        if _offset(high.astimezone(zone)) != before:
            while high - low > SECOND:
                middle = low + timedelta(seconds=(high - low) // SECOND // 2)
                if _offset(middle.astimezone(zone)) == before:
                    low = middle
                else:
                    high = middle
            local = high.astimezone(zone)
            after = _offset(local)
            yield (
                _Clock(before, after, local.tzname() or "", after > before),
                (high + before).replace(tzinfo=None),
            )
        moment += A_DAY


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _yearly_rule(onsets: Sequence[datetime], end: datetime) -> dict[str, object] | None:
    """The rule "last Sunday of March" that all these follow up to the end; none where they do not."""
    first = onsets[0]
    for number in (-1, 1, 2, 3, 4):
        by_day = weekday(first.weekday(), number)
        found = rrule(YEARLY, dtstart=first, bymonth=first.month, byweekday=by_day, until=end)
        if len(onsets) > 1 and list(found) == list(onsets):
            return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{number}{WEEKDAYS[first.weekday()]}"}
    return None


def _add(zone: Timezone, clock: _Clock, onsets: Sequence[datetime], rule: dict[str, object] | None) -> None:
    part = TimezoneDaylight() if clock.is_summer else TimezoneStandard()
    part.add("DTSTART", onsets[0])
    part.add("TZOFFSETFROM", clock.before)
    part.add("TZOFFSETTO", clock.after)
    part.add("TZNAME", clock.name)
    if rule:
        part.add("RRULE", rule)
    elif len(onsets) > 1:
        part.add("RDATE", list(onsets[1:]))
    zone.add_component(part)
