"""Reading and writing tables of any origin. It knows wrappers, headers and cells; what a row means is the
feature's.

In: a feature describes a kind of sheet as a ``Layout`` of ``Column`` and ``need(...)``; ``read_table``
takes the bytes of a CSV, XLSX, XLS or SpreadsheetML file, finds the header row and gives a ``Table`` of
``Row``, or raises ``UnusableSheet``. ``parse_date``, ``parse_amount``, ``parse_choice``, ``parse_yes_no``
and ``parse_whole_number`` read one cell or raise ``BadCell``. ``ImportReport`` collects what became of each
row. Out: ``write_csv`` and ``write_xlsx``. Sentences are in the reader's language, where there is one;
whoever shows them may add the file's name.
"""

from groupnet.sheets.amounts import parse_amount
from groupnet.sheets.cells import (
    Cell,
    cell_text,
    match_key,
    parse_choice,
    parse_whole_number,
    parse_yes_no,
    tidy,
)
from groupnet.sheets.columns import Column, Layout, Need, need
from groupnet.sheets.dates import DateOrder, is_day, lacks_year, parse_date, suggest_date_order
from groupnet.sheets.errors import AmbiguousDate, BadCell, OtherSheet, UnusableSheet
from groupnet.sheets.limits import Limits
from groupnet.sheets.neutral import neutralise
from groupnet.sheets.report import ImportReport, RefusedRow, SetAside
from groupnet.sheets.table import Row, Table, read_table
from groupnet.sheets.writing import Value, write_csv, write_xlsx

__all__ = [
    "AmbiguousDate",
    "BadCell",
    "Cell",
    "Column",
    "DateOrder",
    "ImportReport",
    "Layout",
    "Limits",
    "Need",
    "OtherSheet",
    "RefusedRow",
    "Row",
    "SetAside",
    "Table",
    "UnusableSheet",
    "Value",
    "cell_text",
    "is_day",
    "lacks_year",
    "match_key",
    "need",
    "neutralise",
    "parse_amount",
    "parse_choice",
    "parse_date",
    "parse_whole_number",
    "parse_yes_no",
    "read_table",
    "suggest_date_order",
    "tidy",
    "write_csv",
    "write_xlsx",
]
