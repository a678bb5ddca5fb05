"""Amounts: whole minor units in, words of the locale out."""

from collections.abc import Callable

import pytest
from babel.numbers import get_currency_precision
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groupnet.core.amounts import LARGEST_MINOR
from groupnet.core.errors import RuleBroken
from groupnet.core.money import money, parse_amount
from groupnet.sheets import BadCell
from groupnet.sheets import parse_amount as parse_cell


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("", None),
        ("  ", None),
        ("250", 25_000),
        ("£250", 25_000),
        ("1,250.50", 125_050),
        ("1.250,50", 125_050),
        ("1 250", 125_000),
        ("1’250", 125_000),
        ("GBP 12.5", 1_250),
        ("0.99", 99),
        ("1,234,567", 123_456_700),
        ("1250.500", 125_050),
        ("1250,500", 125_050),
        ("0.500", 50),
        ("1.500", 150_000),
        ("12,34,567.89", 123_456_789),
    ],
)
def test_amounts_are_read_as_people_type_them(app: Flask, typed: str, minor: int | None) -> None:
    with app.app_context():
        assert parse_amount(typed, "GBP") == minor


@pytest.mark.parametrize(
    "typed",
    [
        *("-5", "twelve", "1.2.3", "1e9", "=1+1", "9" * 16, "12.345,678", "1250.505"),
        *("1,234.567,89", "1.234,567.89", "1 234,567", "1,2345", "1234,567,890", "12 34", "12,34,56"),
        *("€250", "$250", "EUR 250", "250 usd"),
    ],
)
def test_what_is_no_amount_is_refused_at_its_field(app: Flask, typed: str) -> None:
    with app.app_context(), pytest.raises(RuleBroken) as refusal:
        parse_amount(typed, "GBP")
    assert refusal.value.field == "amount"


def test_a_currency_without_minor_units_takes_none(app: Flask) -> None:
    with app.app_context():
        assert parse_amount("1,200", "JPY") == 1_200
        with pytest.raises(RuleBroken):
            parse_amount("12.50", "JPY")


def test_amounts_are_shown_in_their_currency(app: Flask) -> None:
    with app.app_context():
        assert money(6_140_000, "GBP") == "£61,400"
        assert money(12_345, "GBP") == "£123.45"
        assert money(12_345, "GBP", whole=True) == "£123"
        assert money(1_200, "JPY") == "JP¥1,200"
        assert money(LARGEST_MINOR, "EUR") == "€10,000,000,000,000"


def test_three_decimals_are_kept_and_what_may_be_thousands_is_asked_again(app: Flask) -> None:
    with app.app_context():
        assert parse_amount("12.345", "EUR") == 1_234_500
        assert parse_amount("1250.505", "KWD") == 1_250_505
        assert parse_amount("0.500", "KWD") == 500
        with pytest.raises(RuleBroken, match="thousands or decimals"):
            parse_amount("12.345", "KWD")


def test_the_sign_of_the_groups_own_currency_may_stand_there(app: Flask) -> None:
    with app.app_context():
        assert parse_amount("A$ 20", "AUD") == parse_amount("$20", "AUD") == 2_000
        assert parse_amount("¥1,200", "JPY") == 1_200
        assert parse_amount("20 CHF", "CHF") == 2_000


@given(st.text(alphabet="0123456789.,' -()", max_size=14), st.sampled_from(["JPY", "GBP", "KWD"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_typed_and_what_stands_in_a_cell_are_read_alike(app: Flask, text: str, currency: str) -> None:
    with app.app_context():
        digits = get_currency_precision(currency)
        assert _read(lambda: parse_amount(text, currency)) == _read(lambda: parse_cell(text, digits))


def _read(reading: Callable[[], int | None]) -> int | None:
    try:
        return reading()
    except (RuleBroken, BadCell):
        return None
