"""A group with an organiser and members, and plans that tests schedule."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.queries.series import list_occurrences
from groupnet.meetings.recurrence import Weekly
from groupnet.meetings.service.plans import MeetingPlan, SeriesPlan
from groupnet.meetings.service.scheduling import schedule_meeting
from groupnet.meetings.service.series import start_series
from tests.factories import World

THURSDAY = 3


@dataclass
class Timetable:
    """A group, who runs its meetings, and one of its members."""

    world: World
    group: Group
    organiser: Membership
    member: Membership

    @property
    def today(self) -> date:
        """The group's day."""
        return self.world.today

    def coming(self, weekday: int = THURSDAY, weeks: int = 0) -> date:
        """The next such day after tomorrow, or so many weeks later."""
        day = self.today + timedelta(days=2)
        return day + timedelta(days=(weekday - day.weekday()) % 7, weeks=weeks)

    def plan(self, **fields: Any) -> MeetingPlan:
        """A meeting at seven on a coming Thursday."""
        return MeetingPlan(**{**self._usual(), **fields})

    def series_plan(self, **fields: Any) -> SeriesPlan:
        """Every Thursday at seven."""
        rule = {"rule": Weekly(1, (THURSDAY,))}
        return SeriesPlan(**{**self._usual(), **rule, **fields})

    def _usual(self) -> dict[str, Any]:
        return {"title": "Breakfast", "on_day": self.coming(), "starts_time": time(7), "minutes": 90}

    def schedule(self, **fields: Any) -> Meeting:
        """Schedule one meeting."""
        with self.world.inside(self.group):
            meeting = schedule_meeting(
                acting=self.organiser, group=self.group, plan=self.plan(**fields), today=self.today
            )
            db.session.commit()
        return meeting

    def start(self, **fields: Any) -> MeetingSeries:
        """Start a series."""
        with self.world.inside(self.group):
            series = start_series(
                acting=self.organiser, group=self.group, plan=self.series_plan(**fields), today=self.today
            )
            db.session.commit()
        return series

    def meetings(self, series: MeetingSeries) -> list[Meeting]:
        """The meetings of a series by their day."""
        with self.world.inside(self.group):
            return list(list_occurrences(series.id))

    @property
    def who(self) -> dict[str, Any]:
        """Who acts, where and when."""
        return {"acting": self.organiser, "group": self.group, "today": self.today}


def make_timetable(world: World) -> Timetable:
    """A group with an organiser and a member."""
    group = world.group("harbour")
    organiser = world.member(group, "Olga Organ", rights=(Right.ORGANISER,))
    organiser.rights = frozenset({Right.ORGANISER})  # as the door says
    return Timetable(world, group, organiser, world.member(group, "Mia Member"))
