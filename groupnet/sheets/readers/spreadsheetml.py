"""SpreadsheetML 2003: XML named .xls, as web exports write it; imported by the limited process only.

Rows and cells may name their place (``ss:Index``), which leaves gaps; a merged cell takes its neighbours'
places. Reference: the XML Spreadsheet schema of Office 2003.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from groupnet.sheets.cells import Cell
from groupnet.sheets.limits import Limits
from groupnet.sheets.readers.refusals import Refused, Why

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHUNK = 65536
_DEEPEST = 50

Rows = list[tuple[int, list[Cell]]]


class _Worksheets:
    """Collects rows from the parser's events, so that no tree of the whole file is ever built."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[tuple[str, Rows]] = []
        self._limits = limits
        self._depth = self._row = self._column = 0
        self._after = 1
        self._cells: list[Cell] = []
        self._type = ""
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(Why.NOT_XML)
        if tag == _SS + "Worksheet":
            self.sheets.append((attributes.get(_SS + "Name", ""), []))
            self._row = 0
        elif tag == _SS + "Row":
            self._row = _place(attributes.get(_SS + "Index"), self._row + 1)
            self._cells, self._column, self._after = [], 0, 1
        elif tag == _SS + "Cell":
            self._column = _place(attributes.get(_SS + "Index"), self._column + self._after)
            self._after = 1 + _place(attributes.get(_SS + "MergeAcross"), 0)
            if self._column > self._limits.columns:
                raise Refused(Why.MANY_COLUMNS, most=self._limits.columns)
        elif tag == _SS + "Data":
            self._type = attributes.get(_SS + "Type", "String")
            self._text = []

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag == _SS + "Data" and self._text is not None:
            self._cells.extend([None] * (self._column - len(self._cells)))
            if self._cells:
                self._cells[self._column - 1] = _cell(self._type, "".join(self._text))
            self._text = None
        elif tag == _SS + "Row" and self.sheets and any(self._cells):
            self.sheets[-1][1].append((self._row, self._cells))

    def close(self) -> None:
        """The parser asks for it; everything is in ``sheets`` already."""


def read_spreadsheetml(
    content: bytes, limits: Limits
) -> Iterator[tuple[str, str, Iterator[tuple[int, list[Cell]]]]]:
    """Each worksheet: its name, what the file is, and its rows with their numbers."""
    worksheets = _Worksheets(limits)
    parser = DefusedXMLParser(target=worksheets, forbid_dtd=True)
    try:
        for start in range(0, len(content), _CHUNK):
            parser.feed(content[start : start + _CHUNK])
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refused(Why.NOT_XML) from None
    for name, rows in worksheets.sheets:
        yield name, "spreadsheetml", iter(rows)


def _place(written: str | None, otherwise: int) -> int:
    """A place or a count in an attribute; what is no number of at most seven digits counts as not written."""
    if written and written.isascii() and written.isdigit() and len(written) <= 7:
        return int(written)
    return otherwise


def _cell(kind: str, text: str) -> Cell:
    try:
        if kind == "Number":
            return Decimal(format(Decimal(text.strip()), ".15g"))
        if kind == "DateTime":
            return date.fromisoformat(text.strip()[:10])
    except (InvalidOperation, ValueError):
        return text
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    return "" if kind == "Error" else text
