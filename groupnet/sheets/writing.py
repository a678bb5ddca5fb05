"""Tables out: CSV for everything, XLSX for Excel. No cell is ever a formula; see ``neutral``."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice

from groupnet.sheets.neutral import neutralise

Value = str | int | float | Decimal | date | None
"""What a cell may hold. Text is neutralised; numbers and dates are written as such."""

_WIDTH_SAMPLE = 200
_NARROWEST, _WIDEST = 8, 60
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads the accents; commas; dates in ISO form."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in chain([headers], rows):
        writer.writerow([_csv_cell(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str) -> bytes:
    """One worksheet named ``title`` (cut to 31 characters) with a bold header that stays in sight."""
    # imported here: the process that opens strangers' files starts faster and smaller without it
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_NOT_IN_TITLE.sub(" ", _writable(title))[:31].strip("' ") or "Sheet")
    remaining = iter(rows)
    first = list(islice(remaining, _WIDTH_SAMPLE))
    for position, width in enumerate(_widths(headers, first), 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"

    def cell(value: Value, *, bold: bool = False) -> object:
        if not isinstance(value, str):
            return value
        text = WriteOnlyCell(sheet, value=_xlsx_text(value))
        text.data_type = "s"  # else “#N/A” would become an error and “=…” a formula
        if bold:
            text.font = Font(bold=True)
        return text

    sheet.append([cell(header, bold=True) for header in headers])
    for row in chain(first, remaining):
        sheet.append([cell(value) for value in row])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _csv_cell(value: Value) -> str | int | float | Decimal:
    if isinstance(value, str):
        return neutralise(_writable(value))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _xlsx_text(text: str) -> str:
    plain = _writable(text).replace("\r\n", "\n").replace("\r", "\n")
    # _x0041_ is the format's own way to write a character by its number
    return _LOOKS_ESCAPED.sub("_x005F_", neutralise(plain))


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[int]:
    columns = zip(*(row for row in chain([headers], rows) if len(row) == len(headers)), strict=True)
    longest = (max(len(str(value)) if value is not None else 0 for value in column) for column in columns)
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]
