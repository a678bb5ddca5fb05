"""The first words of the day."""

from datetime import date

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, gettext

MORNING = 4
NOON = 12
EVENING = 18


def greet(name: str, hour: int) -> str:
    """A greeting that fits the hour.

    Args:
        name: what people call the reader.
        hour: 0 to 23, in the group's zone.
    """
    if MORNING <= hour < NOON:
        return str(gettext("Good morning, %(name)s", name=name))
    if NOON <= hour < EVENING:
        return str(gettext("Good afternoon, %(name)s", name=name))
    return str(gettext("Good evening, %(name)s", name=name))


def say_day(day: date) -> str:
    """A day with its weekday and without the year, in the reader's locale: "Thursday 26 November"."""
    locale = get_locale()
    return f"{format_date(day, 'EEEE', locale=locale)} {format_skeleton('MMMMd', day, locale=locale)}"
