"""The shape of an upload, and of the answers beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from groupnet.core.errors import RuleBroken
from groupnet.core.forms import BaseForm
from groupnet.groups.door import Door
from groupnet.imports.exporter import Reader
from groupnet.imports.importer import Options


class UploadForm(BaseForm):
    """A file of one kind; a page may hold one such form a kind."""

    kind = HiddenField()
    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(**options)
        self.kind.data = kind
        for each in self:
            each.id = f"{kind}-{each.id}"


class OptionsForm(BaseForm):
    """The answers beside a file; those that do not matter for it are left out."""

    date_order = RadioField(
        _l("Order of the dates"),
        choices=[
            SelectChoice("", _l("As they are written, if they can be read one way only")),
            SelectChoice("dmy", _l("Day first: 31/12/2025")),
            SelectChoice("mdy", _l("Month first: 12/31/2025")),
            SelectChoice("ymd", _l("Year first: 2025/12/31")),
        ],
        default="",
    )
    starts_on = DateField(_l("First day"), validators=[Optional()])
    day = DateField(_l("Last day"), validators=[Optional()])
    add_former = BooleanField(_l("Add people who are not known as former members"))

    def __init__(self, asked: Sequence[str], today: date, **options: Any) -> None:
        super().__init__(**options)
        self.asked = asked
        self.today = today
        for name in ("date_order", "starts_on", "day", "add_former"):
            if name not in asked:
                del self[name]

    def validate(self, extra_validators: Any = None) -> bool:
        """See that the days make sense, beside what each field asks."""
        return bool(super().validate(extra_validators)) and ("day" not in self or self._are_past())

    def _are_past(self) -> bool:
        first, last = self.starts_on.data, self.day.data
        if last and last > self.today:
            self.day.errors = [gettext("This day lies in the future.")]
        elif first and not last:
            self.day.errors = [gettext("Give the last day too; it is the one the rows are dated with.")]
        elif first and first > last:
            self.day.errors = [gettext("The last day lies before the first.")]
        return not self.day.errors

    @property
    def answers(self) -> Options:
        """What the person chose."""
        given: dict[str, Any] = {name: self[name].data or None for name in self.asked}
        return Options(
            date_order=given.get("date_order"),
            add_former=bool(given.get("add_former")),
            starts_on=given.get("starts_on"),
            day=given.get("day"),
            in_browser=True,
        )


class WindowForm(BaseForm):
    """The days of a table that is of a time; the usual window where they are left empty."""

    first = DateField(_l("From"), validators=[Optional()])
    last = DateField(_l("To"), validators=[Optional()])

    def reader(self, door: Door) -> Reader:
        """Whoever asks, with the days asked for.

        Raises:
            RuleBroken: the days make no window.
        """
        if not self.validate():
            raise RuleBroken(gettext("Choose two days, or leave both empty."))
        reader = Reader(door.group, door.membership, door.today, self.first.data, self.last.data)
        first, last = reader.window
        if first > last:
            raise RuleBroken(gettext("The last day lies before the first."))
        return reader

    @property
    def days(self) -> dict[str, str]:
        """The days that were chosen, in ISO form."""
        chosen = {"first": self.first.data, "last": self.last.data}
        return {name: day.isoformat() for name, day in chosen.items() if day}
