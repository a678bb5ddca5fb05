"""Binary and XML files are opened in a process of their own, with little memory and time and no secrets.

What the process writes is read as JSON lines; see ``child``.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from groupnet.core.limited import Busy, LimitedProcess
from groupnet.sheets.cells import Cell
from groupnet.sheets.limits import Limits
from groupnet.sheets.readers.grid import Grid, GridRow
from groupnet.sheets.readers.refusals import Why, unusable
from groupnet.sheets.words import N_, gettext

Kind = Literal["workbook", "spreadsheetml"]

_WRAPPERS = {
    "workbook": N_("Workbook"),
    "old_workbook": N_("Excel 97–2003 workbook"),
    "spreadsheetml": N_("Excel 2003 XML"),
}
_PROCESS = LimitedProcess("groupnet.sheets.readers.child", at_once=2, waiting=4, patience=30)


def read_in_limited_process(kind: Kind, content: bytes, limits: Limits) -> list[Grid]:
    """The worksheets of the file; raises UnusableSheet with a sentence, also when the process is stopped."""
    try:
        written = _PROCESS.answer(content, kind, json.dumps(asdict(limits)), wall_seconds=limits.wall_seconds)
    except Busy:
        raise unusable(Why.BUSY) from None
    return _grids(written)


def _grids(output: bytes) -> list[Grid]:
    grids: list[Grid] = []
    for record in _records(output):
        match record:
            case ["sheet", name, wrapper]:
                grids.append(Grid(gettext(_WRAPPERS[wrapper]), name))
            case [int() as line, list() as cells]:
                grids[-1].rows.append(GridRow(line, [_cell(cell) for cell in cells]))
            case ["refused", why, values]:
                raise unusable(Why(why), values)
            case ["end"]:
                return grids
    # no end was written: the process was stopped by its limits
    raise unusable(Why.STOPPED)


def _records(output: bytes) -> Iterator[Any]:
    for line in output.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def _cell(written: Any) -> Cell:
    match written:
        case {"n": number}:
            return Decimal(number)
        case {"d": day}:
            return date.fromisoformat(day)
    return str(written) if written else None
