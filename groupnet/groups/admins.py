"""Whether a group keeps an admin, from the days on which each is one."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

DaySpan = tuple[date, date]
"""First and last day, both inclusive; an open end is `date.min` or `date.max`."""


def first_day_without(others: Sequence[DaySpan], mine: Sequence[DaySpan], from_day: date) -> date | None:
    """The first day, from one on, that only one person's own days cover.

    Args:
        others: the days of all others.
        mine: the days of the one who would go.

    Returns:
        None where somebody else covers every such day.
    """
    begins = [start for start, _ in mine if start > from_day]
    falls = [end + timedelta(days=1) for _, end in others if from_day <= end < date.max]
    for day in sorted({from_day, *begins, *falls}):
        if _covers(mine, day) and not _covers(others, day):
            return day
    return None


def _covers(spans: Iterable[DaySpan], day: date) -> bool:
    return any(start <= day <= end for start, end in spans)
