"""The days of a series, looked at before they are saved: a new one's, or a changed one's."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from flask import request

from groupnet.groups.door import current_door
from groupnet.meetings.forms.fields import iso_days
from groupnet.meetings.hours import hours_of
from groupnet.meetings.queries.series import list_titles_between
from groupnet.meetings.recurrence import skips_months, to_rrule
from groupnet.meetings.recurrence_words import describe
from groupnet.meetings.service.plans import SeriesPlan
from groupnet.meetings.words import hours_words


@dataclass(frozen=True)
class Dates:
    """The days of a series, looked at before they are saved."""

    plan: SeriesPlan
    hours: str
    """From when to when, by the group's clock."""
    days: list[date]
    """All of them, those left out among them."""
    is_open: bool
    """It goes on after them."""
    stands: dict[date, list[str]] = field(default_factory=dict)
    """The titles of other meetings on these days."""

    @property
    def rule(self) -> str:
        """How often, in words."""
        return describe(self.plan.rule)

    @property
    def key(self) -> str:
        """What these days follow from: another plan has others, which were not seen."""
        return f"{to_rrule(self.plan.rule)} {self.plan.on_day} {self.plan.last_on}"

    @property
    def skips_months(self) -> bool:
        """Whether some months lack the day."""
        return skips_months(self.plan.rule)

    @property
    def skipped(self) -> frozenset[date]:
        """Those of them without a meeting."""
        return self.plan.skipped

    @property
    def months(self) -> list[tuple[date, list[date]]]:
        """The days by the first of their month."""
        return [(first, list(days)) for first, days in groupby(self.days, lambda day: day.replace(day=1))]

    @property
    def standing(self) -> list[tuple[str, int]]:
        """What stands on these days already, and on how many of them; the most frequent first."""
        return Counter(title for titles in self.stands.values() for title in titles).most_common(3)


def look_at(plan: SeriesPlan, days: list[date], *, besides: int | None = None) -> Dates:
    """The days of a plan, with what stands on them already.

    Args:
        days: at least one, in order. besides: the id of a series whose own meetings do not count.
    """
    zone = current_door().group.timezone
    at = hours_of(days[0], plan.starts_time, plan.minutes, plan.closes_minutes, zone)
    hours = hours_words(at.starts_at, at.ends_at, zone)
    stands: dict[date, list[str]] = {}
    shown = set(days)
    for day, title in list_titles_between(days[0], days[-1], besides=besides):
        if day in shown:
            stands.setdefault(day, []).append(title)
    return Dates(plan, hours, days, plan.last_on is None or plan.last_on > days[-1], stands)


def unticked() -> set[date]:
    """The days shown whose tick was taken away."""
    shown = request.form.get("shown", "").split()
    return iso_days(shown) - iso_days(request.form.getlist("meets"))


def keep_unshown(form: Any, days: list[date]) -> None:
    """Days left out that the page of dates asks for by a tick are not asked for twice."""
    form.skipped.data = [day for day in form.skipped.data if day not in days]
