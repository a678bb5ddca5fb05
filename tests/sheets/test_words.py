"""Sentences go through gettext, with an application and without one."""

import subprocess
import sys

import pytest

from groupnet.sheets import BadCell, UnusableSheet, parse_date, read_table
from tests.sheets.files import spreadsheetml, xlsx
from tests.sheets.layouts import MEMBERS


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language of its own: in capitals, or marked where places are filled."""

    def translate(message: str, **values: object) -> str:
        return "¡" + message % values if values else message.upper()

    monkeypatch.setattr("flask_babel.gettext", translate)


@pytest.mark.usefixtures("shouting")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "THIS FILE IS EMPTY."),
        (b"%PDF-1.7", "THIS FILE IS A PDF, NOT A TABLE. SAVE IT AS XLSX OR CSV AND TRY AGAIN."),
        (xlsx([["Name"], ["Ben"]])[:-30], "THIS WORKBOOK IS DAMAGED."),
        (spreadsheetml([{1: "Name", 9_999_999: "x"}]), "¡This file has more than 500 columns."),
        (b"Colour\nred\n", "¡No header row was found in the first 30 rows."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(content: bytes, said: str) -> None:
    with pytest.raises(UnusableSheet) as refused:
        read_table(content, "m", MEMBERS)
    assert refused.value.message.startswith(said)


def test_without_an_application_sentences_are_plain_english() -> None:
    with pytest.raises(BadCell) as refused:
        parse_date("100% tomorrow")
    assert refused.value.message.startswith("“100% tomorrow” is not a date that can be read.")


def test_the_process_that_opens_files_starts_without_what_translates() -> None:
    heavy = "print({'flask', 'babel'} & set(sys.modules))"
    command = f"import sys, groupnet.sheets.readers.child; {heavy}"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
