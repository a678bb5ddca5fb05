"""What an organiser plans, and the rules that every plan keeps."""

from dataclasses import dataclass
from datetime import date, time

from flask_babel import gettext

from groupnet.core.clock import add_months
from groupnet.core.errors import RuleBroken
from groupnet.meetings.models import Expectation, Meeting, MeetingSeries, SlotRole
from groupnet.meetings.policy import seats_everybody
from groupnet.meetings.queries.series import count_active_members
from groupnet.meetings.recurrence import Rule

LONGEST = 24 * 60
CLOSES_AT_MOST = 28 * 24 * 60
MOST_SLOTS = 9
MOST_PLACES = 100_000
YEARS_AHEAD = 5
YEARS_BACK = 10


@dataclass(frozen=True, kw_only=True)
class MeetingPlan:
    """A meeting as it is to be; days and hours by the group's clock."""

    title: str
    on_day: date
    starts_time: time
    minutes: int
    place: str = ""
    link: str = ""
    capacity: int | None = None
    expectation: Expectation = Expectation.SIGN_UP
    closes_minutes: int = 0
    """So long before the start, by the clock on the wall, the answers close."""
    agenda: str = ""
    speakers: int = 0
    hosts: int = 0
    greeters: int = 0
    is_draft: bool = False
    has_been: bool = False
    """It was held already, and is put down so that attendance can be."""


@dataclass(frozen=True, kw_only=True)
class SeriesPlan(MeetingPlan):
    """A series as it is to be; it begins with the first day of its rule on or after `on_day`."""

    rule: Rule
    last_on: date | None = None
    skipped: frozenset[date] = frozenset()


def slots_of(planned: MeetingPlan | MeetingSeries) -> dict[SlotRole, int]:
    """How many of each role there are to take."""
    return {
        SlotRole.SPEAKER: planned.speakers,
        SlotRole.HOST: planned.hosts,
        SlotRole.GREETER: planned.greeters,
    }


def check_plan(plan: MeetingPlan, *, today: date) -> None:
    """Refuse what no meeting can be.

    Raises:
        RuleBroken: at the field that is to be mended.
    """
    if not plan.title:
        raise RuleBroken(gettext("Give it a title, such as Breakfast."), field="title")
    if not 1 <= plan.minutes <= LONGEST:
        raise RuleBroken(gettext("A meeting ends after it starts, and within 24 hours."), field="minutes")
    if not 0 <= plan.closes_minutes <= CLOSES_AT_MOST:
        raise RuleBroken(
            gettext("Answers close before the start, four weeks before it at most."), field="closes"
        )
    if not add_months(today, -12 * YEARS_BACK) <= plan.on_day <= add_months(today, 12 * YEARS_AHEAD):
        raise RuleBroken(gettext("Is this the right year?"), field="on_day")
    if plan.capacity is not None and not 1 <= plan.capacity <= MOST_PLACES:
        raise RuleBroken(gettext("Type how many places there are, or leave it empty."), field="capacity")
    for role, number in slots_of(plan).items():
        if not 0 <= number <= MOST_SLOTS:
            raise RuleBroken(gettext("At most %(most)s of each.", most=MOST_SLOTS), field=f"{role.value}s")
    check_everybody_fits(plan, day=max(plan.on_day, today))


def check_everybody_fits(planned: MeetingPlan | MeetingSeries | Meeting, *, day: date) -> None:
    """Where silence means coming, everybody holds a place: refuse fewer places than members.

    Args:
        day: of the meeting, by the group's clock.

    Raises:
        RuleBroken: at the field `capacity`.
    """
    members = count_active_members(day) if seats_everybody(planned) else 0
    if members > (planned.capacity or 0):
        raise RuleBroken(
            gettext(
                "Everybody is expected, and the group has %(members)s members: that many places are needed. "
                "With fewer places, let those who come sign up.",
                members=members,
            ),
            field="capacity",
        )
