"""Fields of days and hours."""

import re
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from wtforms import Field, TimeField

_ISO = "%Y-%m-%d"
WRITTEN = (_ISO, "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
MOST_DAYS = 200
MOST_SHOWN = 400
"""A year of days, and some."""


class HourField(TimeField):  # type: ignore[misc]
    """A time of day; an empty one is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; browsers may add seconds."""
        try:
            super().process_formdata([value[:5] for value in valuelist])
        except ValueError as error:
            raise ValueError(gettext("Type a time such as 07:00.")) from error


class DaysField(Field):  # type: ignore[misc]
    """Several days, each sent by itself or several with commas between; what cannot be read is named."""

    data: list[date]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the days."""
        written = [text.strip() for value in valuelist for text in re.split(r"[\n,;]", value)]
        self.data = sorted({_read(text) for text in written[: MOST_DAYS * 2] if text})
        if len(self.data) > MOST_DAYS:
            raise ValueError(gettext("At most %(most)s days.", most=MOST_DAYS))


def _read(text: str) -> date:
    for form in WRITTEN:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(gettext("“%(text)s” is no day. Type days such as 2026-12-24.", text=text[:30]))


def iso_days(values: list[str]) -> set[date]:
    """The days among some ISO texts; anything else is left out."""
    found: set[date] = set()
    for text in values[:MOST_SHOWN]:
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return found


def filled(form: Any, name: str) -> int:
    """A number that may be left empty."""
    return int(form[name].data or 0)
