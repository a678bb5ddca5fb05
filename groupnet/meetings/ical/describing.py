"""Meetings and series as entries of a calendar: single ones, repeating ones, and what differs from the rule.

A meeting or a series is a row or its columns by the same names, and so is a group.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext

from groupnet.core.addresses import site_address
from groupnet.meetings.ical.entries import Entry, Repeats, days_by
from groupnet.meetings.models import Answer, MeetingStatus
from groupnet.meetings.policy import OPEN

NEVER = date.max


def entry_of(meeting: Any, series: Any | None, group: Any, answer: Answer | None = None) -> Entry:
    """One meeting.

    Args:
        series: that it belongs to, if any.
        answer: of whose calendar it is, where it is somebody's.
    """
    entry = _alone(meeting, group, answer)
    if series is None:
        return entry
    return _within(entry, meeting, series, group, by_rule=_is_by_rule(series, meeting.occurs_on))


def _alone(meeting: Any, group: Any, answer: Answer | None) -> Entry:
    page = _page(meeting, group)
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=group.timezone,
        title=f"{_titled(meeting.title, answer)} · {group.name}",
        place=meeting.place or meeting.link,
        words=_words(meeting, gettext("Who comes, and your answer: %(page)s", page=page)),
        url=page,
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
        is_tentative=answer is Answer.WAITLISTED,
        is_free=answer in _TITLES,
    )


def _within(entry: Entry, meeting: Any, series: Any, group: Any, *, by_rule: bool) -> Entry:
    """A meeting as the occurrence of a series; one that the rule does not give stands by itself."""
    entry = replace(entry, sequence=max(meeting.sequence, series.sequence))
    if by_rule:
        return replace(entry, instead_of=_start_by_rule(series, meeting.occurs_on, group))
    return replace(entry, uid=f"{meeting.occurs_on:%Y%m%d}-{series.uid}")


@dataclass(frozen=True)
class Course:
    """A series in a calendar's time: its rule, and its meetings with somebody's answers."""

    series: Any
    group: Any
    first: date
    last: date
    meetings: Sequence[tuple[Any, Answer | None]] = ()
    """All of this time, cancelled ones and drafts included."""

    def entries(self) -> list[Entry]:
        """The series as one entry, and one for each meeting that differs from it.

        Days by the rule that have no meeting are left out, up to the last meeting there is; after that the
        rule alone says.
        """
        taking_place = [(one, answer) for one, answer in self.meetings if one.status in OPEN]
        days = self._days_by_rule(taking_place)
        known = {one.occurs_on for one, _ in taking_place}
        up_to = max((one.occurs_on for one, _ in self.meetings), default=date.min)
        skipped = {date.fromisoformat(day) for day in self.series.skipped.split()}
        left_out = {day for day in days if (day <= up_to and day not in known) or day in skipped - known}
        begins = next((day for day in days if day not in left_out), None)
        differing = [
            _within(
                _alone(one, self.group, answer),
                one,
                self.series,
                self.group,
                by_rule=one.occurs_on in days,
            )
            for one, answer in taking_place
            if one.occurs_on not in days or self._differs(one, answer)
        ]
        if begins is None:
            return differing
        return [self._whole(begins, sorted(day for day in left_out if day > begins)), *differing]

    def _end(self, taking_place: Iterable[tuple[Any, Answer | None]]) -> date | None:
        """Its last day: of a cancelled series that of the last meeting that is not."""
        if self.series.status is MeetingStatus.CANCELLED:
            return max((one.occurs_on for one, _ in taking_place), default=date.min)
        return self.series.last_on  # type: ignore[no-any-return]

    def _days_by_rule(self, taking_place: Iterable[tuple[Any, Answer | None]]) -> list[date]:
        last = min(self.last, self._end(taking_place) or NEVER)
        first = max(self.first, self.series.first_on)
        return days_by(self.series.rule, since=self.series.first_on, first=first, last=last)

    def _whole(self, begins: date, left_out: list[date]) -> Entry:
        end = self._end([pair for pair in self.meetings if pair[0].status in OPEN])
        entry = series_entry(self.series, self.group, begins, end, left_out)
        changed_at = max([entry.changed_at, *(one.changed_at for one, _ in self.meetings)])
        return replace(entry, changed_at=changed_at, is_cancelled=False)

    def _differs(self, meeting: Any, answer: Answer | None) -> bool:
        series = self.series
        starts = _start_by_rule(series, meeting.occurs_on, self.group)
        ends = _after(starts, series.minutes)
        return (
            answer in _TITLES
            or (meeting.starts_at, meeting.ends_at) != (starts, ends)
            or any(getattr(meeting, name) != getattr(series, name) for name in _SAME)
            # readers differ over hours that come twice or never, and over meetings across a change
            or len({starts.utcoffset(), starts.replace(fold=1).utcoffset(), ends.utcoffset()}) > 1
        )


def series_entry(
    series: Any, group: Any, begins: date, end: date | None, left_out: Iterable[date] = ()
) -> Entry:
    """A series as one entry that repeats.

    Args:
        begins: a day of its rule. end: its last day; None where it has none.
        left_out: days of its rule after the first that do not take place.
    """
    starts_at = _start_by_rule(series, begins, group)
    page = site_address("group.meetings.series", slug=group.slug, series_id=series.id)
    return Entry(
        uid=series.uid,
        sequence=series.sequence,
        changed_at=series.changed_at,
        starts_at=starts_at,
        ends_at=_after(starts_at, series.minutes),
        zone=group.timezone,
        title=f"{series.title} · {group.name}",
        place=series.place or series.link,
        words=_words(series, gettext("Your answer to the next one, and all its days: %(page)s", page=page)),
        url=page,
        is_cancelled=series.status is MeetingStatus.CANCELLED,
        repeats=Repeats(
            rule=series.rule,
            until=_start_by_rule(series, end, group) if end else None,
            without=[_start_by_rule(series, day, group) for day in left_out],
        ),
    )


_SAME = ("title", "place", "link", "agenda")
_TITLES: Mapping[Answer | None, Callable[[str], str]] = {
    Answer.DECLINED: lambda title: str(gettext("Can't come: %(title)s", title=title)),
    Answer.SUBSTITUTE: lambda title: str(gettext("Sending someone: %(title)s", title=title)),
    Answer.WAITLISTED: lambda title: str(gettext("Waiting list: %(title)s", title=title)),
}


def _titled(title: str, answer: Answer | None) -> str:
    said = _TITLES.get(answer)
    return said(title) if said else title


def _words(thing: Any, more: str) -> str:
    join = str(gettext("Join: %(link)s", link=thing.link)) if thing.link else ""
    return "\n\n".join(part for part in (join, thing.agenda.strip(), more) if part)


def _page(meeting: Any, group: Any) -> str:
    return f"{_pages(current_app.config['GROUPNET'].base_url, group.slug)}{meeting.id}"


@lru_cache(maxsize=1024)  # building an address takes longer than all the rest
def _pages(_base_url: str, slug: str) -> str:
    return site_address("group.meetings.show", slug=slug, meeting_id=0).removesuffix("0")


def _is_by_rule(series: Any, day: date) -> bool:
    if day < series.first_on or (series.last_on and series.last_on < day):
        return False
    return bool(days_by(series.rule, since=series.first_on, first=day, last=day))


def _start_by_rule(series: Any, day: date, group: Any) -> datetime:
    start: time = series.starts_time
    return datetime.combine(day, start, ZoneInfo(group.timezone))


def _after(moment: datetime, minutes: int) -> datetime:
    """So many minutes later by any clock, in the zone."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)
