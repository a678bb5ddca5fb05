"""Amounts of money as people write them, in minor units, without a float on the way. Pure."""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

LARGEST_MINOR = 10**15
"""More than anybody is thanked for in the smallest currency, and thousands of them still fit a sum."""

_CURRENCY = r"[A-Za-z]{1,4}\.?"
_LETTERS = re.compile(rf"(?:{_CURRENCY}\s*)?(?P<number>.*?)(?:\s*{_CURRENCY})?")
_DASH_FOR_ZEROS = re.compile(r"(?<=\d)[.,][-–—]+$")
# groups of two occur in India: 12,34,567
_WHOLE = re.compile(
    r"\d+|\d{1,3}(?P<by>[., ’'])\d{3}(?:(?P=by)\d{3})*|\d{1,2}(?P<of>[.,])(?:\d{2}(?P=of))+\d{3}", re.ASCII
)


class Problem(StrEnum):
    """What keeps a text from being an amount."""

    MISSING = "missing"
    NEGATIVE = "negative"
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    TOO_FINE = "too fine"
    TOO_LARGE = "too large"


class NoAmount(ValueError):
    """A text or number is no amount; who asked finds the words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def read_amount(text: str, decimals: int) -> int:
    """The amount in minor units of a currency with `decimals` decimal places.

    Both 1,234.50 and 1.234,50 are read. Thousands stand in exact groups with one kind of separator. One
    separator before exactly three digits groups thousands (1,234 is twelve hundred and thirty-four, 0.500
    and 1250.500 are not), except for a currency of three decimals, where it is ambiguous. A currency's sign
    or letters are passed over.

    Raises:
        NoAmount: it is negative, finer than the currency, too large, or cannot be read.
    """
    plain = " ".join(text.split())
    if not plain:
        raise NoAmount(Problem.MISSING)
    bare = "".join(mark for mark in plain if unicodedata.category(mark) != "Sc").strip()
    if bare.startswith(("-", "−", "(")) or (bare.endswith("-") and not _DASH_FOR_ZEROS.search(bare)):
        raise NoAmount(Problem.NEGATIVE)
    match = _LETTERS.fullmatch(bare)
    number = _DASH_FOR_ZEROS.sub("", match["number"].strip() if match else "")
    return minor_units(_decimal(number, decimals), decimals)


def minor_units(amount: Decimal, decimals: int) -> int:
    """A number in minor units of a currency with `decimals` decimal places.

    Raises:
        NoAmount: it is negative, finer than the currency, or too large.
    """
    if amount < 0:
        raise NoAmount(Problem.NEGATIVE)
    minor = amount.scaleb(decimals)
    if minor > LARGEST_MINOR:
        raise NoAmount(Problem.TOO_LARGE)
    if minor != minor.to_integral_value():
        raise NoAmount(Problem.TOO_FINE)
    return int(minor)


def _decimal(number: str, decimals: int) -> Decimal:
    point = _decimal_point(number, decimals)
    whole, _, fraction = number.rpartition(point) if point else (number, "", "")
    readable = _WHOLE.fullmatch(whole or "0") and re.fullmatch(r"\d*", fraction, re.ASCII)
    if not readable or not (whole or fraction):
        raise NoAmount(Problem.UNREADABLE)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{fraction or '0'}")


def _decimal_point(number: str, decimals: int) -> str:
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
            raise NoAmount(Problem.AMBIGUOUS)
        return ""
    return sign
