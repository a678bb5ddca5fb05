"""What an exporter is: a table of one kind of row, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from flask_babel.speaklater import LazyString

from groupnet.core.clock import add_months
from groupnet.groups.models import Group, Membership


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom an export is made, and on which day."""

    group: Group
    acting: Membership
    today: date
    first: date | None = None
    last: date | None = None

    @property
    def window(self) -> tuple[date, date]:
        """The days asked for, both inclusive; the group's usual window up to today where none were."""
        last = self.last or self.today
        usual = add_months(last, -self.group.default_window_months) + timedelta(days=1)
        return self.first or usual, last


class Exporter(Protocol):
    """Gives one kind of row out as a table.

    `label` is what the rows are called, `about` what they hold; with `has_window` they are those of a time.
    """

    kind: str
    label: LazyString
    about: LazyString
    has_window: bool

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """The headers, and the rows that the reader may have."""
