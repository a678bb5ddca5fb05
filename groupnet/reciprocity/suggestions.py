"""One kind suggestion of whom a member could help next, with the reason; the view finds the words.

That somebody received nothing from anybody is no reason here: only officers see that. A suggestion rests on
what passed between the two and on what the other shows to the whole group.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from groupnet.core.words import fold

K = TypeVar("K", bound=Hashable)


class Reason(StrEnum):
    """Why this person is suggested."""

    PASSED_YOU_MORE = "passed_you_more"
    NEWCOMER = "newcomer"
    NOTHING_YET = "nothing_yet"


@dataclass(frozen=True, slots=True)
class Partner(Generic[K]):
    """Another member as one member sees them: what passed between the two in the window, and what they seek.

    `given` went from the viewer to this member, `received` came from them.
    """

    member: K
    name: str
    given: int = 0
    received: int = 0
    last_received_on: date | None = None
    has_good_referral: bool = False
    newcomer: bool = False
    on_leave: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[K]):
    """Whom to help next and why; `received_count` is what they passed to the viewer in the window."""

    member: K
    reason: Reason
    received_count: int


def suggest(partners: Iterable[Partner[K]], *, viewer_name: str, has_standing: bool) -> Suggestion[K] | None:
    """Choose whom the viewer could help next among the group's other members; None if nobody stands out.

    First who passed the viewer more than the viewer passed them: the largest difference, then the latest
    referral, then the name. Else somebody with a good-referral sentence with whom nothing was exchanged in
    the window: newcomers first, then the next name after the viewer's own in the alphabet, going round, so
    that not everybody is pointed to the same person. Members on leave are never suggested, and a viewer
    without standing (on leave or a newcomer) gets no suggestion.
    """
    if not has_standing:
        return None
    present = [partner for partner in partners if not partner.on_leave]
    ahead = [partner for partner in present if partner.received > partner.given]
    if ahead:
        chosen = min(ahead, key=_by_difference)
        return Suggestion(chosen.member, Reason.PASSED_YOU_MORE, chosen.received)
    untried = [p for p in present if p.has_good_referral and p.given == p.received == 0]
    if not untried:
        return None
    mine = fold(viewer_name)
    chosen = min(untried, key=lambda p: (not p.newcomer, fold(p.name) <= mine, fold(p.name)))
    return Suggestion(chosen.member, Reason.NEWCOMER if chosen.newcomer else Reason.NOTHING_YET, 0)


def _by_difference(partner: Partner[K]) -> tuple[int, int, str]:
    latest = partner.last_received_on.toordinal() if partner.last_received_on else 0
    return partner.given - partner.received, -latest, fold(partner.name)
