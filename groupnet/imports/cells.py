"""Reading one cell of an import: what is wrong with it refuses the row at its column."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.core.forms import clean_line
from groupnet.imports.importer import Context, RowRefused
from groupnet.people.addresses import normal_email
from groupnet.sheets import AmbiguousDate, BadCell, Cell, Row, parse_date

T = TypeVar("T")


def read_cell(row: Row, column: str, parse: Callable[[Cell], T]) -> T:
    """A cell as `parse` reads it.

    Raises:
        RowRefused: it cannot.
    """
    try:
        return parse(row.cell(column))
    except BadCell as problem:
        raise RowRefused(problem.message, column) from problem


def read_line(row: Row, column: str, longest: int) -> str:
    """A cell as one line of text.

    Raises:
        RowRefused: it is longer than there is room for.
    """
    text = clean_line(row.text(column))
    if len(text) > longest:
        raise RowRefused(gettext("This is longer than %(longest)d characters.", longest=longest), column)
    return text


def read_day(row: Row, column: str, context: Context) -> date:
    """A day that is not in the future.

    Raises:
        RowRefused: it is no day, may be two days, or lies in the future.
    """
    return read_day_in(row.cell(column), column, context)


def read_day_in(cell: Cell, column: str, context: Context) -> date:
    """A day that is not in the future, wherever it stands; a refusal names the column.

    Raises:
        RowRefused: as `read_day`.
    """
    try:
        found = parse_date(cell, context.options.date_order)
    except AmbiguousDate as problem:
        if not context.options.in_browser:
            raise RowRefused(problem.message, column) from problem
        sentence = gettext("%(problem)s Choose the order of the dates on this page.", problem=problem.problem)
        raise RowRefused(sentence, column) from problem
    except BadCell as problem:
        raise RowRefused(problem.message, column) from problem
    if found > context.today:
        raise RowRefused(gettext("%(day)s lies in the future.", day=found.isoformat()), column)
    return found


def read_email(row: Row, column: str) -> str | None:
    """An address as it is stored, or None for an empty cell.

    Raises:
        RowRefused: it is no address.
    """
    text = clean_line(row.text(column))
    try:
        return normal_email(text.removeprefix("mailto:")) if text else None
    except RuleBroken as problem:
        raise RowRefused(problem.message, column) from problem
