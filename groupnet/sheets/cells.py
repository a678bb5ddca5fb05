"""A cell as it was read, and its text, numbers and choices."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from groupnet.sheets.errors import BadCell
from groupnet.sheets.words import gettext

Cell = str | Decimal | date | None
"""Text as written, a number or a date that the file itself types as such, or nothing."""

T = TypeVar("T")

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "x", "✓", "✔"), True),
    **dict.fromkeys(("no", "n", "false", "f", "0", "-"), False),
}


def tidy(text: str) -> str:
    """The text on one line, without invisible marks, with single ordinary spaces."""
    return " ".join(text.translate(_INVISIBLE).split())


def cell_text(cell: Cell) -> str:
    """The cell as one line of text: "" when empty, 53.0 as "53", a date in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        plain = format(cell, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(cell, date):
        return cell.isoformat()
    return tidy(cell)


def match_key(text: str) -> str:
    """The text without case, accents, spaces and punctuation: what two spellings of one word share.

    A text of signs alone ("-", "✓") is its own key.
    """
    plain = unicodedata.normalize("NFKD", tidy(text).casefold())
    return "".join(mark for mark in plain if mark.isalnum()) or tidy(text)


def parse_choice(cell: Cell, meanings: Mapping[str, T]) -> T:
    """What the cell's word means, by ``meanings`` (word -> value; case, spaces and punctuation are forgiven).

    Raises BadCell, naming the words that would do, for an unknown word or an empty cell.
    """
    text = cell_text(cell)
    by_key = {match_key(word): meaning for word, meaning in meanings.items()}
    if text and match_key(text) in by_key:
        return by_key[match_key(text)]
    words = ", ".join(f"“{word}”" for word in meanings)
    if not text:
        raise BadCell(gettext("Nothing is written here. Write one of: %(words)s.", words=words))
    raise BadCell(
        gettext("“%(text)s” is not known here. Write one of: %(words)s.", text=_cut(text), words=words)
    )


def parse_yes_no(cell: Cell) -> bool:
    """Whether the cell says yes ("yes", "y", "true", "1", "x" …); raises BadCell when it says neither."""
    try:
        return parse_choice(cell, YES_NO)
    except BadCell:
        raise BadCell(
            gettext("“%(text)s” is neither yes nor no. Write “yes” or “no”.", text=_cut(cell_text(cell)))
        ) from None


def parse_whole_number(cell: Cell) -> int:
    """A count: "53", "53.0" or a number cell; raises BadCell for fractions, negatives and anything else."""
    text = cell_text(cell)
    whole, _, rest = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 9 and rest.strip("0") == ""):
        raise BadCell(
            gettext("“%(text)s” is not a whole number. Write it in digits, such as 12.", text=_cut(text))
        )
    return int(whole)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
