"""Rules that repeat, in the words people use."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from babel.dates import get_day_names
from babel.lists import format_list
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from groupnet.meetings.recurrence import (
    DAYS_OF_A_MONTH,
    LAST,
    WEEKS_OF_A_MONTH,
    MonthlyOnDay,
    MonthlyOnWeekday,
    Rule,
    Weekly,
)

NTH = {
    1: _l("First %(weekday)s"),
    2: _l("Second %(weekday)s"),
    3: _l("Third %(weekday)s"),
    4: _l("Fourth %(weekday)s"),
    5: _l("Fifth %(weekday)s"),
    LAST: _l("Last %(weekday)s"),
}
NOT_TH = {
    1: _l("The %(number)sst"),
    2: _l("The %(number)snd"),
    3: _l("The %(number)srd"),
}
TEENS = range(11, 14)


def describe(rule: Rule, locale: Locale | str | None = None) -> str:
    """A rule in words: "Every Thursday", "First Tuesday of the month", "The 15th of the month".

    Args:
        locale: of the names of days; the page's own when not given.
    """
    spoken = locale or get_locale() or "en_GB"
    named = get_day_names("wide", locale=spoken)
    if isinstance(rule, Weekly):
        days = format_list([named[day] for day in sorted(rule.weekdays)], locale=spoken)
        words = gettext("Every %(days)s") if rule.every == 1 else gettext("Every two weeks on %(days)s")
        return str(words % {"days": days})
    return _of_months(rule.every, _day_of(rule, named))


def say_example(rule: MonthlyOnWeekday | MonthlyOnDay) -> str:
    """A choice of a day of the month, with an example: "Monthly, such as the fourth Thursday"."""
    day = _day_of(rule, get_day_names("wide", locale=get_locale() or "en_GB"))
    day = day[:1].lower() + day[1:]
    if isinstance(rule, MonthlyOnDay):
        return str(gettext("Monthly, such as %(day)s", day=day))
    return str(gettext("Monthly, such as the %(day)s", day=day))


def say_examples() -> dict[str, list[Any]]:
    """All such examples, for pages on which the day is still chosen.

    Returns:
        `nth`: for the first to the fifth and the last, by the day of the week; `days`: by that of the month.
    """
    return {
        "nth": [[say_example(MonthlyOnWeekday(1, nth, day)) for day in range(7)] for nth in WEEKS_OF_A_MONTH],
        "days": [say_example(MonthlyOnDay(1, day)) for day in DAYS_OF_A_MONTH],
    }


def _day_of(rule: MonthlyOnWeekday | MonthlyOnDay, named: Mapping[int, str]) -> str:
    if isinstance(rule, MonthlyOnDay):
        return _of_number(rule.day)
    return str(NTH[rule.nth]) % {"weekday": named[rule.weekday]}


def _of_number(number: int) -> str:
    words = None if number in TEENS else NOT_TH.get(number % 10)
    return str(words or gettext("The %(number)sth")) % {"number": number}


def _of_months(every: int, day: str) -> str:
    if every == 1:
        return str(gettext("%(day)s of the month", day=day))
    if every == 2:
        return str(gettext("%(day)s of every second month", day=day))
    return str(gettext("%(day)s of every third month", day=day))


def weekday_names(locale: Locale | str | None = None) -> dict[int, str]:
    """The days of the week by their number, Monday (0) first."""
    named = get_day_names("wide", locale=locale or get_locale() or "en_GB")
    return {day: named[day] for day in range(7)}
