"""What an importer and an exporter are. Features bring theirs; command line and browser use them alike."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, Self

from flask import Flask, current_app
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from groupnet.core.errors import NotFound
from groupnet.groups.models import Group
from groupnet.imports.exporter import Exporter
from groupnet.imports.models import ImportRun
from groupnet.sheets import (
    DateOrder,
    ImportReport,
    Layout,
    OtherSheet,
    Row,
    Table,
    UnusableSheet,
    Value,
    read_table,
)

_EXTENSION = "groupnet-imports"


@dataclass(frozen=True, slots=True)
class Options:
    """The answers a person gives beside the file.

    `day` dates rows of a file that has no dates; `starts_on` is the first day of the period whose last day
    it is. `in_browser` decides only in which words a refusal says how to mend it.
    """

    date_order: DateOrder | None = None
    add_former: bool = False
    starts_on: date | None = None
    day: date | None = None
    in_browser: bool = False

    def to_json(self) -> str:
        """The answers as they are kept beside an upload."""
        return json.dumps(asdict(self), default=date.isoformat)

    @classmethod
    def from_json(cls, stored: str) -> Self:
        """The answers that `to_json` kept."""
        answers = json.loads(stored)
        for name in ("starts_on", "day"):
            answers[name] = date.fromisoformat(answers[name]) if answers.get(name) else None
        return cls(**answers)


class NeedsDay(UnusableSheet):
    """The file has no dates: a person must say the day or the period first."""

    def __init__(self, message: str, suggested: date | None) -> None:
        super().__init__(message)
        self.suggested = suggested


class RowRefused(Exception):
    """One row cannot come in; the message says why and how to mend it."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Context:
    """Where an import happens. `follow` lets a terminal show how far the rows have been read."""

    group: Group
    today: date
    options: Options = Options()
    follow: Callable[[Sequence[Row]], Iterable[Row]] = iter


class Doubt(StrEnum):
    """Why a row deserves a look before it goes in."""

    REFUSED = "refused"
    READ_AS = "read_as"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row to look at: its line in the file, the kind of doubt, a sentence."""

    line: int
    doubt: Doubt
    words: str
    column: str = ""


@dataclass
class Plan:
    """What an import of one file would do; importers add what they need to carry it out.

    `fills` are blanks of members who are there already: (membership, field, value).
    """

    report: ImportReport
    doubts: list[DoubtfulRow] = field(default_factory=list)
    fills: list[tuple[int, str, str]] = field(default_factory=list)

    def refuse(self, line: int, reason: str, column: str = "") -> None:
        """Leave a row out, and say why."""
        self.report.refuse(line, reason, column)
        self.doubts.append(DoubtfulRow(line, Doubt.REFUSED, reason, column))

    def doubt(self, line: int, doubt: Doubt, words: str) -> None:
        """Take a row in, and let a person look at it first."""
        self.doubts.append(DoubtfulRow(line, doubt, words))

    @property
    def changes_something(self) -> bool:
        """Whether carrying it out would write anything."""
        return bool(self.report.accepted or self.fills)


@dataclass
class Undone:
    """What an undo took away, and whom or what it left, named."""

    removed: int = 0
    blanked: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Example:
    """A small file as it may look."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]


class Importer(Protocol):
    """Brings in one kind of row.

    `label` is what the rows are called, `about` says what a row needs, `welcome` what else it may hold;
    `sheets` says what each layout is, by its name.
    """

    kind: str
    label: LazyString
    about: LazyString
    welcome: LazyString
    layouts: Sequence[Layout]
    sheets: Mapping[str, LazyString]
    example: Example

    def asks(self, table: Table) -> Sequence[str]:
        """Which of the options matter for a file, by their names."""

    def read(self, table: Table, context: Context) -> Any:
        """Say what would become of every row; nothing is written.

        Returns:
            a `Plan` of the importer's own making.

        Raises:
            NeedsDay: the file has no dates and the options give none.
            UnusableSheet: the options do not fit the file.
        """

    def carry_out(self, plan: Any, run: ImportRun) -> dict[str, Any]:
        """Write all good rows of a plan made in this transaction, or of a portion of a plan that still holds.

        Returns:
            what the undo needs to know, fit for JSON: mappings by name.
        """

    def portions(self, plan: Any, rows: int) -> Iterator[Any]:
        """A plan cut into plans of so many rows at most, to be carried out one after the other.

        The report of each counts its own good rows.
        """

    def outlook(self, context: Context, run_id: int | None) -> object:
        """What a plan is made from beside the file; another than before, and the plan may not hold.

        Args:
            run_id: an import whose own rows are left out of it.
        """

    def undo(self, run: ImportRun, made: dict[str, Any]) -> Undone:
        """Take away what a run added and nobody has touched since.

        Args:
            made: what `carry_out` returned.
        """


def init_app(app: Flask, *, importers: Iterable[Importer], exporters: Iterable[Exporter]) -> None:
    """Tell the application which rows come in and go out, in the order of the page."""
    app.extensions[_EXTENSION] = (
        {importer.kind: importer for importer in importers},
        {exporter.kind: exporter for exporter in exporters},
    )


def list_importers() -> list[Importer]:
    """Every importer, in the order of the page."""
    return list(current_app.extensions[_EXTENSION][0].values())


def list_exporters() -> list[Exporter]:
    """Every exporter, likewise."""
    return list(current_app.extensions[_EXTENSION][1].values())


def get_importer(kind: str) -> Importer:
    """The importer of a kind of row.

    Raises:
        NotFound: there is none.
    """
    return _get(0, kind)  # type: ignore[no-any-return]


def get_exporter(kind: str) -> Exporter:
    """The exporter of a kind of row.

    Raises:
        NotFound: there is none.
    """
    return _get(1, kind)  # type: ignore[no-any-return]


def _get(which: int, kind: str) -> Any:
    found = current_app.extensions[_EXTENSION][which].get(kind)
    if found is None:
        raise NotFound
    return found


def read_for(importer: Importer, content: bytes, filename: str) -> Table:
    """A file as one of the importer's sheets.

    Raises:
        UnusableSheet: it cannot be read as one; where another importer would take it, the sentence says so.
    """
    elsewhere = [other for other in list_importers() if other.kind != importer.kind]
    others = [layout for other in elsewhere for layout in other.layouts]
    try:
        return read_table(content, filename, *importer.layouts, others=others)
    except OtherSheet as problem:
        rightful = next(other for other in elsewhere if problem.layout in other.sheets)
        sentence = gettext(
            "This looks like %(sheet)s: bring it in under %(place)s.",
            sheet=rightful.sheets[problem.layout],
            place=rightful.label,
        )
        raise UnusableSheet(sentence) from problem


def kind_label(kind: str) -> str:
    """What a kind of row is called; runs may be of a kind that is no longer imported."""
    importer = current_app.extensions[_EXTENSION][0].get(kind)
    return str(importer.label) if importer else kind
