"""XLSX, old XLS and their relatives, by calamine; imported by the limited process only."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from groupnet.sheets.cells import Cell
from groupnet.sheets.limits import Limits
from groupnet.sheets.readers.refusals import Refused, Why

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    content: bytes, limits: Limits
) -> Iterator[tuple[str, str, Iterator[tuple[int, list[Cell]]]]]:
    """Each visible worksheet: its name, what the file is, and its rows with their numbers."""
    if _ENCRYPTED in content:
        raise Refused(Why.LOCKED)
    wrapper = "workbook" if content.startswith(b"PK") else "old_workbook"
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheets_metadata:
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet:
                yield sheet.name, wrapper, _rows(workbook, sheet.name, limits)
    except PasswordError:
        raise Refused(Why.LOCKED) from None
    except (CalamineError, ZipError, ValueError, OSError):
        raise Refused(Why.DAMAGED) from None


def _rows(workbook: CalamineWorkbook, name: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.width > limits.columns:
        raise Refused(Why.MANY_COLUMNS, most=limits.columns)
    if sheet.total_height * sheet.width > limits.span:
        raise Refused(Why.FAR_APART, name=name, rows=sheet.total_height, columns=sheet.width)
    for line, values in enumerate(sheet.iter_rows(), 1):
        yield line, [_cell(value) for value in values]


def _cell(value: int | float | str | bool | time | date | datetime | timedelta) -> Cell:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date()
        case date():
            return value
        case int() | float():
            # fifteen digits are what the spreadsheet shows; more would be the noise of binary fractions
            return Decimal(format(value, ".15g"))
        case time():
            return value.isoformat("minutes")
    return str(value)
