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
from groupnet.sheets.errors import UnusableSheet
from groupnet.sheets.limits import Limits

_DAMAGED = "This workbook is damaged. Open it in a spreadsheet program, save it anew and try again."
_LOCKED = "This workbook is locked with a password. Save it without one and try again."
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    content: bytes, limits: Limits
) -> Iterator[tuple[str, str, Iterator[tuple[int, list[Cell]]]]]:
    """Each visible worksheet: its name, what the file is, and its rows with their numbers."""
    if _ENCRYPTED in content:
        raise UnusableSheet(_LOCKED)
    wrapper = "Workbook" if content.startswith(b"PK") else "Excel 97–2003 workbook"
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheets_metadata:
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet:
                yield sheet.name, wrapper, _rows(workbook, sheet.name, limits)
    except PasswordError:
        raise UnusableSheet(_LOCKED) from None
    except (CalamineError, ZipError, ValueError, OSError):
        raise UnusableSheet(_DAMAGED) from None


def _rows(workbook: CalamineWorkbook, name: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.width > limits.columns:
        raise UnusableSheet(f"The worksheet “{name}” has more than {limits.columns} columns.")
    if sheet.total_height * sheet.width > limits.span:
        raise UnusableSheet(
            f"The worksheet “{name}” spans {sheet.total_height:,} rows and {sheet.width} columns, nearly "
            "all of them empty. Delete what stands far below or beside the table and try again."
        )
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
