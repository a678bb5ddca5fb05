"""What stands on badges, and how much of what somebody offers fits on a roster: pure arranging."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

A_SHEET = 10
"""Two columns of five badges, 90 mm by 54 mm, fill a sheet of A4."""
OFFER_LENGTH = 110
LONG_NAME, VERY_LONG_NAME = 18, 30


@dataclass(frozen=True)
class Badge:
    """One badge; an empty one has no name."""

    name: str = ""
    line: str = ""
    """The category; of a substitute, for whom they come; of a visitor, that they visit."""
    company: str = ""
    qr: str = ""
    """A picture whose address leads to the profile."""

    @property
    def size(self) -> str:
        """How large the name can be."""
        if len(self.name) > VERY_LONG_NAME:
            return "small"
        return "medium" if len(self.name) > LONG_NAME else "large"


def make_badges(
    expected: Sequence[Any], visits: Sequence[Any], qr_of: Callable[[int], str]
) -> list[list[Badge]]:
    """Badges by sheet: members and who comes for them, then visitors, then empty ones on the last sheet.

    Args:
        expected: rows of `list_expected`. visits: rows of `list_visits`.
        qr_of: makes the picture for a membership's id.
    """
    badges = [_of_member(row, qr_of) for row in expected]
    badges += [Badge(visit.name, str(gettext("Visitor")), visit.company) for visit in visits]
    empty = -len(badges) % A_SHEET
    badges += [Badge()] * (empty if badges else A_SHEET)
    return [badges[start : start + A_SHEET] for start in range(0, len(badges), A_SHEET)]


def in_short(text: str) -> str:
    """The first line of what somebody offers, cut at a word."""
    line = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if len(line) <= OFFER_LENGTH:
        return line
    return f"{line[:OFFER_LENGTH].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def _of_member(row: Any, qr_of: Callable[[int], str]) -> Badge:
    if row.substitute_name:
        return Badge(row.substitute_name, str(gettext("for %(name)s", name=row.name)), "")
    return Badge(row.name, row.category, row.company, qr_of(row.id))
