"""Dates as people write them. Which of day and month comes first is never guessed.

Certain by themselves are: year first (2025-12-03, 20251203), a month by name (3 Dec 2025, Dec 3, 2025,
3-Dec-25), dots (03.12.2025: the day first, by convention), a number over twelve (25/12/2025) and equal
numbers (03/03/2025). An explicit order binds every other date of the file: one that contradicts it is
refused, for then the order is wrong. A year of two digits is read only beside a month's name or with an
explicit order, 00–68 as 2000–2068 and 69–99 as 1969–1999 (the POSIX convention).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from groupnet.sheets.cells import Cell, tidy
from groupnet.sheets.errors import AmbiguousDate, BadCell
from groupnet.sheets.words import gettext

DateOrder = Literal["dmy", "mdy", "ymd"]

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}[\s./-]*(?:of )?{_MONTH}[\s,./-]*'?(?P<year>\d{{4}}|\d{{2}})",
        rf"{_MONTH}[\s./-]*{_DAY}[\s,./-]+'?(?P<year>\d{{4}}|\d{{2}})",
        rf"(?P<year>\d{{4}})[\s,./-]*{_MONTH}[\s./-]*{_DAY}",
    )
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+")
_TIME = re.compile(
    r"(?:t|[\s,]+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)


def parse_date(cell: Cell, order: DateOrder | None = None) -> date:
    """The day in the cell; a time of day after it is dropped.

    ``order`` says which of day, month and year comes first where the digits alone do not. Raises
    AmbiguousDate, naming the option that settles it, for a date that can be two days, and BadCell for
    anything else.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        raise BadCell(
            gettext(
                "%(number)s is a number, not a date. Give the column a date format in the spreadsheet.",
                number=cell,
            )
        )
    shown = tidy(cell or "")[:60]
    if not shown:
        raise BadCell(gettext("The date is missing."))
    text = _WEEKDAY.sub("", _TIME.sub("", shown.lower()))
    text = re.sub(r"\s*([-/.])\s*", r"\1", text).rstrip(".")
    return _year_first(text, shown) or _named_month(text, shown) or _numbers(text, shown, order)


def suggest_date_order(cells: Iterable[Cell]) -> DateOrder | None:
    """The order that reads every date of a column where only one of dmy and mdy does, to suggest it to a
    person.

    Only ever a suggestion: a column with a slip in it may point the wrong way.
    """
    texts = [cell for cell in cells if isinstance(cell, str) and tidy(cell)]
    fitting: list[DateOrder] = []
    for order in ("dmy", "mdy", "ymd"):
        try:
            for text in texts:
                parse_date(text, order)
        except BadCell:
            continue
        fitting.append(order)
    return fitting[0] if len(fitting) == 1 else None


def is_day(text: str) -> bool:
    """Whether a text is a day, be it one that can be read in two ways."""
    try:
        parse_date(text)
    except AmbiguousDate:
        return True
    except BadCell:
        return False
    return True


def lacks_year(text: str) -> bool:
    """Whether a text is a day of whatever year: "6 Mar", "03/06"."""
    return not is_day(text) and any(is_day(f"{text}{end}") for end in ("/2024", " 2024", "-2024", ".2024"))


def _year_first(text: str, shown: str) -> date | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    year, _, month, day, *together = match.groups()
    if year is None:
        year, month, day = together
    return _day(int(year), int(month), int(day), shown)


def _named_month(text: str, shown: str) -> date | None:
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        word = "sep" if match["month"] == "sept" else match["month"]
        months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
        if months:
            return _day(_full_year(match["year"]), months[0], int(match["day"]), shown)
    return None


def _numbers(text: str, shown: str, order: DateOrder | None) -> date:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        raise _not_a_date(shown)
    one, separator, two, three = match.groups()
    if order == "ymd" and len(three) == 2:
        return _day(_full_year(one), int(two), int(three), shown)
    if order == "ymd":
        raise BadCell(
            gettext("“%(text)s” is not a date with the year first, as the order ymd says.", text=shown)
        )
    if order is None and len(three) == 2:
        raise _ambiguous(
            gettext("“%(text)s” can be read in more than one way: its year has two digits only.", text=shown)
        )
    readings = {"dmy": (int(two), int(one)), "mdy": (int(one), int(two))}
    if order is not None or separator == ".":
        month, day = readings[order or "dmy"]
        return _day(_full_year(three), month, day, shown)
    days = {_maybe_day(int(three), month, day) for month, day in readings.values()} - {None}
    if len(days) == 2:
        raise _ambiguous(
            gettext(
                "“%(text)s” can be read in more than one way: day and month can be either way round.",
                text=shown,
            )
        )
    for day_found in days:
        if day_found is not None:
            return day_found
    raise _not_a_date(shown)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= 68 else 1900)


def _maybe_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int, shown: str) -> date:
    found = _maybe_day(year, month, day)
    if found is None:
        raise _not_a_date(shown)
    if not 1900 <= year <= 2100:
        raise BadCell(gettext("The year of “%(text)s” cannot be right.", text=shown))
    return found


def _not_a_date(shown: str) -> BadCell:
    return BadCell(
        gettext("“%(text)s” is not a date that can be read. Write it like 2025-12-31.", text=shown)
    )


def _ambiguous(problem: str) -> AmbiguousDate:
    remedy = gettext("Settle it with --date-order dmy (day first) or --date-order mdy (month first).")
    return AmbiguousDate(problem, remedy)
