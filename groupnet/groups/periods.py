"""Where a membership stands on a day, from its periods alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self

from groupnet.core.clock import A_DAY
from groupnet.groups.models import Status

NEWCOMER_DAYS = 60


class Period(Protocol):
    """What is needed of a period."""

    @property
    def status(self) -> Status: ...

    @property
    def starts_on(self) -> date | None: ...

    @property
    def ends_on(self) -> date | None: ...


def meets(period: Period, first: date, last: date) -> bool:
    """Whether a day of a closed interval lies in a period; both ends of the period belong to it."""
    begins = period.starts_on is None or period.starts_on <= last
    return begins and (period.ends_on is None or first <= period.ends_on)


def status_on(day: date, periods: Iterable[Period], *, left_undated: bool = False) -> Status:
    """The status of a membership on a day.

    Args:
        day: in the group's zone.
        periods: all periods of the membership, in any order.
        left_undated: the member left at a date that nobody recorded.

    Returns:
        The status of the period that covers the day; else `invited` before the first period and
        `left` after one.
    """
    past = False
    for period in periods:
        if meets(period, day, day):
            return period.status
        past = past or meets(period, date.min, day)
    return Status.LEFT if past or left_undated else Status.INVITED


def joined_on(periods: Iterable[Period]) -> date | None:
    """The first day of the current unbroken stay, or None where it lies before the records."""
    ordered = sorted(periods, key=lambda period: period.starts_on or date.min)
    first: date | None = None
    end: date | None = None
    for number, period in enumerate(ordered):
        follows = end is not None and period.starts_on is not None and period.starts_on <= end + A_DAY
        if number == 0 or not follows:
            first = period.starts_on
        end = period.ends_on
    return first


def is_newcomer(day: date, periods: Iterable[Period]) -> bool:
    """Whether a member is under 60 days old in the group on a day."""
    first = joined_on(periods)
    return first is not None and (day - first).days < NEWCOMER_DAYS


@dataclass(frozen=True)
class Span:
    """A period apart from the database."""

    status: Status
    starts_on: date | None
    ends_on: date | None

    @classmethod
    def of(cls, period: Period) -> Self:
        """The same days and status."""
        return cls(Status(period.status), period.starts_on, period.ends_on)


def changed_from(periods: Iterable[Period], status: Status, from_day: date) -> list[Span]:
    """The periods after a change of status from a day on, in order of time.

    Days before `from_day` stay as they are; whatever stood on it and later gives way.

    Args:
        periods: all periods of the membership, in any order.
        status: `active`, `on_leave`, or `left`, which is no period.
    """
    kept = [
        Span(Status(period.status), period.starts_on, _earlier(period.ends_on, from_day - A_DAY))
        for period in sorted(periods, key=lambda period: period.starts_on or date.min)
        if period.starts_on is None or period.starts_on < from_day
    ]
    if status is Status.LEFT:
        return kept
    last = kept[-1] if kept else None
    if last and last.status is status and last.ends_on == from_day - A_DAY:
        return [*kept[:-1], Span(status, last.starts_on, None)]
    return [*kept, Span(status, from_day, None)]


def earliest_change(periods: Iterable[Period], today: date) -> date | None:
    """The first day from which a status may be changed: history before the last period begun stays.

    Returns:
        None where any day will do.
    """
    begun = [period.starts_on for period in periods if (period.starts_on or date.min) <= today]
    return max(begun, key=lambda start: start or date.min) if begun else None


def _earlier(end: date | None, limit: date) -> date:
    return limit if end is None else min(end, limit)
