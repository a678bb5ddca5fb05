"""Where a change of a series begins, and which of its meetings it finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.errors import RuleBroken
from groupnet.meetings.models import Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.recurrence import Rule, from_rrule, list_days
from groupnet.meetings.service.plans import SeriesPlan

WITHIN = timedelta(days=4000)
"""A rule has a day in any so long a time: even every third month with a fifth Friday."""


@dataclass(frozen=True)
class Cut:
    """Where a change begins by the rule, and the meetings that it finds."""

    on_day: date
    before: Sequence[Meeting]
    """Of earlier days by the rule, whenever they take place."""
    coming: Sequence[Meeting]
    """To change: those to come, some of `before` among them that were put off."""
    ahead: Sequence[Meeting]
    """Of later days by the rule, but begun or held already: they were brought forward."""
    in_place: bool = False
    """One rule still says all days, so that the series need not be split."""
    first_on: date = date.min
    """The first day of the series that the changed meetings belong to."""

    @property
    def splits(self) -> bool:
        """Whether what has been keeps its own series."""
        return bool(self.before) and not self.in_place


def find_cut(
    *,
    series: MeetingSeries,
    rows: Sequence[Meeting],
    plan: SeriesPlan,
    first_on: date,
    following: date | None,
    today: date,
) -> Cut:
    """Where a change begins.

    Args:
        rows: all meetings of the series. first_on: the first day of the plan's rule.
        following: `occurs_on` of the first meeting to change; all to come when None.
        today: in the group's zone.

    Raises:
        RuleBroken: nothing is left before the plan's last day.
    """
    coming = _first_coming(rows, today)
    in_place = following is None and _keeps_its_days(series, plan, first_on, coming)
    cut = _cut(rows, min(following or coming, first_on), following, today)
    return replace(
        cut, first_on=series.first_on if in_place else _first_after(plan, first_on, cut), in_place=in_place
    )


def rule_of(series: MeetingSeries) -> Rule:
    """The rule of a series."""
    return from_rrule(series.rule, series.first_on)


def _keeps_its_days(series: MeetingSeries, plan: SeriesPlan, first_on: date, first_coming: date) -> bool:
    """Whether only words, days left out or the end are otherwise, so that one rule still says it all."""
    if (plan.rule, plan.starts_time, plan.minutes) != (rule_of(series), series.starts_time, series.minutes):
        return False
    return first_on <= first_coming and first_on in list_days(plan.rule, series.first_on, until=first_on)


def _first_coming(rows: Sequence[Meeting], today: date) -> date:
    """The first day by the rule of a meeting to come; one that was put off says nothing of its old day."""
    return min(
        (row.occurs_on for row in rows if row.occurs_on and _is_open(row) and row.occurs_on >= today),
        default=date.max,
    )


def _is_open(row: Meeting) -> bool:
    """Whether it has neither begun nor was held, so that a change may reach it."""
    return row.starts_at > utc_now() and row.status is not MeetingStatus.HELD


def _cut(rows: Sequence[Meeting], start: date, following: date | None, today: date) -> Cut:
    """Everything to come from a day on, but never what has begun or was held.

    One that was brought forward and held leaves those before it to come.
    """
    dated = [(row, row.occurs_on) for row in rows if row.occurs_on]
    over = [day for row, day in dated if day <= today and not _is_open(row)]
    on_day = max([start, *(day + A_DAY for day in over)])
    return Cut(
        on_day,
        before=[row for row, day in dated if day < on_day],
        coming=[row for row, day in dated if _is_open(row) and day >= min(following or day, on_day)],
        ahead=[row for row, day in dated if day >= on_day and not _is_open(row)],
    )


def _first_after(plan: SeriesPlan, first_on: date, cut: Cut) -> date:
    start = max(first_on, cut.on_day)
    first = list_days(plan.rule, first_on, since=start, until=start + WITHIN)[0]
    if plan.last_on is not None and plan.last_on < first:
        raise RuleBroken(gettext("Its last day lies before its first."), field="last_on")
    return first
