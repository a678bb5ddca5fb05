"""A month as a calendar: of the group, or of all the groups a person belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from groupnet.core.access import allows
from groupnet.core.clock import A_WEEK, add_months
from groupnet.groups.door import current_door
from groupnet.groups.places import list_open_places
from groupnet.groups.roles import Permission
from groupnet.meetings.models import MeetingStatus
from groupnet.meetings.queries import seen_by
from groupnet.meetings.queries.feeds import list_days, list_days_everywhere
from groupnet.meetings.views.blueprint import blueprint

YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Line:
    """One meeting in a day's cell."""

    url: str
    title: str
    starts: str
    """By the clock of its group."""
    place: str
    group: str
    """Its group's name, where several are shown."""
    is_draft: bool
    is_cancelled: bool


@dataclass(frozen=True)
class Day:
    """One cell."""

    on: date
    is_of_month: bool
    is_today: bool
    is_gone: bool
    """Before today, in the month of today."""
    lines: list[Line]


@blueprint.get("/meetings/month")
@allows(Permission.MEETINGS_SEE)
def month() -> ResponseReturnValue:
    """A month, with a cell for each day; on a phone the days that have something, one under the other."""
    door = current_door()
    first = _month_asked_for(door.today)
    everywhere = door.has_other_groups and request.args.get("of") == "all"
    days = _cells(first)
    lines = _lines_everywhere(days) if everywhere else _lines_here(days)
    weeks = [
        [_day(day, first, door.today, lines[day]) for day in days[start : start + 7]]
        for start in range(0, len(days), 7)
    ]
    return render_template(
        "meetings/month.html",
        first=first,
        weeks=weeks,
        weekdays=_weekday_names(days[:7]),
        before=_link(add_months(first, -1), everywhere=everywhere),
        after=_link(add_months(first, 1), everywhere=everywhere),
        now="" if first == door.today.replace(day=1) else _address(door.today, everywhere=everywhere),
        here=_address(first, everywhere=False),
        everywhere=_address(first, everywhere=True) if door.has_other_groups else "",
        shows_all=everywhere,
        is_empty=not any(day.lines for week in weeks for day in week if day.is_of_month),
    )


def _day(day: date, first: date, today: date, lines: list[Line]) -> Day:
    is_now = first == today.replace(day=1)
    return Day(day, day.month == first.month, day == today, is_now and day < today, lines)


def _month_asked_for(today: date) -> date:
    year = request.args.get("year", today.year, type=int)
    number = request.args.get("month", today.month, type=int)
    return date(year, number, 1) if year in YEARS and 1 <= number <= 12 else today.replace(day=1)


def _link(day: date, *, everywhere: bool) -> tuple[str, str]:
    name = format_date(day, "LLLL", locale=get_locale())
    return _address(day, everywhere=everywhere), str(name)


def _address(day: date, *, everywhere: bool) -> str:
    # a value that is None stands in no address
    return url_for(".month", year=day.year, month=day.month, of="all" if everywhere else None)


def _cells(first: date) -> list[date]:
    """The days of whole weeks around a month, as the group's locale begins a week."""
    begin = first - timedelta(days=(first.weekday() - get_locale().first_week_day) % 7)
    end = add_months(first, 1)
    weeks = -(-(end - begin) // A_WEEK)
    return [begin + timedelta(days=number) for number in range(7 * weeks)]


def _weekday_names(days: Iterable[date]) -> list[tuple[str, str]]:
    wide = get_day_names("wide", locale=get_locale())
    short = get_day_names("abbreviated", locale=get_locale())
    return [(str(short[day.weekday()]), str(wide[day.weekday()])) for day in days]


def _lines_here(days: list[date]) -> dict[date, list[Line]]:
    door = current_door()
    rows = list_days(seen_by(door.membership), days[0], days[-1])
    return _by_day((row, door.group, "") for row in rows)


def _lines_everywhere(days: list[date]) -> dict[date, list[Line]]:
    places = list_open_places(current_door().membership.person_id or 0)
    groups = {place.group.id: place.group for place in places}
    rows = list_days_everywhere(places, days[0], days[-1])
    return _by_day((row, groups[row.group_id], groups[row.group_id].name) for row in rows)


def _by_day(rows: Iterator[tuple[Any, Any, str]]) -> dict[date, list[Line]]:
    found: dict[date, list[Line]] = defaultdict(list)
    for row, group, tag in rows:
        line = Line(
            url=url_for("group.meetings.show", slug=group.slug, meeting_id=row.id),
            title=row.title,
            starts=format_time(
                row.starts_at.astimezone(ZoneInfo(group.timezone)), "short", locale=get_locale()
            ),
            place=row.place,
            group=tag,
            is_draft=row.status is MeetingStatus.DRAFT,
            is_cancelled=row.status is MeetingStatus.CANCELLED,
        )
        found[row.on_day].append(line)
    return found
