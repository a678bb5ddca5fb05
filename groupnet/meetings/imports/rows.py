"""Rows of a list and cells of a grid as what they say, before anybody is looked up."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from groupnet.core.forms import LONGEST_NAME, clean_line
from groupnet.imports.cells import read_day, read_day_in, read_line
from groupnet.imports.importer import Context, RowRefused
from groupnet.imports.names import name_key
from groupnet.meetings.imports.layouts import MARK_WORDS, MARKS, NOT_RECORDED, SUMS
from groupnet.meetings.models import Mark
from groupnet.sheets import Cell, Row, Table, cell_text, match_key

_BY_KEY = {match_key(word): mark for word, mark in MARKS.items()}
_STOOD_IN = re.compile(r"(?P<word>\w+)\s*[-:(–]\s*(?P<name>\w[^()]*?)\s*\)?")
_EXPLAINS = re.compile(r"\w\s*[=:–-]\s*\w.*")


@dataclass(slots=True)
class Said:
    """One mark as the file tells it; an empty title is the day's meeting."""

    line: int
    column: str
    day: date
    member: str
    mark: Mark
    title: str = ""
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A date of a grid's header: where it stands, and the day or why it is none."""

    place: int
    heading: str
    day: date | None
    problem: str = ""


def read_list_row(row: Row, context: Context, is_known: Callable[[str], bool]) -> Said | None:
    """A row of a list; None where nothing is recorded.

    Args:
        is_known: whether somebody surely is a member.

    Raises:
        RowRefused: at the cell that cannot be read.
    """
    member = read_member(row, is_known)
    mark, substitute = read_mark(row.cell("attendance"), "attendance")
    day = read_day(row, "date", context)
    if mark is None:
        return None
    return Said(
        line=row.line,
        column="attendance",
        day=day,
        member=member,
        mark=mark,
        title=read_line(row, "meeting", LONGEST_NAME),
        substitute=only_for(mark, read_line(row, "substitute", LONGEST_NAME) or substitute),
    )


def read_day_columns(table: Table, context: Context) -> list[DayColumn]:
    """The dates of a grid's header, in the order of the sheet."""
    found = []
    for place in table.places("days"):
        heading = table.header[place]
        try:
            found.append(DayColumn(place, heading, read_day_in(heading, heading, context)))
        except RowRefused as refused:
            found.append(DayColumn(place, heading, None, refused.message))
    return found


def read_member(row: Row, is_known: Callable[[str], bool]) -> str:
    """The address of a row where it is a member's, else the name.

    Raises:
        RowRefused: there is neither.
    """
    email, name = read_line(row, "email", 254), read_name(row)
    if "@" in email and (is_known(email) or not name):
        return email
    if len(name) > LONGEST_NAME:
        raise RowRefused(
            gettext("This is longer than %(longest)d characters.", longest=LONGEST_NAME), "member"
        )
    if not name_key(name):
        raise RowRefused(gettext("Nobody is named here."), "member")
    return name


def read_name(row: Row) -> str:
    """The name of a row, in one column or in two."""
    parts = (row.text("first_name"), row.text("last_name"))
    return clean_line(row.text("member")) or clean_line(" ".join(part for part in parts if part))


def read_mark(cell: Cell, column: str) -> tuple[Mark | None, str]:
    """How a cell marks somebody, None for not recorded; and who stood in, where it says so: "S: Noor".

    Raises:
        RowRefused: it says neither.
    """
    text = cell_text(cell)
    key = match_key(text) if text else ""
    if key in NOT_RECORDED:
        return None, ""
    if key in _BY_KEY:
        return _BY_KEY[key], ""
    told = _STOOD_IN.fullmatch(text)
    if told and _BY_KEY.get(match_key(told["word"])) is Mark.SUBSTITUTE:
        return Mark.SUBSTITUTE, clean_line(told["name"])[:LONGEST_NAME]
    raise RowRefused(
        gettext(
            "“%(word)s” is no mark that is known. Write one of: %(words)s.", word=text[:60], words=MARK_WORDS
        ),
        column,
    )


def adds_up(row: Row, columns: list[DayColumn]) -> bool:
    """Whether a row of a grid holds totals or explains the letters, rather than naming somebody."""
    name = read_name(row)
    if name:
        return match_key(name) in SUMS or bool(_EXPLAINS.fullmatch(name) and len(name.split()[0]) == 1)
    return not any(_is_letter(row.at(column.place)) for column in columns)


def _is_letter(cell: Cell) -> bool:
    text = cell_text(cell)
    return bool(text) and match_key(text) in _BY_KEY


def only_for(mark: Mark, substitute: str) -> str:
    """The name of who stood in, where somebody did."""
    return substitute if mark is Mark.SUBSTITUTE else ""
