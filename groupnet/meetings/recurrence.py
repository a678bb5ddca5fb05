"""Rules that repeat: from the words people use to RFC 5545 and back, and the days that they give.

Everything here is in wall time; an instant is made of a day, an hour and a zone at the very end, so that a
breakfast at seven stays at seven whatever the clocks do.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
WEEKS = (1, 2)
MONTHS = (1, 2, 3)
WEEKS_OF_A_MONTH = (1, 2, 3, 4, 5, LAST)
DAYS_OF_A_MONTH = range(1, 32)


@dataclass(frozen=True)
class Weekly:
    """Every week, or every two, on some days of the week; Monday is 0."""

    every: int
    weekdays: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(self.every in WEEKS and bool(self.weekdays) and set(self.weekdays) <= set(range(7)))


@dataclass(frozen=True)
class MonthlyOnWeekday:
    """The first, second … or last of a day of the week, every so many months; others are skipped."""

    every: int
    nth: int
    weekday: int

    def __post_init__(self) -> None:
        _require(self.every in MONTHS and self.nth in WEEKS_OF_A_MONTH and self.weekday in range(7))


@dataclass(frozen=True)
class MonthlyOnDay:
    """The same date every so many months; others are skipped."""

    every: int
    day: int

    def __post_init__(self) -> None:
        _require(self.every in MONTHS and self.day in DAYS_OF_A_MONTH)


Rule = Weekly | MonthlyOnWeekday | MonthlyOnDay


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not a rule that meetings follow")


def to_rrule(rule: Rule) -> str:
    """A rule as RFC 5545 writes it, without its end."""
    every = f";INTERVAL={rule.every}" if rule.every > 1 else ""
    match rule:
        case Weekly():
            return f"FREQ=WEEKLY{every};BYDAY={','.join(CODES[day] for day in sorted(set(rule.weekdays)))}"
        case MonthlyOnWeekday():
            return f"FREQ=MONTHLY{every};BYDAY={rule.nth}{CODES[rule.weekday]}"
        case MonthlyOnDay():
            return f"FREQ=MONTHLY{every};BYMONTHDAY={rule.day}"


def from_rrule(text: str, first_on: date) -> Rule:
    """The rule that RFC 5545's text says.

    Args:
        first_on: of its series; it stands in for a day that the text leaves out.

    Raises:
        ValueError: it says something that people here have no words for.
    """
    parts = dict(part.split("=", 1) for part in text.upper().removeprefix("RRULE:").split(";") if "=" in part)
    freq, every = parts.pop("FREQ", ""), int(parts.pop("INTERVAL", "1"))
    by_day, by_month_day = parts.pop("BYDAY", ""), parts.pop("BYMONTHDAY", "")
    _require(not parts or set(parts) == {"WKST"})
    if freq == "WEEKLY" and not by_month_day:
        days = tuple(sorted(CODES.index(code) for code in by_day.split(","))) if by_day else None
        return Weekly(every, days or (first_on.weekday(),))
    _require(freq == "MONTHLY" and not (by_day and by_month_day))
    if by_day:
        return MonthlyOnWeekday(every, int(by_day[:-2]), CODES.index(by_day[-2:]))
    return MonthlyOnDay(every, int(by_month_day or first_on.day))


def first_day(rule: Rule, not_before: date) -> date:
    """The first day on or after another that a rule may begin with."""
    match rule:
        case Weekly():
            loose: Rule = Weekly(1, rule.weekdays)
        case MonthlyOnWeekday():
            loose = MonthlyOnWeekday(1, rule.nth, rule.weekday)
        case MonthlyOnDay():
            loose = MonthlyOnDay(1, rule.day)
    return next(_days(loose, not_before))


def list_days(
    rule: Rule,
    first_on: date,
    *,
    until: date,
    last_on: date | None = None,
    skipped: Collection[date] = (),
    since: date | None = None,
) -> list[date]:
    """The days that a rule gives, in order.

    Args:
        first_on: its first day, from which every second week or third month is counted.
        until: no day after this one.
        last_on: the rule's own end; None while it is open.
        skipped: days on which there is none.
        since: no day before this one.
    """
    end = min(until, last_on or until)
    within = takewhile(lambda day: day <= end, _days(rule, first_on))
    return [day for day in within if day not in skipped and day >= (since or first_on)]


def skips_months(rule: Rule) -> bool:
    """Whether some months lack the day that a rule names."""
    match rule:
        case MonthlyOnDay():
            return rule.day > 28
        case MonthlyOnWeekday():
            return rule.nth == 5
        case _:
            return False


def at_wall_time(day: date, at: time, zone: str, *, before: timedelta = timedelta()) -> datetime:
    """The instant, in UTC, at which the clocks of a zone show a time on a day.

    A time that the clocks leap over is moved forward by the leap; one that they show twice is the first.

    Args:
        zone: an IANA name such as `Europe/London`.
        before: so much earlier by the clock on the wall.
    """
    # fold=0 is both: the first of two, and for a time left out the offset that held before (RFC 5545, 3.3.5)
    return (datetime.combine(day, at) - before).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall_time(moment: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at an instant, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _days(rule: Rule, first_on: date) -> Iterator[date]:
    start = datetime.combine(first_on, time())
    match rule:
        case Weekly():
            found = rrule(WEEKLY, start, interval=rule.every, byweekday=rule.weekdays)
        case MonthlyOnWeekday():
            day = weekday(rule.weekday, rule.nth)
            found = rrule(MONTHLY, start, interval=rule.every, byweekday=day)
        case MonthlyOnDay():
            found = rrule(MONTHLY, start, interval=rule.every, bymonthday=rule.day)
    return (moment.date() for moment in found)
