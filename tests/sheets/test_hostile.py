"""Files made to hurt, and files that came to harm."""

import io
import random
import struct
import threading
import zipfile

import pytest

from groupnet.sheets import Limits, UnusableSheet, read_table
from tests.sheets.files import old_xls, raw_xlsx, spreadsheetml, xlsx
from tests.sheets.layouts import MEMBERS

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'


def refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnusableSheet) as refused:
        read_table(content, "m", MEMBERS, limits=limits)
    return refused.value.message


def test_T38_a_workbook_that_unpacks_to_far_too_much_is_refused_by_its_directory() -> None:
    assert "unpack to far more" in refusal(raw_xlsx(HEADER + " " * 50_000_000))


def test_T38_a_workbook_that_lies_about_its_size_is_refused() -> None:
    content = raw_xlsx(HEADER + " " * 50_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert lying != content
    assert "damaged" in refusal(lying)


@pytest.mark.parametrize("far", ["XFD1048576", "T1048576"])
def test_T38_two_cells_at_far_ends_do_not_fill_the_memory(far: str) -> None:
    content = raw_xlsx(f'{HEADER}<row r="1048576"><c r="{far}"><v>1</v></c></row>')
    assert "refused" in refusal(content)


def test_T38_one_long_text_shared_by_many_cells_does_not_fill_the_memory() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 60_000))
    letters = "".join(random.Random(1).choices("abcdefghijklmnop", k=32_000))
    assert "refused" in refusal(raw_xlsx(HEADER + rows, shared_text=letters))


def test_T38_a_directory_of_countless_entries_is_refused_before_it_is_listed() -> None:
    content = bytearray(xlsx([["Name"], ["Ben"]]))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 12, 50_000_000)
    assert "unpack to far more" in refusal(bytes(content))


def test_T38_reading_ends_when_its_time_is_over() -> None:
    assert "refused" in refusal(xlsx([["Name"]]), Limits(wall_seconds=0))


def test_T38_two_bombs_at_once_leave_room_for_an_honest_file() -> None:
    bomb = raw_xlsx(f'{HEADER}<row r="1048576"><c r="T1048576"><v>1</v></c></row>')
    refused: list[str] = []
    threads = [threading.Thread(target=lambda: refused.append(refusal(bomb))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert len(read_table(xlsx([["Name"], ["Ben"]]), "m", MEMBERS).rows) == 1
    for thread in threads:
        thread.join()
    assert len(refused) == 3


def test_the_process_that_opens_files_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> object:
        seen.update(options)
        raise AssertionError

    monkeypatch.setenv("GROUPNET_SECRET_KEY", "a-secret")
    monkeypatch.setattr("groupnet.core.limited.subprocess.run", run)
    with pytest.raises(AssertionError):
        read_table(xlsx([["Name"]]), "m", MEMBERS)
    assert "a-secret" not in repr(seen["env"])


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_and_document_types_in_xml_are_refused(document_type: str) -> None:
    content = spreadsheetml([{1: "Name"}, {1: "Ben"}], head=document_type)
    assert "not well-formed" in refusal(content)


def test_xml_that_breaks_off_or_nests_without_end_is_refused() -> None:
    whole = spreadsheetml([{1: "Name"}, {1: "Ben"}])
    assert "not well-formed" in refusal(whole[:-20])
    assert "not well-formed" in refusal(whole.replace(b"<Styles>", b"<a>" * 100_000))


def test_an_index_far_to_the_right_does_not_fill_the_memory() -> None:
    assert "more than 500 columns" in refusal(spreadsheetml([{1: "Name", 9_999_999: "x"}]))


@pytest.mark.parametrize("cut", [30, 200, 2000])
def test_damaged_workbooks_are_refused(cut: int) -> None:
    assert "damaged" in refusal(xlsx([["Name"], ["Ben"]])[:-cut])
    assert "damaged" in refusal(old_xls()[:cut])


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letter.txt", "hello")
    assert "damaged" in refusal(stream.getvalue())


def test_a_locked_workbook_is_named_as_such() -> None:
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 512
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 512
    )
    assert "password" in refusal(locked)


def test_T39_binary_rubbish_and_nul_bytes_are_refused() -> None:
    assert "not a table of text" in refusal(random.Random(7).randbytes(5000) + b"\x81\x00")
    assert "not a table of text" in refusal(b"Name,E-mail\nBen\0Sample,b@example.org\n" + b"x,y\n" * 3000)


def test_T39_one_broken_byte_in_utf8_is_named_and_not_read_as_another_encoding() -> None:
    content = "Name,Company\nZoë,Söhne\nBen,".encode() + b"\xff\n"
    assert "line 3 holds a character that cannot be read" in refusal(content)


def test_T39_an_unclosed_quotation_mark_does_not_swallow_the_rows_after_it() -> None:
    content = b'Name,Company\nAda,One\n"Ben,Two\nCleo,Three\nDora,Four\n'
    assert "after line 2: a quotation mark" in refusal(content)


def test_too_many_bytes_rows_or_columns_are_refused() -> None:
    assert "larger than 16 MB" in refusal(b"x" * (16 * 1024 * 1024 + 1))
    few = Limits(rows=10, columns=5)
    many_rows = [["Name"]] + [["Ben"]] * 20
    assert "more than 10 rows" in refusal(b"Name\n" + b"Ben\n" * 20, few)
    assert "more than 10 rows" in refusal(xlsx(many_rows), few)
    assert "more than 5 columns" in refusal(b"Name,a,b,c,d,e\n", few)
    assert "more than 5 columns" in refusal(xlsx([["Name", "a", "b", "c", "d", "e"]]), few)
    assert "more text" in refusal(xlsx([["Name"], ["x" * 500]]), Limits(characters=100))
    assert "nearly all of them empty" in refusal(xlsx([["Name"], *[[None]] * 50, ["Ben"]]), Limits(span=20))


def test_T39_a_hundred_thousand_rows_are_read_each_with_its_line() -> None:
    lines = "".join(f"Member {n},m{n}@example.org,2025-12-03,Example Ltd\n" for n in range(100_000))
    table = read_table(f"Name,E-mail,Joined,Company\n{lines}".encode(), "m.csv", MEMBERS)
    assert (len(table.rows), table.rows[-1].line, table.rows[-1].text("name")) == (
        100_000,
        100_001,
        "Member 99999",
    )


def test_T39_duplicates_and_empty_rows_keep_their_lines() -> None:
    table = read_table(xlsx([["Name"], ["Ben"], [None], ["  "], ["Ben"]]), "m", MEMBERS)
    assert [(row.line, row.text("name")) for row in table.rows] == [(2, "Ben"), (5, "Ben")]
