"""Words, counts and texts in cells."""

from datetime import date
from decimal import Decimal

import pytest

from groupnet.sheets import (
    BadCell,
    Cell,
    cell_text,
    match_key,
    parse_choice,
    parse_whole_number,
    parse_yes_no,
    tidy,
)

SIDES = {"inside": True, "Tier 1 (inside)": True, "outside": False, "Tier 2 (outside)": False}


def test_text_is_tidied_of_what_nobody_sees() -> None:
    assert tidy("\ufeff Zoë\u00a0 \u200bExample\r\n Jr ") == "Zoë Example Jr"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (Decimal("53.0"), "53"),
        (Decimal("1.50"), "1.5"),
        (Decimal(100), "100"),
        (Decimal("1E+3"), "1000"),
        (date(2025, 12, 3), "2025-12-03"),
        (" a  b ", "a b"),
    ],
)
def test_every_cell_has_a_text(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_a_choice_forgives_case_spaces_and_punctuation() -> None:
    assert parse_choice(" TIER 1 (Inside) ", SIDES) is True
    assert parse_choice("tier2 outside", SIDES) is False


def test_an_unknown_choice_is_refused_with_the_words_that_would_do() -> None:
    with pytest.raises(BadCell, match=r"“sideways” is not known here. Write one of: “inside”"):
        parse_choice("sideways", SIDES)
    with pytest.raises(BadCell, match="Nothing is written here"):
        parse_choice(None, SIDES)


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Yes", True),
        ("x", True),
        ("✓", True),
        ("TRUE", True),
        ("1", True),
        ("no", False),
        ("N", False),
        ("-", False),
        ("0", False),
    ],
)
def test_yes_and_no_are_read(word: str, answer: bool) -> None:
    assert parse_yes_no(word) is answer


def test_neither_yes_nor_no_is_refused() -> None:
    for word in ("maybe", "", None):
        with pytest.raises(BadCell, match="neither yes nor no"):
            parse_yes_no(word)


def test_whole_numbers_are_read_and_others_refused() -> None:
    assert [parse_whole_number(cell) for cell in ("53", "53.0", Decimal(7), "0")] == [53, 53, 7, 0]
    for bad in ("1.5", "-1", "", None, "many", "٣", "1" * 30):
        with pytest.raises(BadCell, match="not a whole number"):
            parse_whole_number(bad)


def test_two_spellings_of_one_word_share_a_key() -> None:
    assert match_key(" Émail-Address ") == match_key("e.mail address") == "emailaddress"
    assert match_key("-") != match_key("✓")
