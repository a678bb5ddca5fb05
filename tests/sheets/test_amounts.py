"""Money: exact, in minor units, whatever the separators."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupnet.sheets import BadCell, Cell, parse_amount


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1'234.50", 123450),
        ("1’234.50", 123450),
        ("1\u00a0234", 123400),
        ("1\u202f234,5", 123450),
        ("£235,036.00", 23503600),
        ("235036.00", 23503600),
        ("1,234", 123400),
        ("1.234", 123400),
        ("1,234,567", 123456700),
        ("12,34,567.89", 123456789),
        ("12,50", 1250),
        ("0", 0),
        ("0.05", 5),
        (".5", 50),
        ("5.", 500),
        ("CHF 1'000.–", 100000),
        ("1000.-", 100000),
        ("US$ 20", 2000),
        ("20 €", 2000),
        ("Fr. 20.50", 2050),
        ("20.50 kr", 2050),
        ("53.0", 5300),
        (Decimal("0.3"), 30),
        (Decimal(235036), 23503600),
        ("12.3400", 1234),
    ],
)
def test_an_amount_is_read_in_minor_units(cell: Cell, minor: int) -> None:
    assert parse_amount(cell) == minor


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-5", "negative"),
        ("−5.00", "negative"),
        ("(12.00)", "negative"),
        ("5-", "negative"),
        (Decimal(-1), "negative"),
        ("1.239,5,0", "not an amount"),
        ("1,23,4", "not an amount"),
        ("12 34", "not an amount"),
        ("abc", "not an amount"),
        ("1e5", "not an amount"),
        ("٣", "not an amount"),
        (".", "not an amount"),
        ("£", "not an amount"),
        ("12.345,678", "more decimals"),
        ("1234.567", "more decimals"),
        ("0.123", "more decimals"),
        (Decimal("0.123"), "more decimals"),
        ("9" * 20, "larger"),
        ("", "missing"),
        (None, "missing"),
    ],
)
def test_what_is_no_amount_is_refused_in_a_sentence(cell: Cell, why: str) -> None:
    with pytest.raises(BadCell, match=why):
        parse_amount(cell)


def test_the_decimals_are_the_currencys() -> None:
    assert parse_amount("1,234", 0) == 1234
    assert parse_amount("1234.00", 0) == 1234
    assert parse_amount("1.5", 3) == 1500
    with pytest.raises(BadCell, match="which has 0"):
        parse_amount("1.5", 0)
    with pytest.raises(BadCell, match="thousands or decimals"):
        parse_amount("1.234", 3)


@given(
    st.integers(min_value=0, max_value=10**14),
    st.sampled_from([0, 2]),
    st.sampled_from([("", "."), (",", "."), (".", ","), ("'", "."), (" ", ",")]),
)
def test_every_amount_is_read_back_from_every_way_to_write_it(
    minor: int, decimals: int, signs: tuple[str, str]
) -> None:
    group, point = signs
    whole, fraction = divmod(minor, 10**decimals)
    text = f"{whole:,}".replace(",", group) + (f"{point}{fraction:0{decimals}d}" if decimals else "")
    assert parse_amount(text, decimals) == minor


@given(st.text(alphabet="0123456789.,' -()£CHF", max_size=12), st.sampled_from([0, 2, 3]))
def test_no_text_breaks_the_reading_of_amounts(text: str, decimals: int) -> None:
    with suppress(BadCell):
        assert parse_amount(text, decimals) >= 0
