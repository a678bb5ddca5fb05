"""Money: whole minor units and a currency, never a float."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision, get_currency_symbol
from flask_babel import get_locale, gettext

from groupnet.core.errors import RuleBroken

MOST = 10**12


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

    Spaces, the currency's sign and thousands separators are forgiven; the last of point and comma
    with one or two digits after it parts the minor units.

    Raises:
        RuleBroken: it is no amount, negative, or has too many digits; at the field `amount`.
    """
    digits = get_currency_precision(currency)
    plain = re.sub(
        r"[\s’'_]", "", text.replace(get_currency_symbol(currency, "en"), "").replace(currency, "")
    )
    if not plain:
        return None
    match = re.fullmatch(r"(?P<whole>\d{1,3}(?:[.,]?\d{3})*|\d+)(?:[.,](?P<part>\d{1,2}))?", plain)
    if not match or len(match["part"] or "") > digits:
        raise RuleBroken(
            gettext("Type an amount such as 250 or 1,250.50, or leave it empty."), field="amount"
        )
    try:
        value = Decimal(re.sub(r"[.,]", "", match["whole"]) + "." + (match["part"] or "0"))
    except InvalidOperation as error:
        raise RuleBroken(gettext("This is no amount."), field="amount") from error
    minor = int(value.scaleb(digits))
    if minor > MOST:
        raise RuleBroken(gettext("This amount is too large. Is the point in its place?"), field="amount")
    return minor
