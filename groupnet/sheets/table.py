"""A file read as a table of known columns, whatever its wrapper."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from groupnet.sheets.cells import Cell, cell_text, match_key, tidy
from groupnet.sheets.columns import Header, Layout, best_header
from groupnet.sheets.dates import parse_date
from groupnet.sheets.errors import AmbiguousDate, BadCell, OtherSheet, UnusableSheet
from groupnet.sheets.limits import Limits
from groupnet.sheets.neutral import restore
from groupnet.sheets.readers import read_grids
from groupnet.sheets.readers.grid import Grid, GridRow
from groupnet.sheets.report import RefusedRow
from groupnet.sheets.words import gettext

HEADER_WITHIN = 30
"""How many rows of a sheet are looked at for the header; titles and notes may stand above it."""
MOST_NAMED = 20
LONGEST_NAMED = 60
_NO_HEADING = re.compile(r"[\W\d_]+|\S+@\S+")

Candidate = tuple[Header, Grid, GridRow]


class Row(NamedTuple):
    """One row: its number as the person sees it, and its cells by our names of the columns."""

    line: int
    cells: Sequence[Cell]
    positions: Mapping[str, int]

    def cell(self, name: str) -> Cell:
        """The cell as it was read; None where the sheet lacks the column. KeyError for an unknown name."""
        return self.at(self.positions[name])

    def text(self, name: str) -> str:
        """The cell as one tidy line of text, "" when empty."""
        return cell_text(self.cell(name))

    def at(self, position: int) -> Cell:
        """The cell at a place of ``Table.header``, for sheets whose columns are not known beforehand."""
        return self.cells[position] if 0 <= position < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """``recognised`` pairs header texts with our names; ``broken`` rows have more cells than the header."""

    filename: str
    layout: Layout
    wrapper: str
    sheet: str
    header_line: int
    header: tuple[str, ...]
    recognised: tuple[tuple[str, str], ...]
    unrecognised: tuple[str, ...]
    rows: list[Row]
    broken: list[RefusedRow]
    many: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def read_as(self) -> list[tuple[str, str]]:
        """Header texts, and as what each is read, in words."""
        words = {column.name: column.words for column in self.layout.columns}
        return [(text, words[name]) for text, name in self.recognised]

    def has(self, name: str) -> bool:
        """Whether the file holds the column."""
        return any(name == known for _, known in self.recognised)

    def places(self, name: str) -> tuple[int, ...]:
        """Where the columns stand of which there may be any number, for ``Row.at``."""
        return self.many.get(name, ())


def read_table(
    content: bytes,
    filename: str,
    *layouts: Layout,
    others: Sequence[Layout] = (),
    limits: Limits | None = None,
) -> Table:
    """The file as the layout it fits best: its needs met, then the most columns known, then the first named.

    The worksheet and the header row are found by the same measure. ``filename`` is kept to be shown and
    decides nothing. Rows without any content are left out. Raises OtherSheet when the file is rather one of
    ``others``, and else UnusableSheet with a sentence for the person.
    """
    if not layouts:
        raise ValueError("read_table needs a layout")
    grids = read_grids(content, (*layouts, *others), limits or Limits())
    found = _find_header(grids, layouts)
    if found is None:
        raise UnusableSheet(gettext("This file is empty."))
    header, grid, header_row = found
    elsewhere = _find_header(grids, others) if others else None
    if elsewhere and not elsewhere[0].unmet and elsewhere[0].quality[1] > header.quality[1]:
        raise OtherSheet(gettext("This is a sheet of another kind."), elsewhere[0].layout.name)
    if header.unmet or not header.positions:
        raise _unusable(header, header_row, layouts)
    rows, broken = _split(grid, header, header_row)
    return Table(
        filename=tidy(filename),
        layout=header.layout,
        wrapper=grid.wrapper,
        sheet=grid.name,
        header_line=header_row.line,
        header=header.texts,
        recognised=header.recognised,
        unrecognised=header.unrecognised,
        rows=rows,
        broken=broken,
        many=header.many,
    )


def _find_header(grids: Sequence[Grid], layouts: Sequence[Layout]) -> Candidate | None:
    """The row that fits a layout best; where none will do, first one that looks like a header at all."""
    return max(
        ((best_header(row.cells, layouts), grid, row) for grid in grids for row in grid.rows[:HEADER_WITHIN]),
        key=lambda candidate: (
            candidate[0].quality[0],
            _reads_like_headings(candidate[2]),
            candidate[0].quality,
        ),
        default=None,
    )


def _reads_like_headings(row: GridRow) -> bool:
    """Whether a row holds several texts and no number, date or address."""
    cells = [cell for cell in row.cells if cell_text(cell)]
    return len(cells) > 1 and all(isinstance(cell, str) and _may_be_heading(cell) for cell in cells)


def _may_be_heading(text: str) -> bool:
    if _NO_HEADING.fullmatch(tidy(text)):
        return False
    try:
        parse_date(text)
    except AmbiguousDate:
        return False
    except BadCell:
        return True
    return False


def _split(grid: Grid, header: Header, header_row: GridRow) -> tuple[list[Row], list[RefusedRow]]:
    """The rows under the header, and those of a text file that a stray separator has shifted."""
    positions = {column.name: header.positions.get(column.name, -1) for column in header.layout.columns}
    width = len(header_row.cells)
    rows: list[Row] = []
    broken: list[RefusedRow] = []
    for line, raw in grid.rows[grid.rows.index(header_row) + 1 :]:
        cells = [restore(cell) if isinstance(cell, str) else cell for cell in raw]
        if not any(cell_text(cell) for cell in cells):
            continue
        if grid.loose and any(cell_text(cell) for cell in cells[width:]):
            reason = gettext(
                "This row has more cells than the header’s %(width)d: a separator may lack its quotes.",
                width=width,
            )
            broken.append(RefusedRow(line, reason))
        else:
            rows.append(Row(line, cells, positions))
    return rows, broken


def _unusable(header: Header, row: GridRow, layouts: Sequence[Layout]) -> UnusableSheet:
    missing = [header.layout.words_for(need) for need in header.unmet]
    meant = [layout for layout in layouts if layout is layouts[0] or _hints_at(header, layout, layouts[0])]
    needed = "; or ".join(dict.fromkeys(_needs_in_words(layout) for layout in meant))
    if not header.positions:
        return UnusableSheet(
            gettext(
                "No header row was found in the first %(count)d rows. "
                "One row must name the columns: %(needed)s.",
                count=HEADER_WITHIN,
                needed=needed,
            ),
            missing=missing,
        )
    return UnusableSheet(
        " ".join(_what_is_wrong(header, row, layouts[0], missing, needed)),
        missing=missing,
        found=[text for text in header.texts if text],
    )


def _hints_at(header: Header, layout: Layout, first: Layout) -> bool:
    """Whether the header has something that this layout needs and the first does not know."""
    needed = {name for need in layout.needs for way in need.ways for name in way}
    own = needed - {column.name for column in first.columns}
    return any(layout.ranks.get(match_key(text), ("", 0))[0] in own for text in header.texts)


def _what_is_wrong(
    header: Header, row: GridRow, first: Layout, missing: Sequence[str], needed: str
) -> Iterator[str]:
    """Sentences that may each be turned into another language."""
    if header.layout is first:
        yield gettext(
            "The header in line %(line)d lacks %(missing)s.", line=row.line, missing=", ".join(missing)
        )
    else:
        yield gettext("The header in line %(line)d does not name what is needed.", line=row.line)
    yield gettext("Recognised: %(names)s.", names=_quoted(text for text, _ in header.recognised))
    if header.unrecognised:
        names = _quoted(header.unrecognised[:MOST_NAMED])
        yield gettext("Not recognised: %(names)s.", names=names)
    yield gettext("Needed: %(names)s.", names=needed)


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text[:LONGEST_NAMED]}”" for text in texts)


def _needs_in_words(layout: Layout) -> str:
    needs = layout.needs
    return ", ".join(layout.words_for(need) for need in needs) or ", ".join(
        f"“{column.words}”" for column in layout.columns
    )
