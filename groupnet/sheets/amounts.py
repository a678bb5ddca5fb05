"""Amounts of money as people write them, in minor units, without a float on the way."""

import re
import unicodedata
from decimal import Decimal

from groupnet.sheets.cells import Cell, cell_text
from groupnet.sheets.errors import BadCell

LARGEST_MINOR = 10**15

_CURRENCY = r"[A-Za-z]{1,4}\.?"
_LETTERS = re.compile(rf"^(?:{_CURRENCY}\s*)?(?P<number>.*?)(?:\s*{_CURRENCY})?$")
_DASH_FOR_ZEROS = re.compile(r"(?<=\d)[.,][-–—]+$")
_THOUSANDS = r"\d{1,3}(?:[ ’']\d{3})+|\d+"


def parse_amount(cell: Cell, decimals: int = 2) -> int:
    """The amount in minor units of a currency with ``decimals`` decimal places.

    Both 1,234.50 and 1.234,50 are read; one separator before exactly three digits groups thousands (1,234
    is twelve hundred and thirty-four), except for a currency of three decimals, where it is refused as
    ambiguous. A currency's sign or letters are ignored. Raises BadCell for negatives, for more decimals
    than the currency has, and for anything else.
    """
    if isinstance(cell, Decimal):
        return _minor(cell, decimals, cell_text(cell))
    shown = cell_text(cell)[:60]
    if not shown:
        raise BadCell("The amount is missing.")
    bare = "".join(mark for mark in shown if unicodedata.category(mark) != "Sc").strip()
    if bare.startswith(("-", "−", "(")) or (bare.endswith("-") and not _DASH_FOR_ZEROS.search(bare)):
        raise BadCell(f"“{shown}” is negative; an amount is zero or more.")
    match = _LETTERS.fullmatch(bare)
    number = _DASH_FOR_ZEROS.sub("", match["number"].strip() if match else "")
    return _minor(_decimal(number, decimals, shown), decimals, shown)


def _decimal(number: str, decimals: int, shown: str) -> Decimal:
    point = _decimal_point(number, decimals, shown)
    whole, _, fraction = number.rpartition(point) if point else (number, "", "")
    for separator in ",.":
        if separator in whole:
            # groups of two occur in India: 12,34,567
            if not re.fullmatch(
                rf"\d{{1,3}}(?:{re.escape(separator)}\d{{2,3}})*{re.escape(separator)}\d{{3}}", whole
            ):
                raise _not_an_amount(shown)
            whole = whole.replace(separator, "")
    if not re.fullmatch(_THOUSANDS, whole or "0", re.ASCII) or not re.fullmatch(r"\d*", fraction, re.ASCII):
        raise _not_an_amount(shown)
    if not whole and not fraction:
        raise _not_an_amount(shown)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{fraction or '0'}")


def _decimal_point(number: str, decimals: int, shown: str) -> str:
    """Which sign parts the decimals: ".", "," or "" for none."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return ""
    sign = number[last]
    if number.count(sign) > 1:
        return ""
    if ("," if sign == "." else ".") in number:
        return sign
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number, re.ASCII):
        if decimals == 3:
            raise BadCell(f"“{shown}” can be thousands or decimals. Write it like 1234.000.")
        return ""
    return sign


def _minor(amount: Decimal, decimals: int, shown: str) -> int:
    if amount < 0:
        raise BadCell(f"“{shown}” is negative; an amount is zero or more.")
    minor = amount.scaleb(decimals)
    if minor > LARGEST_MINOR:
        raise BadCell(f"“{shown}” is larger than any amount kept here.")
    if minor != minor.to_integral_value():
        raise BadCell(f"“{shown}” has more decimals than the currency, which has {decimals}.")
    return int(minor)


def _not_an_amount(shown: str) -> BadCell:
    return BadCell(f"“{shown}” is not an amount that can be read. Write it like 1234.50.")
