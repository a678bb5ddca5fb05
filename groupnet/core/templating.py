"""What templates may call: icons, dates and money as people say them."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from flask import Flask, g
from flask_babel import get_locale, gettext, ngettext
from lucide.jinja import lucide
from markupsafe import Markup

from groupnet.core.clock import today_in
from groupnet.core.money import money

DAYS_SAID = 30


@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> Markup:
    """An icon as inline SVG, for the eye only: the word stands beside it."""
    drawing = lucide(name, size=size, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})
    return Markup(drawing)  # noqa: S704 - from a package, with nothing of ours in it


def today() -> date:
    """The present day where the reader is: in the group's zone behind a door, else in UTC."""
    door = g.get("door")
    return door.today if door else today_in("UTC")


def day(value: date | datetime) -> str:
    """A day as people say it: "Thu 3 Dec", with the year when it is another one."""
    local = _local(value)
    calendar_day = local.date() if isinstance(local, datetime) else local
    return _day_in_words(calendar_day, "MMMEd" if local.year == today().year else "yMMMEd", get_locale())


@lru_cache(maxsize=4096)  # long lists show the same few days again and again
def _day_in_words(calendar_day: date, skeleton: str, locale: Any) -> str:
    return str(format_skeleton(skeleton, calendar_day, locale=locale)).replace(",", "")


def long_day(value: date) -> str:
    """A day in full: "3 December 2026"."""
    return str(format_date(value, format="long", locale=get_locale()))


def short_day(value: date) -> str:
    """A day with its year, where several stand close together: "3 Dec 2026"."""
    return str(format_date(value, format="medium", locale=get_locale()))


def month(value: date) -> str:
    """A month with its year: "December 2026"."""
    return str(format_skeleton("yMMMM", value, locale=get_locale()))


def weekday(value: date, width: Literal["abbreviated", "wide"] = "abbreviated") -> str:
    """The name of a day of the week: "Thu", or "Thursday" when `wide`."""
    return str(get_day_names(width, locale=get_locale())[value.weekday()])


def day_time(value: datetime, timezone: str = "") -> str:
    """An instant as people say it: "Thu 3 Dec, 07:00".

    Args:
        timezone: an IANA name; by default that of the reader, who is in no group without a door.
    """
    local = value.astimezone(ZoneInfo(timezone)) if timezone else _local(value)
    return f"{day(local.date())}, {format_time(local, 'short', locale=get_locale())}"


def relative_day(value: date | datetime) -> str:
    """How long ago a day is, while that is easier to grasp than a date."""
    local = _local(value)
    then = local.date() if isinstance(local, datetime) else local
    days = (today() - then).days
    if days == 0:
        return str(gettext("today"))
    if days == 1:
        return str(gettext("yesterday"))
    if 1 < days <= DAYS_SAID:
        return str(ngettext("%(num)d day ago", "%(num)d days ago", days))
    return day(value)


def lines(text: str | None) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def _local(value: Any) -> Any:
    door = g.get("door")
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(door.group.timezone if door else "UTC"))
    return value


def init_app(app: Flask) -> None:
    """Give templates their helpers."""
    app.jinja_env.globals.update(icon=icon, today=today)
    app.jinja_env.filters.update(
        day=day,
        long_day=long_day,
        short_day=short_day,
        month=month,
        weekday=weekday,
        day_time=day_time,
        relative_day=relative_day,
        money=money,
        lines=lines,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
