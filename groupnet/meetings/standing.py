"""A member's standing by the group's rule of attendance: arithmetic alone, no database and no web."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from groupnet.core.clock import A_DAY, add_months

ABSENCE = 100
"""An absence in hundredths; the other weights are told in the same."""


@dataclass(frozen=True)
class Rule:
    """What a group has settled about absences. All weights are hundredths of an absence."""

    months: int = 6
    """How long the rolling window, or each term, lasts."""
    term_starts_on: date | None = None
    """The first day of one term; none where the window rolls."""
    late: int = 0
    excused: int = 0
    substitute: int = 0
    cap: int = 300

    def weight(self, mark: str) -> int:
        """What one mark weighs: `present`, `late`, `absent`, `excused` or `substitute`."""
        return {
            "absent": ABSENCE,
            "late": self.late,
            "excused": self.excused,
            "substitute": self.substitute,
        }.get(mark, 0)


@dataclass(frozen=True)
class Marked:
    """How a member took part in one held meeting of the group."""

    on_day: date
    mark: str
    is_expected: bool = True
    """Not on leave on that day."""


@dataclass(frozen=True)
class Standing:
    """How much of the cap is used up."""

    weight: int
    """In hundredths of an absence."""
    cap: int
    first: date
    """The days counted, both inclusive."""
    last: date
    counted: tuple[Marked, ...]
    """The marks that weigh something, as they came."""


def window_of(rule: Rule, day: date) -> tuple[date, date]:
    """The days over which absences are counted on a day, both inclusive.

    A rolling window ends on the day and begins on day − months + 1; a term is the one that the day lies in,
    whole. Terms are reckoned from the rule's first day, so that a 31st comes back after a shorter month.
    """
    if rule.term_starts_on is None:
        return add_months(day, -rule.months) + A_DAY, day
    start = rule.term_starts_on
    number = ((day.year - start.year) * 12 + day.month - start.month) // rule.months
    if add_months(start, number * rule.months) > day:
        number -= 1
    first = add_months(start, number * rule.months)
    return first, add_months(start, (number + 1) * rule.months) - A_DAY


def standing(rule: Rule, marks: Iterable[Marked], day: date) -> Standing:
    """How a member stands on a day.

    Args:
        marks: of held meetings of the group, of any days; those outside the window, later than the day, or
            of days on leave are left out.
    """
    first, end = window_of(rule, day)
    last = min(end, day)
    counted = tuple(
        one for one in marks if one.is_expected and first <= one.on_day <= last and rule.weight(one.mark)
    )
    return Standing(sum(rule.weight(one.mark) for one in counted), rule.cap, first, last, counted)
