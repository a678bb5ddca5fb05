"""What tests of series look at: what was told, the days that stand, a change that is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from groupnet.core.db import db
from groupnet.meetings.models import Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.recurrence import wall_time
from groupnet.meetings.service.changing import change_series
from groupnet.meetings.signals import meeting_changed, series_changed
from tests.meetings.timetable import Timetable


@contextmanager
def heard() -> Iterator[list[tuple[str, str]]]:
    """What is told of single meetings and of series, as (kind, what)."""
    said: list[tuple[str, str]] = []

    def one(meeting: Meeting, *, what: str, **_: Any) -> None:
        said.append(("meeting", what))

    def many(series: MeetingSeries, *, what: str, **_: Any) -> None:
        said.append(("series", what))

    with meeting_changed.connected_to(one), series_changed.connected_to(many):
        yield said


def change(table: Timetable, series: MeetingSeries, following: date | None = None, **fields: Any) -> Any:
    """Change a series and commit."""
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        fields.setdefault("on_day", following or table.coming())
        plan = table.series_plan(**fields)
        changed = change_series(series=held, plan=plan, following=following, **table.who)
        db.session.commit()
        return changed


def days_of(meetings: list[Meeting]) -> list[date]:
    return [meeting.on_day for meeting in meetings if meeting.status is MeetingStatus.SCHEDULED]


def local_hours(table: Timetable, meetings: list[Meeting]) -> set[time]:
    return {wall_time(meeting.starts_at, table.group.timezone).time() for meeting in meetings}
