"""One table, every wrapper it comes in."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from groupnet.sheets import Layout, Table, UnusableSheet, read_table
from tests.sheets.files import old_xls, saved, spreadsheetml, xlsx
from tests.sheets.layouts import MEMBERS, REFERRALS, SLIPS, SUMMARY

TEXT = 'Name;E-mail;Company\r\n"Zoë Exämple";zoe@example.org;"Böhm; Söhne"\r\nBen Sample;;\r\n'


def read(content: bytes, *layouts: Layout) -> Table:
    return read_table(content, "sheet", *(layouts or (MEMBERS,)))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_T39_a_text_file_is_read_in_every_usual_encoding(encoding: str, name: str) -> None:
    table = read(TEXT.encode(encoding))
    assert [row.text("name") for row in table.rows] == ["Zoë Exämple", "Ben Sample"]
    assert table.rows[0].text("company") == "Böhm; Söhne"
    assert name in table.wrapper


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_with_every_usual_separator_and_line_end(separator: str, line_end: str) -> None:
    lines = [["Name", "E-mail"], ["Zoë, the elder; yes", "z@example.org"], ["Ben", ""]]
    text = line_end.join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    table = read(text.encode())
    assert [(row.line, row.text("name")) for row in table.rows] == [(2, "Zoë, the elder; yes"), (3, "Ben")]


def test_the_separator_is_told_by_the_header_even_under_notes_full_of_commas() -> None:
    text = "Notes, with commas, and more, and, and, and\n\nName;E-mail\nZoë;z@example.org\n"
    assert read(text.encode()).rows[0].text("email") == "z@example.org"


def test_a_separator_declared_in_the_first_line_is_obeyed_and_counts_as_a_line() -> None:
    table = read(b"sep=|\r\nName|E-mail\r\nBen|b@example.org\r\n")
    assert (table.header_line, table.rows[0].line, table.rows[0].text("email")) == (2, 3, "b@example.org")


def test_line_numbers_of_a_text_file_count_quoted_line_breaks_and_empty_lines() -> None:
    text = 'Name,Company\n"Zoë\nExample",One\n\n,\nBen,"Two\r\nlines"\nCleo,Three\n'
    table = read(text.encode())
    assert [(row.line, row.text("name")) for row in table.rows] == [
        (2, "Zoë Example"),
        (6, "Ben"),
        (8, "Cleo"),
    ]
    assert table.rows[1].text("company") == "Two lines"


def test_notes_in_quotes_above_the_header_do_not_hide_it() -> None:
    text = 'Notes:\n"Some are missing, for ""privacy"", and more."\n\nFirst Name,Last Name\nBen,Sample\n'
    table = read(text.encode())
    assert (table.header_line, table.rows[0].text("last_name")) == (4, "Sample")


def test_a_row_wider_than_the_header_is_named_and_not_guessed_at() -> None:
    table = read(b"Name,E-mail\nSample, Ben,b@example.org\nCleo,c@example.org,,\n")
    assert [row.text("name") for row in table.rows] == ["Cleo"]
    assert [row.line for row in table.broken] == [2]
    assert "more cells than the header" in table.broken[0].reason


def test_a_workbook_keeps_dates_as_dates_and_shows_whole_numbers_without_a_fraction() -> None:
    content = xlsx(
        [
            ["Given on", "From", "To", "Amount"],
            [date(2025, 12, 3), 53.0, "Ben", 0.1 + 0.2],
            [datetime(2025, 12, 4, 14, 30), "x", "y", True],  # noqa: DTZ001 (workbooks know no zones)
        ]
    )
    first, second = read(content, REFERRALS).rows
    assert first.cell("date") == date(2025, 12, 3)
    assert first.text("giver") == "53"
    assert first.cell("thanks") == Decimal("0.3")
    assert second.cell("date") == date(2025, 12, 4)
    assert second.text("thanks") == "TRUE"


def test_a_workbook_names_rows_as_the_spreadsheet_does() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for place, text in {
        "C4": "Name",
        "D4": "E-mail",
        "C5": "Zoë",
        "C9": "Ben",
        "D9": "b@example.org",
    }.items():
        sheet[place] = text
    table = read(saved(workbook))
    assert table.header_line == 4
    assert [(row.line, row.text("name"), row.text("email")) for row in table.rows] == [
        (5, "Zoë", ""),
        (9, "Ben", "b@example.org"),
    ]


def test_the_worksheet_that_holds_the_table_is_found_and_hidden_ones_are_not_looked_at() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Please read this first"])
    hidden = workbook.create_sheet("Old")
    hidden.append(["Name", "E-mail", "Company", "Joined"])
    hidden.sheet_state = "hidden"
    current = workbook.create_sheet("2025")
    current.append(["Name", "E-mail"])
    current.append(["Ben", "b@example.org"])
    table = read(saved(workbook))
    assert (table.sheet, len(table.rows)) == ("2025", 1)


def test_an_old_excel_file_is_read() -> None:
    table = read(old_xls())
    assert [(row.line, row.text("name"), row.cell("joined")) for row in table.rows] == [
        (4, "Zoë Exämple", date(2024, 3, 5)),
        (6, "Ben Sample", None),
    ]
    assert table.unrecognised == ("Visits",)
    assert table.rows[0].at(table.header.index("Visits")) == Decimal(53)


def test_the_name_of_the_file_decides_nothing() -> None:
    assert read_table(TEXT.encode(), "members.xlsx", MEMBERS).rows[0].text("name") == "Zoë Exämple"
    assert read_table(old_xls(), "members.csv", MEMBERS).rows[0].text("name") == "Zoë Exämple"


NEW_SLIPS = ["From", "To", "Slip Type", "Inside/Outside", "TYFCB Amount", "CEU Credits", "Detail"]


def numbered(cells: list[str]) -> dict[int, str]:
    return dict(enumerate(cells, 1))


def test_a_slips_audit_in_spreadsheetml_is_read() -> None:
    table = read(
        spreadsheetml(
            [
                numbered(NEW_SLIPS),
                {
                    1: "Zoë  Example",
                    2: "Ben Rahman\u00a0Sample",
                    3: "Referral",
                    4: "Tier 1 (inside)",
                    5: "",
                    6: "",
                },
                {2: "Ben & Co", 3: "TYFCB", 5: "235036.00"},
                {1: "Cleo", 3: "CEU", 6: "53.0", 7: "BNI Example, Some City, Country"},
            ]
        ),
        REFERRALS,
        SLIPS,
    )
    assert table.layout is SLIPS
    assert table.sheet == "Report"
    assert table.unrecognised == ()
    referral, thanks, learning = table.rows
    assert (referral.text("giver"), referral.text("receiver")) == ("Zoë Example", "Ben Rahman Sample")
    assert (thanks.text("giver"), thanks.text("receiver"), thanks.text("amount")) == (
        "",
        "Ben & Co",
        "235036.00",
    )
    assert (learning.line, learning.text("credits")) == (4, "53.0")
    assert learning.text("detail") == "BNI Example, Some City, Country"


def test_an_older_slips_audit_with_title_rows_and_blank_columns_is_read() -> None:
    table = read(
        spreadsheetml(
            [
                numbered(["Running user", "run at", "country", "region", "chapter"]),
                numbered(["Zoë Example", "25/08/2025", "Country", "Region", "BNI Example"]),
                {
                    1: "From",
                    3: "To",
                    4: "Slip Type",
                    6: "Inside/Outside",
                    7: "$ if TYFCB",
                    8: "Qty if CEU",
                    9: "Detail",
                },
                {1: "Zoë", 3: "Ben", 4: "Referral", 6: "Tier 2 (outside)"},
            ]
        ),
        SLIPS,
    )
    assert table.header_line == 3
    assert [name for _, name in table.recognised] == [column.name for column in SLIPS.columns]
    assert table.rows[0].text("inside") == "Tier 2 (outside)"


def test_a_bni_summary_serves_as_a_member_list_and_is_told_from_one() -> None:
    header = [
        "First Name",
        "Last Name",
        *"PALMS",
        "RGI",
        "RGO",
        "RRI",
        "RRO",
        "V",
        "1-2-1",
        "TYFCB",
        "CEU",
        "Custom",
    ]
    content = spreadsheetml([numbered(header), numbered(["Ayesha Noor", "Rahman Khan", "53.0"])])
    assert read(content, MEMBERS, SUMMARY).layout is SUMMARY
    assert read(content, MEMBERS, SUMMARY).unrecognised == ()
    assert read(content, MEMBERS).rows[0].text("last_name") == "Rahman Khan"


def test_spreadsheetml_keeps_row_numbers_through_index_gaps_and_merged_cells() -> None:
    content = spreadsheetml([{1: "Name", 2: "E-mail"}, {1: "Ben", 2: "b@example.org"}])
    jumped = content.replace(
        b'<Row>\r<Cell><Data ss:Type="String">Ben',
        b'<Row ss:Index="7"><Cell ss:MergeAcross="0"><Data ss:Type="String">Ben',
    )
    assert [(row.line, row.text("email")) for row in read(jumped).rows] == [(7, "b@example.org")]
    merged = spreadsheetml([{1: "Name", 2: "Other", 3: "E-mail"}, {1: "Ben", 2: "b@example.org"}]).replace(
        b'<Cell><Data ss:Type="String">Ben', b'<Cell ss:MergeAcross="1"><Data ss:Type="String">Ben'
    )
    assert read(merged).rows[0].text("email") == "b@example.org"


def test_typed_values_in_spreadsheetml_are_typed() -> None:
    rows = [{1: "Date", 2: "From", 3: "To"}, {1: "2025-12-03T00:00:00.000", 2: "a", 3: "b"}]
    content = spreadsheetml(rows, kind="DateTime")
    assert read(content, REFERRALS).rows[0].cell("date") == date(2025, 12, 3)
    numbers = spreadsheetml([{1: "Name"}, {1: "53.0"}], kind="Number")
    assert read(numbers).rows[0].text("name") == "53"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\r\n  ",
        b"%PDF-1.7\n...",
        b"\x89PNG\r\n\x1a\n",
        b"<!DOCTYPE html><html><table></table></html>",
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n",
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence_that_says_what_it_is(content: bytes) -> None:
    with pytest.raises(UnusableSheet, match=r"(?i)empty|not a table"):
        read(content)


def test_a_header_without_rows_is_a_table_without_rows() -> None:
    assert read(b"Name,E-mail\n").rows == []
