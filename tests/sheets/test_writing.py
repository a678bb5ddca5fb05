"""Tables out, and back in again."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from groupnet.sheets import Column, Layout, neutralise, read_table, write_csv, write_xlsx
from groupnet.sheets.neutral import restore

NOTES = Layout("notes", [Column("note"), Column("other")])
FORMULAS = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "=",
    "'=1",
    "''=1",
    "'+41 44",
    "'-",
    "＝1",
    "+",
    "-x",
    "@",
    "+41 44 x",
]
PLAIN = [
    "+41 44 123 45 67",
    "+41 (0)44 123-45-67",
    "+1.555/123",
    "-",
    "–",
    "'tis",
    "a=b",
    "1-2-1",
    "Zoë",
    "",
    "#N/A",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_T32_a_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert neutralise(text) == "'" + text
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_T32_a_telephone_number_and_plain_text_stay_readable(text: str) -> None:
    assert neutralise(text) == text
    assert restore(text) == text


@given(st.text(alphabet="'=+-@\t\r\n 1a＝", max_size=8))
def test_T32_no_exported_text_begins_a_formula_and_each_is_read_back(text: str) -> None:
    written = neutralise(text)
    assert restore(written) == text
    bare = written.lstrip()
    assert not bare.startswith(("=", "@")) and not written.startswith(("\t", "\r", "\n"))  # noqa: PT018
    if bare.startswith(("+", "-")):
        assert not set(bare[1:]) & set("=@+'a")


def test_T32_no_cell_of_a_workbook_is_a_formula() -> None:
    rows = [[text, text] for text in [*FORMULAS, *PLAIN]]
    content = write_xlsx(["note", "=HYPERLINK(1)"], rows, title="Notes")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert sheet["B1"].value == "'=HYPERLINK(1)"


def test_numbers_and_dates_are_written_as_such() -> None:
    content = write_xlsx(
        ["net", "day", "share"], [[-5, date(2025, 12, 3), Decimal("0.5")], [None, None, 0.25]], title="x"
    )
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]] == ["n", "d", "n"]
    assert sheet["A2"].value == -5
    text = write_csv(["net", "day"], [[-5, date(2025, 12, 3)], [None, None]])
    assert text == "\ufeffnet,day\r\n-5,2025-12-03\r\n,\r\n".encode()


def test_a_workbook_has_a_bold_header_that_stays_in_sight_and_columns_wide_enough() -> None:
    title = "Referrals [2025]: given & received by everybody"
    workbook = load_workbook(
        io.BytesIO(write_xlsx(["note"], [["a long enough note to be wide"]], title=title))
    )
    sheet = workbook.active
    assert sheet is not None
    assert (len(sheet.title) <= 31, sheet.freeze_panes, sheet["A1"].font.bold) == (True, "A2", True)
    assert sheet.column_dimensions["A"].width == 31
    assert load_workbook(io.BytesIO(write_xlsx(["a"], [], title="[]:*?/\\"))).sheetnames == ["Sheet"]


READABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], include_characters="\t\n"),
    max_size=30,
)


@settings(deadline=None)
@given(st.lists(st.tuples(READABLE, READABLE), max_size=8))
def test_T32_a_csv_written_here_is_read_back_exactly(rows: list[tuple[str, str]]) -> None:
    table = read_table(write_csv(["note", "other"], rows), "n.csv", NOTES)
    kept = [
        row
        for row in rows
        if any(text.translate({0x200B: "", 0xFEFF: "", 0x2060: "", 0xAD: ""}).strip() for text in row)
    ]
    assert [(row.cell("note"), row.cell("other")) for row in table.rows] == kept


@settings(max_examples=8, deadline=None)
@given(st.lists(READABLE.filter(lambda text: text.strip() != ""), min_size=1, max_size=40))
def test_T32_a_workbook_written_here_is_read_back_exactly(texts: list[str]) -> None:
    content = write_xlsx(
        ["note", "other"], [[text, "x"] for text in [*texts, *FORMULAS, "_x0041_"]], title="Notes"
    )
    table = read_table(content, "n.xlsx", NOTES)
    expected = [text.replace("\r", "\n") for text in [*texts, *FORMULAS, "_x0041_"]]
    assert [row.cell("note") for row in table.rows] == expected


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    assert write_csv(["a"], [["x\0\ud800y"]]).decode("utf-8-sig").splitlines()[1] == "xy"
    sheet = load_workbook(io.BytesIO(write_xlsx(["a"], [["x\0\x0b\ud800y"]], title="t"))).active
    assert sheet is not None
    assert sheet["A2"].value == "xy"


def test_a_csv_is_read_by_other_programs_alike() -> None:
    content = write_csv(["note"], [['with "quotes", commas\nand lines']])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["note"], ['with "quotes", commas\nand lines']]
