"""Binary and XML files are opened in a process of their own, with little memory and time and no secrets.

What the process writes is read as JSON lines; see ``child``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

from groupnet.sheets.cells import Cell
from groupnet.sheets.limits import Limits
from groupnet.sheets.readers.grid import Grid, GridRow
from groupnet.sheets.readers.refusals import Why, unusable
from groupnet.sheets.words import N_, gettext

Kind = Literal["workbook", "spreadsheetml"]

_ROOT = Path(__file__).parents[3]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT")
_WRAPPERS = {
    "workbook": N_("Workbook"),
    "old_workbook": N_("Excel 97–2003 workbook"),
    "spreadsheetml": N_("Excel 2003 XML"),
}
# at most two such processes for one server process, or many uploads at once would fill the memory
_TURNS = BoundedSemaphore(2)


def read_in_limited_process(kind: Kind, content: bytes, limits: Limits) -> list[Grid]:
    """The worksheets of the file; raises UnusableSheet with a sentence, also when the process is stopped."""
    command = [sys.executable, "-m", "groupnet.sheets.readers.child", kind, json.dumps(asdict(limits))]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    with _TURNS:
        try:
            done = subprocess.run(  # noqa: S603 (our interpreter and module; nothing of the file's)
                command,
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=environment,
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise unusable(Why.STOPPED) from None
    return _grids(done.stdout)


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
