"""The spans of days that figures speak about. All dates are local dates of the group, both ends inclusive."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A closed interval of days. Raises ValueError if it would end before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"A window cannot end ({self.end}) before it starts ({self.start}).")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

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
    return Window(_add_months(today, -months) + ONE_DAY, today)


def trend_windows(today: date, months: int, count: int) -> list[Window]:
    """`count` windows of `months` whole calendar months each, oldest first, one ending with each month.

    The month that `today` lies in is left out, even on its last day: a window that is still filling would
    read lower than its neighbours although it looks equally long. The board's own window shows it instead.
    Raises ValueError if `months` or `count` is below 1 or leads out of the calendar.
    """
    _require_positive(months, "months")
    _require_positive(count, "count")
    this_month = today.replace(day=1)
    after_ends = [_add_months(this_month, -back) for back in range(count - 1, -1, -1)]
    return [Window(_add_months(after, -months), after - ONE_DAY) for after in after_ends]


def whole_months(window: Window, today: date) -> list[Window]:
    """The calendar months that lie wholly inside `window` and were over before `today`, oldest first.

    Sums of thanks are shown to others for these alone, so that moving a window by a day tells nobody a
    single amount.
    """
    if window.start >= today:
        return []
    first = window.start.replace(day=1)
    if first < window.start:
        first = _month_end(first) + ONE_DAY
    months = []
    while (end := _month_end(first)) <= window.end and end < today:
        months.append(Window(first, end))
        first = end + ONE_DAY
    return months


def previous_window(window: Window) -> Window | None:
    """The equally long window that ends the day before `window` starts; None if the calendar has none.

    A window that is a number of calendar months long is preceded by as many months, any other by as many
    days: 24 May to 23 November follows 24 November to 23 May, though these are not equally many days.
    """
    months = _months_long(window)
    try:
        end = window.start - ONE_DAY
        start = _add_months(window.start, -months) if months else window.start - timedelta(days=window.days)
    except (ValueError, OverflowError):
        return None
    return Window(start, end)


def _months_long(window: Window) -> int | None:
    """How many calendar months the window lasts, None if not a whole number of them."""
    if window.start <= date.min or window.end >= date.max:
        return None
    before, after = window.start - ONE_DAY, window.end + ONE_DAY
    months = (window.end.year - before.year) * 12 + window.end.month - before.month
    if months < 1:
        return None
    # Both ways of counting meet everywhere but at the ends of months: from the end back, as the default
    # window does, and from the start on, as whole calendar months do.
    same = _add_months(window.end, -months) == before or _add_months(window.start, months) == after
    return months if same else None


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("The window leads out of the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _require_positive(number: int, name: str) -> None:
    if number < 1:
        raise ValueError(f"{name} must be 1 or more, not {number}.")
