"""Amounts: whole minor units in, words of the locale out."""

import pytest
from flask import Flask

from groupnet.core.errors import RuleBroken
from groupnet.core.money import MOST, money, parse_amount


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
    ],
)
def test_amounts_are_read_as_people_type_them(app: Flask, typed: str, minor: int | None) -> None:
    with app.app_context():
        assert parse_amount(typed, "GBP") == minor


@pytest.mark.parametrize("typed", ["-5", "twelve", "1.2.3", "1e9", "=1+1", "9" * 16])
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
        assert money(MOST, "EUR") == "€10,000,000,000"
