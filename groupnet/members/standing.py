"""Where a member stands, in the days that a profile names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from groupnet.core.clock import A_DAY
from groupnet.groups.models import Status
from groupnet.groups.periods import Period, is_newcomer, joined_on, status_on


@dataclass(frozen=True)
class Standing:
    """What a page says of somebody's membership."""

    status: Status
    since: date | None
    """First day of the unbroken stay; None where it lies before the records."""
    until: date | None
    """Last day, of one who left or whose leaving is planned."""
    newcomer: bool
    planned_on: date | None
    """The next day on which something changes, as far as it is recorded."""
    history: Sequence[Period]

    @property
    def is_current(self) -> bool:
        """Whether they belong to the group today."""
        return self.status.is_present


def standing_of(periods: Sequence[Period], day: date, *, left_undated: bool) -> Standing:
    """Where a member stands.

    Args:
        periods: all of theirs, in any order.
        day: in the group's zone.
        left_undated: they left at a date that nobody recorded.
    """
    history = sorted(periods, key=lambda period: period.starts_on or date.min)
    status = status_on(day, history, left_undated=left_undated)
    return Standing(
        status=status,
        since=joined_on(history),
        until=history[-1].ends_on if history else None,
        newcomer=status is not Status.LEFT and is_newcomer(day, history),
        planned_on=_next_change(history, day),
        history=history,
    )


def _next_change(history: Sequence[Period], day: date) -> date | None:
    starts = [period.starts_on for period in history if period.starts_on is not None]
    ends = [period.ends_on + A_DAY for period in history if period.ends_on is not None]
    return min((change for change in [*starts, *ends] if change > day), default=None)
