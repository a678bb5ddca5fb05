"""What the directory shows under each face: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from groupnet.core.words import fold
from groupnet.groups.models import Status
from groupnet.groups.periods import is_newcomer, status_on
from groupnet.members.search import Match, Pieces, find_match, mark

NEW_AMONG = 3
"""Where one in so many of a page is new, as in a group just begun, saying so tells nothing."""
BESIDE_THE_FACE = ("company", "offers", "good_referral")


@dataclass(frozen=True)
class Card:
    """One face."""

    id: int
    name: str
    photo_version: str | None
    name_pieces: Pieces
    category_pieces: Pieces
    match: Match | None
    on_leave: bool
    newcomer: bool


def lay_out(
    rows: Sequence[Any], stays: Mapping[int, Sequence[Any]], day: date, words: Sequence[str] = ()
) -> list[Card]:
    """Cards of rows of people, in their order.

    Args:
        rows: with id, name, photo_version and category, and where words are given what may hold them.
        stays: the periods of each.
        day: in the group's zone.
        words: folded words looked for.
    """
    cards = [_card(row, stays.get(row.id, ()), day, words) for row in rows]
    if not words and sum(card.newcomer for card in cards) * NEW_AMONG >= len(cards):
        return [replace(card, newcomer=False) for card in cards]
    return cards


def _card(row: Any, periods: Sequence[Any], day: date, words: Sequence[str]) -> Card:
    seen_anyway = fold(f"{row.name}\n{row.category}")
    others = [word for word in words if word not in seen_anyway]
    parts = [(part, getattr(row, part)) for part in BESIDE_THE_FACE] if others else []
    return Card(
        id=row.id,
        name=row.name,
        photo_version=row.photo_version,
        name_pieces=mark(row.name, words),
        category_pieces=mark(row.category, words),
        match=find_match(parts, others),
        on_leave=status_on(day, periods) is Status.ON_LEAVE,
        newcomer=is_newcomer(day, periods),
    )
