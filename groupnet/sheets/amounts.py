"""Amounts of money in cells, in minor units."""

from decimal import Decimal

from groupnet.core.amounts import NoAmount, Problem, minor_units, read_amount
from groupnet.sheets.cells import Cell, cell_text
from groupnet.sheets.errors import BadCell
from groupnet.sheets.words import N_, gettext


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
    sentence = {
        Problem.MISSING: N_("The amount is missing."),
        Problem.NEGATIVE: N_("“%(text)s” is negative; an amount is zero or more."),
        Problem.UNREADABLE: N_("“%(text)s” is not an amount that can be read. Write it like 1234.50."),
        Problem.AMBIGUOUS: N_("“%(text)s” can be thousands or decimals. Write it like 1234.000."),
        Problem.TOO_FINE: N_("“%(text)s” has more decimals than the currency, which has %(decimals)d."),
        Problem.TOO_LARGE: N_("“%(text)s” is larger than any amount kept here."),
    }[problem]
    return gettext(sentence, text=shown, decimals=decimals)
