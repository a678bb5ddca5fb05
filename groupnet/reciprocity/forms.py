"""What may stand in the board's address: the window, the order, whether the large matrix is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from groupnet.groups.service.settings import WINDOWS
from groupnet.reciprocity.windows import Window, default_window

LONGEST_YEARS = 5
EARLIEST_YEAR = 1950


class UnusableWindow(ValueError):
    """The dates in the address make no window; the text says how to mend them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: a window, and what to say where the dates asked for make none."""

    window: Window
    months: int | None
    first: str
    last: str
    problem: str
    by_name: bool
    whole_matrix: bool

    @property
    def window_values(self) -> dict[str, str | int]:
        """The values of an address that keep this window."""
        if self.months is not None:
            return {"months": self.months}
        return {"from": self.window.start.isoformat(), "to": self.window.end.isoformat()}

    @property
    def values(self) -> dict[str, str | int]:
        """The values of an address that keep everything chosen."""
        order: dict[str, str | int] = {"order": "az"} if self.by_name else {}
        matrix: dict[str, str | int] = {"matrix": 1} if self.whole_matrix else {}
        return {**self.window_values, **order, **matrix}


def read_choice(values: Mapping[str, str], *, today: date, default_months: int) -> Choice:
    """What an address asks for; where it makes no sense, the default window and a sentence.

    Args:
        values: `months` (3, 6 or 12) or `from` and `to` (ISO dates), `order=az`, `matrix=1`.
        today: in the group's zone; a later end is brought back to it.
        default_months: the group's own.
    """
    first, last = values.get("from", "").strip(), values.get("to", "").strip()
    months: int | None = None
    problem = ""
    try:
        if first or last:
            window = _between(first, last, today=today, default_months=default_months)
        else:
            months = _months(values.get("months", ""), default_months)
            window = default_window(today, months)
    except UnusableWindow as unusable:
        problem, months = str(unusable), default_months
        window = default_window(today, months)
    return Choice(
        window=window,
        months=months,
        first=_echo(first) if problem else window.start.isoformat(),
        last=_echo(last) if problem else window.end.isoformat(),
        problem=problem,
        by_name=values.get("order") == "az",
        whole_matrix=values.get("matrix") == "1",
    )


def _months(text: str, default_months: int) -> int:
    if not text or text == str(default_months):
        return default_months
    if text not in map(str, WINDOWS):
        raise UnusableWindow(gettext("Choose 3, 6 or 12 months, or two dates."))
    return int(text)


def _between(first: str, last: str, *, today: date, default_months: int) -> Window:
    end = min(_day(last), today) if last else today
    start = _day(first) if first else default_window(end, default_months).start
    if start > today:
        raise UnusableWindow(gettext("The first day lies in the future. Choose one up to today."))
    if start > end:
        raise UnusableWindow(gettext("The first day comes after the last. Swap the two dates."))
    if (end - start).days > LONGEST_YEARS * 366:
        raise UnusableWindow(gettext("The board looks at five years at most. Choose a later first day."))
    return Window(start, end)


def _echo(text: str) -> str:
    """What was typed, where a date field can show it."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UnusableWindow(gettext("Write each date as year-month-day, such as 2026-03-31.")) from error
    if day.year < EARLIEST_YEAR:
        raise UnusableWindow(gettext("That is before the records of any group. Choose a later day."))
    return day
