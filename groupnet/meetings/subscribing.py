"""A person's whole calendar as it stands now, over all groups where they belong today."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale, gettext

from groupnet.core.clock import add_months
from groupnet.groups.places import Place, list_open_places
from groupnet.meetings.ical.describing import Course, entry_of
from groupnet.meetings.ical.entries import Entry, write_calendar
from groupnet.meetings.queries.feeds import list_in_calendar, list_series_of

MONTHS_BACK, MONTHS_AHEAD = 3, 13
Meetings = dict[tuple[int, int | None], list[Any]]
"""By group and series."""


def write_feed(person_id: int, now: datetime) -> bytes:
    """The calendar that a person subscribes to: three months back, thirteen ahead."""
    places = list_open_places(person_id)
    today = now.date()
    first, last = add_months(today, -MONTHS_BACK), add_months(today, MONTHS_AHEAD)
    meetings: Meetings = defaultdict(list)
    for row in list_in_calendar(places, first, last, now):
        meetings[row.group_id, row.series_id].append(row)
    series = list_series_of(places)
    entries: list[Entry] = []
    for place in places:
        with force_locale(place.group.locale):
            own = [one for one in series if one.group_id == place.group.id]
            entries += _entries_of(place, own, meetings, first, last)
    return write_calendar(entries, name=str(gettext("My groups")))


def _entries_of(place: Place, series: list[Any], meetings: Meetings, first: date, last: date) -> list[Entry]:
    group = place.group
    entries = [entry_of(row, None, group, row.answer) for row in meetings[group.id, None]]
    for one in series:
        told = [(row, row.answer) for row in meetings[group.id, one.id]]
        entries += Course(one, group, first, last, told).entries()
    return entries
