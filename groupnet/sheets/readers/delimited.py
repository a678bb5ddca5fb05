"""CSV and its cousins: comma, semicolon, tab; which one is told by the header it yields."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from groupnet.sheets.columns import Layout, best_header
from groupnet.sheets.errors import UnusableSheet
from groupnet.sheets.limits import Limits
from groupnet.sheets.readers.encoding import decode_text
from groupnet.sheets.readers.grid import Grid, GridRow
from groupnet.sheets.readers.refusals import Why, unusable
from groupnet.sheets.words import N_, gettext

_SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar")}
_DECLARED = re.compile(r'"?sep=(.)"?(\r\n|\r|\n)', re.IGNORECASE)
_SAMPLE_ROWS = 40


def read_delimited(content: bytes, layouts: Sequence[Layout], limits: Limits) -> Grid:
    """The rows of a text file; raises UnusableSheet for a quotation mark never closed and past the limits."""
    text, encoding = decode_text(content)
    declared = _DECLARED.match(text)
    skipped = 0
    if declared and declared[1] in _SEPARATORS:
        text, skipped = text[declared.end() :], 1
        separator = declared[1]
    else:
        separator = max(_SEPARATORS, key=lambda sign: _worth(text, sign, layouts))
    grid = Grid(f"CSV ({encoding}, {gettext(_SEPARATORS[separator])})", loose=True)
    rows = _rows(text, separator)
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            at = grid.rows[-1].line + skipped if grid.rows else 1
            raise UnusableSheet(
                gettext(
                    "This file cannot be read after line %(line)d: "
                    "a quotation mark is out of place or never closed.",
                    line=at,
                )
            ) from None
        if row is None:
            return grid
        _check_size(row, len(grid.rows), limits)
        grid.rows.append(GridRow(row.line + skipped, row.cells))


def _rows(text: str, separator: str) -> Iterator[GridRow]:
    # strict: a quotation mark that is never closed would otherwise swallow the rows after it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        if any(cells):
            yield GridRow(line, cells)
        line = reader.line_num + 1


def _worth(text: str, separator: str, layouts: Sequence[Layout]) -> tuple[bool, int, int]:
    """How well a separator fits: the best header it yields, then how many cells."""
    cells, best = 0, (False, 0)
    try:
        for row in islice(_rows(text, separator), _SAMPLE_ROWS):
            cells += len(row.cells)
            best = max(best, best_header(row.cells, layouts).quality)
    except csv.Error:
        pass
    return (*best, cells)


def _check_size(row: GridRow, rows: int, limits: Limits) -> None:
    if rows >= limits.rows:
        raise unusable(Why.MANY_ROWS, {"most": limits.rows})
    if len(row.cells) > limits.columns:
        raise unusable(Why.MANY_COLUMNS, {"most": limits.columns})
