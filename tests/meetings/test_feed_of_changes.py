"""Whatever organisers do to meetings, the feed is what the group has: read back by two programs."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.queries import get_meeting
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.recurrence import MonthlyOnDay, MonthlyOnWeekday, Rule, Weekly
from groupnet.meetings.service.changing import change_series
from groupnet.meetings.service.plans import MeetingPlan, SeriesPlan
from groupnet.meetings.service.scheduling import bring_back, cancel_meeting, change_meeting
from groupnet.meetings.service.series import cancel_series
from tests.browser import Browser
from tests.factories import World
from tests.meetings.feeding import shown, subscribe
from tests.meetings.reading_back import Read
from tests.meetings.timetable import Timetable

CANNOT = "Can't come: "
THURSDAYS, TUESDAYS = Weekly(1, (3,)), Weekly(2, (1,))


@pytest.fixture
def table(world: World) -> Timetable:
    group = world.group(name="Harbour", timezone="Europe/London")
    organiser = world.member(group, rights=(Right.ORGANISER,))
    return Timetable(world, group, organiser, world.member(group))


def plan_of(thing: Any, series: MeetingSeries, **fields: Any) -> dict[str, Any]:
    usual = {name: getattr(thing, name) for name in ("title", "place", "agenda")}
    hours = {"starts_time": series.starts_time, "minutes": series.minutes}
    return {**usual, **hours, **fields}


class Acts:
    """What an organiser does to a series of which they see the meetings."""

    def __init__(self, table: Timetable, series: MeetingSeries) -> None:
        self.table, self.series = table, series
        self.days = [one.occurs_on for one in table.meetings(series) if one.occurs_on]

    def to_one(self, number: int, act: Callable[[Meeting], None]) -> None:
        """Do something to one meeting."""
        found = self.table.meetings(self.series)[number]
        with self.table.world.inside(self.table.group):
            act(get_meeting(found.id, self.table.organiser, to_change=True))
            db.session.commit()

    def move(self, number: int, days: int, at: time = time(9, 30)) -> None:
        """Let one meeting take place on another day and hour."""

        def act(meeting: Meeting) -> None:
            there = plan_of(meeting, self.series, on_day=meeting.on_day + timedelta(days), starts_time=at)
            change_meeting(meeting=meeting, plan=MeetingPlan(**there), **self.table.who)

        self.to_one(number, act)

    def cancel(self, number: int) -> None:
        """Cancel one meeting."""
        acting = self.table.organiser
        self.to_one(number, lambda meeting: cancel_meeting(acting=acting, meeting=meeting, reason=""))

    def restore(self, number: int) -> None:
        """Let a cancelled meeting take place."""
        self.to_one(number, lambda meeting: bring_back(acting=self.table.organiser, meeting=meeting))

    def change(self, rule: Rule, *, from_number: int | None = None, **fields: Any) -> None:
        """Change all meetings to come, or those from one on."""
        following = None if from_number is None else self.days[from_number]
        with self.table.world.inside(self.table.group):
            series = get_series(self.series.id, self.table.organiser, to_change=True)
            there = plan_of(series, series, on_day=following or series.first_on, rule=rule, **fields)
            plan = SeriesPlan(**there)
            change_series(series=series, plan=plan, following=following, **self.table.who)
            db.session.commit()

    def end(self, from_number: int | None) -> None:
        """End the series, from one meeting on."""
        with self.table.world.inside(self.table.group):
            series = get_series(self.series.id, self.table.organiser, to_change=True)
            from_on = None if from_number is None else self.days[from_number]
            cancel_series(acting=self.table.organiser, series=series, reason="", from_on=from_on)
            db.session.commit()


def nothing(_acts: Acts) -> None:
    """Leave it as it was started."""


def singly(acts: Acts) -> None:
    """Move, cancel and bring back single meetings."""
    acts.move(1, -1)
    acts.move(2, 40)
    acts.move(3, 0, time(1, 30))
    acts.cancel(4)
    acts.cancel(5)
    acts.restore(5)


def all_to_come(acts: Acts) -> None:
    """Change the hour of all, after one was moved."""
    acts.move(1, 2)
    acts.cancel(2)
    acts.change(THURSDAYS, starts_time=time(18), title="Evening")


def another_rule(acts: Acts) -> None:
    """Another day of the week for all that are to come."""
    acts.cancel(2)
    acts.change(TUESDAYS)


def from_one_on(acts: Acts) -> None:
    """Another rule from one meeting on, and days left out."""
    acts.move(6, 1)
    acts.change(TUESDAYS, from_number=4, skipped=frozenset({acts.days[5]}))


def ended(acts: Acts) -> None:
    """It ends after some meetings."""
    acts.move(1, 1)
    acts.end(6)


def ended_at_once(acts: Acts) -> None:
    """It ends before it began."""
    acts.end(None)


@pytest.mark.parametrize(
    "act", [nothing, singly, all_to_come, another_rule, from_one_on, ended, ended_at_once]
)
def test_T52_a_feed_equals_the_meetings_whatever_was_done(
    table: Timetable, browser: Browser, act: Callable[[Acts], None]
) -> None:
    check_after(act, table, browser, THURSDAYS)


@pytest.mark.parametrize("rule", [MonthlyOnDay(1, 31), MonthlyOnWeekday(1, 5, 4), MonthlyOnWeekday(2, -1, 0)])
def test_T52_a_feed_of_rare_days_equals_the_meetings(table: Timetable, browser: Browser, rule: Rule) -> None:
    check_after(lambda acts: acts.cancel(1), table, browser, rule)


def check_after(act: Callable[[Acts], None], table: Timetable, browser: Browser, rule: Rule) -> None:
    """The feed of a member who cannot come to the first meeting, after something was done to the series."""
    series = table.start(rule=rule)
    declined = table.meetings(series)[0]
    table.world.answer(declined, table.member, Answer.DECLINED)
    act(Acts(table, series))
    until = utc_now() + timedelta(days=340)
    found = shown(subscribe(table.world, table.member.person_id), browser)
    expected = expected_of(table, declined.id, until)
    assert [one for one in found if one.starts_at < until] == expected
    assert bool(expected) is (act is not ended_at_once)


def expected_of(table: Timetable, declined_id: int, until: Any) -> list[Read]:
    """The group's meetings as its table has them."""
    with table.world.inside(table.group):
        rows = db.session.execute(select(Meeting).where(Meeting.starts_at < until)).scalars().all()
    return sorted(
        Read(
            row.starts_at,
            row.ends_at,
            (CANNOT if row.id == declined_id else "") + f"{row.title} · Harbour",
            False,
            row.id == declined_id,
        )
        for row in rows
        if row.status is MeetingStatus.SCHEDULED
    )
