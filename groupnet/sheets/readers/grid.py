"""What every reader hands over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from groupnet.sheets.cells import Cell


class GridRow(NamedTuple):
    """A row and its number as the person sees it: the row of the worksheet, the line of the text file."""

    line: int
    cells: Sequence[Cell]


@dataclass(slots=True)
class Grid:
    """The rows of one worksheet; empty ones may be missing. ``wrapper`` says in words what the file is.

    ``loose`` is true for text files, where a row can have more cells than the header by mistake.
    """

    wrapper: str
    name: str = ""
    rows: list[GridRow] = field(default_factory=list)
    loose: bool = False
