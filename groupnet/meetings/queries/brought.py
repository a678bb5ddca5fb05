"""What imports compare their rows with, and the hours that they give to meetings of the past."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import and_, select

from groupnet.core.db import db
from groupnet.imports.queries import find_newest
from groupnet.meetings.models import (
    Attendance,
    Mark,
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingStatus,
    OneToOne,
    Visit,
    Visitor,
)
from groupnet.meetings.policy import OPEN
from groupnet.meetings.recurrence import Rule, from_rrule, list_days

USUAL_TIME = time(7)
USUAL_MINUTES = 90


@dataclass(frozen=True, slots=True)
class Hours:
    """When and where a group meets."""

    starts_time: time = USUAL_TIME
    minutes: int = USUAL_MINUTES
    place: str = ""


@dataclass(frozen=True)
class _Series:
    hours: Hours
    rule: Rule
    first_on: date
    last_on: date | None

    def gives(self, day: date) -> bool:
        """Whether its rule gives a day."""
        if day < self.first_on or (self.last_on and day > self.last_on):
            return False
        return bool(list_days(self.rule, self.first_on, until=day, since=day))


class UsualHours:
    """The hours of a group's series, for days of which no meeting is kept."""

    def __init__(self, series: Sequence[_Series]) -> None:
        self._series = series

    def of(self, day: date) -> Hours:
        """Those of the series that gives the day; before the first series began, of one that meets on such
        a day of the week.
        """
        for one in self._series:
            if one.gives(day):
                return one.hours
        if all(day < one.first_on for one in self._series):
            for one in reversed(self._series):
                if one.first_on.weekday() == day.weekday():
                    return one.hours
        return Hours()


def find_hours() -> UsualHours:
    """The usual hours of the bound group; of several series the newest first."""
    query = (
        select(MeetingSeries)
        .where(MeetingSeries.kind == MeetingKind.GROUP, MeetingSeries.status == MeetingStatus.SCHEDULED)
        .order_by(MeetingSeries.first_on.desc(), MeetingSeries.id)
    )
    return UsualHours(
        [
            _Series(
                Hours(one.starts_time, one.minutes, one.place),
                from_rrule(one.rule, one.first_on),
                one.first_on,
                one.last_on,
            )
            for one in db.session.execute(query).scalars()
        ]
    )


def list_open_on(first: date, last: date, *, besides: int | None = None) -> Sequence[Any]:
    """Meetings of the group in a closed time that take place or did: id, on_day, title, starts_at.

    Args:
        besides: an import; those that it added are left out.
    """
    query = select(Meeting.id, Meeting.on_day, Meeting.title, Meeting.starts_at).where(
        Meeting.on_day.between(first, last),
        Meeting.kind == MeetingKind.GROUP,
        Meeting.status.in_(OPEN),
    )
    if besides is not None:
        query = query.where(Meeting.import_run_id.is_distinct_from(besides))
    return db.session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()


def list_meeting_days(until: date) -> Sequence[date]:
    """The days of the group's meetings that took place or do, up to a day; each once."""
    query = select(Meeting.on_day).where(
        Meeting.on_day <= until, Meeting.kind == MeetingKind.GROUP, Meeting.status.in_(OPEN)
    )
    return db.session.execute(query.distinct()).scalars().all()


def list_stored_marks(first: date, last: date) -> dict[tuple[int, int], Mark]:
    """Every mark of the group's meetings in a closed time, by meeting and membership."""
    query = (
        select(Attendance.meeting_id, Attendance.membership_id, Attendance.mark)
        .join(Meeting, and_(Meeting.group_id == Attendance.group_id, Meeting.id == Attendance.meeting_id))
        .where(Meeting.on_day.between(first, last))
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def newest_mark(*, besides: int | None) -> int:
    """The newest mark that an import brought; imports hold the group while they write.

    Args:
        besides: an import that does not count.
    """
    return _newest(Attendance, besides)


def newest_of_slips(*, besides: int | None) -> tuple[int, int]:
    """The newest one-to-one and the newest visitor that an import brought."""
    return _newest(OneToOne, besides), _newest(Visitor, besides)


def _newest(model: Any, besides: int | None) -> int:
    by_import = model.import_run_id.is_not(None)
    return find_newest(model, and_(by_import, model.import_run_id.is_distinct_from(besides)))


def list_visits_on(days: Collection[date]) -> Sequence[Any]:
    """Who visited on some days: on_day, name, invited_by_id; the erased have no name any more."""
    query = (
        select(Visit.on_day, Visitor.name, Visitor.invited_by_id, Visitor.erased_at)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .where(Visit.on_day.in_(days))
    )
    return db.session.execute(query).all()
