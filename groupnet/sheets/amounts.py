"""Amounts of money in cells, in minor units."""

from decimal import Decimal

from groupnet.core.amounts import NoAmount, Problem, minor_units, read_amount
from groupnet.sheets.cells import Cell, cell_text
from groupnet.sheets.errors import BadCell


def parse_amount(cell: Cell, decimals: int = 2) -> int:
    """The amount in minor units of a currency with ``decimals`` decimal places.

    A text is read as ``core.amounts.read_amount`` says. Raises BadCell for negatives, for more decimals than
    the currency has, and for anything else.
    """
    shown = cell_text(cell)[:60]
    try:
        return minor_units(cell, decimals) if isinstance(cell, Decimal) else read_amount(shown, decimals)
    except NoAmount as error:
        raise BadCell(_sentence(error.problem, shown, decimals)) from None


def _sentence(problem: Problem, shown: str, decimals: int) -> str:
    return {
        Problem.MISSING: "The amount is missing.",
        Problem.NEGATIVE: f"“{shown}” is negative; an amount is zero or more.",
        Problem.UNREADABLE: f"“{shown}” is not an amount that can be read. Write it like 1234.50.",
        Problem.AMBIGUOUS: f"“{shown}” can be thousands or decimals. Write it like 1234.000.",
        Problem.TOO_FINE: f"“{shown}” has more decimals than the currency, which has {decimals}.",
        Problem.TOO_LARGE: f"“{shown}” is larger than any amount kept here.",
    }[problem]
