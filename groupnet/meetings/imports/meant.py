"""Which meeting a mark is of: one that is there, or one to be added."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from groupnet.groups.models import Group
from groupnet.imports.importer import RowRefused
from groupnet.meetings.imports.rows import Said
from groupnet.meetings.queries.brought import find_hours, list_open_on
from groupnet.meetings.recurrence import at_wall_time
from groupnet.sheets import match_key


@dataclass(frozen=True, slots=True)
class Meant:
    """A meeting of the file; one to be added has no id."""

    id: int | None
    day: date
    title: str
    starts_at: datetime
    minutes: int = 0
    place: str = ""


class MeantMeetings:
    """The meetings that a file's marks are of.

    A title is looked for among the meetings of its day. Where there is none, and the file and the day have
    one meeting each, they are one.
    """

    def __init__(self, group: Group, said: Sequence[Said]) -> None:
        self._titles: dict[date, dict[str, str]] = defaultdict(dict)
        for one in said:
            if one.title:
                self._titles[one.day].setdefault(match_key(one.title), one.title)
        days = [one.day for one in said]
        self.first, self.last = (min(days), max(days)) if days else (date.min, date.min)
        self._there: dict[date, list[Meant]] = defaultdict(list)
        for row in list_open_on(self.first, self.last) if days else ():
            self._there[row.on_day].append(Meant(row.id, row.on_day, row.title, row.starts_at))
        self._zone = group.timezone
        self._hours = find_hours()
        self._found: dict[tuple[date, str], Meant] = {}

    def find(self, said: Said) -> Meant:
        """The meeting of a mark.

        Raises:
            RowRefused: it may be one of several.
        """
        key = said.day, match_key(said.title) if said.title else ""
        if key not in self._found:
            self._found[key] = self._find(said.day, key[1])
        return self._found[key]

    def _find(self, day: date, title: str) -> Meant:
        titles, there = self._titles[day], self._there[day]
        if not title and len(titles) == 1:
            title = next(iter(titles))
        named = [one for one in there if match_key(one.title) == title]
        if title and named:
            return named[0]
        if len(there) == 1 and len(titles) < 2:
            return there[0]
        if not title and (titles or there):
            raise RowRefused(
                gettext("Several meetings are on this day: name the one in a column “meeting”."), "meeting"
            )
        return self._to_add(day, titles.get(title) or str(gettext("Meeting")))

    def _to_add(self, day: date, title: str) -> Meant:
        hours = self._hours.of(day)
        return Meant(
            id=None,
            day=day,
            title=title,
            starts_at=at_wall_time(day, hours.starts_time, self._zone),
            minutes=hours.minutes,
            place=hours.place,
        )
