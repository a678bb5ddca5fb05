"""The spans of days that figures speak about. All dates are local dates of the group, both ends inclusive."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from groupnet.core.clock import A_DAY, add_months

SETTLING = timedelta(days=7)
"""How long a month must be over before its thanks are summed up: most are recorded by then."""


@dataclass(frozen=True, slots=True)
class Window:
    """A closed interval of days. Raises ValueError if it would end before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"A window cannot end ({self.end}) before it starts ({self.start}).")

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1


def default_window(today: date, months: int = 6) -> Window:
    """The window that ends today and is `months` calendar months long.

    It starts on today − months + 1 day; a day that the earlier month lacks becomes that month's last day
    before the one day is added (31 August − 6 months = 28 February, so the window starts on 1 March).
    Raises ValueError if `months` is below 1 or leads out of the calendar.
    """
    _require_positive(months, "months")
    return Window(add_months(today, -months) + A_DAY, today)


def trend_windows(today: date, months: int, count: int) -> list[Window]:
    """`count` windows of `months` whole calendar months each, oldest first, one ending with each month.

    The month that `today` lies in is left out, even on its last day: a window that is still filling would
    read lower than its neighbours although it looks equally long. The board's own window shows it instead.
    Raises ValueError if `months` or `count` is below 1 or leads out of the calendar.
    """
    _require_positive(months, "months")
    _require_positive(count, "count")
    this_month = today.replace(day=1)
    after_ends = [add_months(this_month, -back) for back in range(count - 1, -1, -1)]
    return [Window(add_months(after, -months), after - A_DAY) for after in after_ends]


def whole_months(window: Window, today: date) -> list[Window]:
    """The calendar months that lie wholly inside `window` and were over before `today`, oldest first.

    What must not be taken apart is told for these alone, so that moving a window by a day tells nobody what
    one day held.
    """
    if window.start >= today:
        return []
    first = window.start.replace(day=1)
    if first < window.start:
        first = _month_end(first) + A_DAY
    months = []
    while (end := _month_end(first)) <= window.end and end < today:
        months.append(Window(first, end))
        first = end + A_DAY
    return months


def settled_months(window: Window, today: date) -> list[Window]:
    """The calendar months of `window` that have been over for seven days, oldest first: for thanks."""
    return whole_months(window, today - SETTLING)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _require_positive(number: int, name: str) -> None:
    if number < 1:
        raise ValueError(f"{name} must be 1 or more, not {number}.")
