"""Money: whole minor units and a currency, never a float."""

import re
import unicodedata
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision, get_currency_symbol, list_currencies
from flask_babel import get_locale, gettext, ngettext

from groupnet.core.amounts import NoAmount, Problem, read_amount
from groupnet.core.errors import RuleBroken


def money(minor: int, currency: str, *, whole: bool = False) -> str:
    """An amount as people of the present locale write it.

    Args:
        minor: in minor units, such as pence.
        currency: a three-letter code.
        whole: leave the minor digits out, for sums.
    """
    value = Decimal(minor).scaleb(-get_currency_precision(currency))
    locale = get_locale() or "en_GB"
    if whole or value == value.to_integral_value():
        return str(format_currency(value, currency, locale=locale, format="¤#,##0", currency_digits=False))
    return str(format_currency(value, currency, locale=locale))


def parse_amount(text: str, currency: str) -> int | None:
    """What somebody typed as an amount, in minor units; None for nothing typed.

    It is read as `core.amounts.read_amount` says; another currency's sign or code is refused.

    Raises:
        RuleBroken: it is no amount, or of another currency; at the field `amount`.
    """
    if not text.strip():
        return None
    if _names_another(text, currency):
        raise RuleBroken(
            gettext("Amounts are in %(currency)s here. Type the number alone.", currency=currency),
            field="amount",
        )
    try:
        return read_amount(text, get_currency_precision(currency))
    except NoAmount as error:
        raise RuleBroken(_sentence(error.problem, currency), field="amount") from error


def _names_another(text: str, currency: str) -> bool:
    ours = _signs(get_currency_symbol(currency, "en"))
    codes = set(re.findall("[A-Z]{3}", text.upper())) & list_currencies()
    return bool(codes - {currency} or (ours and _signs(text) - ours))


def _signs(text: str) -> set[str]:
    return {mark for mark in text if unicodedata.category(mark) == "Sc"}


def _sentence(problem: Problem, currency: str) -> str:
    if problem is Problem.AMBIGUOUS:
        return str(gettext("That can be thousands or decimals. Type it such as 1234.000."))
    if problem is Problem.TOO_FINE:
        digits = get_currency_precision(currency)
        return str(
            ngettext(
                "%(currency)s has %(num)d decimal place. Type fewer.",
                "%(currency)s has %(num)d decimal places. Type fewer.",
                digits,
                currency=currency,
            )
            if digits
            else gettext("%(currency)s has no decimal places. Type a whole number.", currency=currency)
        )
    if problem is Problem.TOO_LARGE:
        return str(gettext("This amount is too large. Is the point in its place?"))
    return str(gettext("Type an amount such as 250 or 1,250.50, or leave it empty."))
