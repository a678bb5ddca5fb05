"""The board's figures, exact: pair counts in, figures out. In plain words for members: docs/figures.md.

Notation of the formulas: w[i][j] counted referrals from i to j, a[i][j] = 1 if w[i][j] > 0, n members,
L = Σa ties, W = Σw referrals, d = L / (n(n−1)) the density. Everything is summed in integers and divided
once at the end, so every rate is the float nearest to the exact value.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

FEWEST_TO_SAY = 3
HIGHEST_HEAT_LEVEL = 5


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """One member's referrals with the other members. Net is for that member alone to see."""

    given: int = 0
    received: int = 0
    partners: int = 0
    mutual_partners: int = 0

    @property
    def net(self) -> int:
        """Given minus received."""
        return self.given - self.received

    @property
    def took_part(self) -> bool:
        """Whether the member gave or received a counted referral."""
        return self.given + self.received > 0


@dataclass(frozen=True, slots=True)
class Figures(Generic[K]):
    """All figures of a group and window. Rates are None where undefined; they are exact, nothing withheld.

    `others` holds the pair counts in which somebody is not a member in the window; no figure counts them.
    """

    members: int
    referrals: int
    ties: int
    mutual_pairs: int
    one_way_pairs: int
    empty_pairs: int
    reciprocity: float | None
    beyond_chance: float | None
    weighted_reciprocity: float | None
    circulation: float | None
    chance_ties: float | None
    by_member: Mapping[K, MemberFigures]
    others: Mapping[tuple[K, K], int]

    @property
    def ties_both_ways(self) -> int:
        """Ties that run both ways, Σ a[i][j]·a[j][i]: each mutual pair holds two."""
        return 2 * self.mutual_pairs

    @property
    def people(self) -> int:
        """Members who gave or received a counted referral."""
        return sum(member.took_part for member in self.by_member.values())


def compute_figures(members: Iterable[K], pair_counts: Mapping[tuple[K, K], int]) -> Figures[K]:
    """Return the figures of `members` from `pair_counts`, which maps (giver, receiver) to counted referrals.

    A member named twice (somebody who rejoined) is one member; zero counts are no ties; a pair with anybody
    outside `members` goes to `others`. Raises ValueError for a negative count or a referral to oneself.
    """
    everybody = dict.fromkeys(members)
    inside, others = _split(everybody, pair_counts)
    by_member = _by_member(everybody, inside)
    n, ties, referrals = len(everybody), len(inside), sum(inside.values())
    both_ways = sum(pair[::-1] in inside for pair in inside)
    returned = sum(
        min(count, inside.get((receiver, giver), 0)) for (giver, receiver), count in inside.items()
    )
    circulating = sum(min(member.given, member.received) for member in by_member.values())
    possible, mutual = n * (n - 1), both_ways // 2
    return Figures(
        members=n,
        referrals=referrals,
        ties=ties,
        mutual_pairs=mutual,
        one_way_pairs=ties - both_ways,
        empty_pairs=possible // 2 - mutual - (ties - both_ways),
        reciprocity=_ratio(both_ways, ties),
        beyond_chance=_beyond_chance(both_ways, ties, possible),
        weighted_reciprocity=_ratio(returned, referrals),
        circulation=_ratio(circulating, referrals),
        chance_ties=_ratio(ties * ties, possible),
        by_member=by_member,
        others=others,
    )


def enough_to_say(figures: Figures[K]) -> bool:
    """Whether pages and files may show the rates, else "too few to say"; the command line is always exact.

    It takes three counted referrals and three people, where people are the members who gave or received one
    in the window, not all who could have: with forty members of whom two exchanged ten referrals, every rate
    would be a statement about those two.
    """
    return figures.referrals >= FEWEST_TO_SAY and figures.people >= FEWEST_TO_SAY


def enough_thanks(thanks: int, people: int) -> bool:
    """Whether a sum may be shown to a member without whose own part `thanks` amounts of `people` remain.

    What the member gave, received or imported must not be counted: else they would lift a month over the
    threshold with an amount of their own, and subtract it.

    Ask it for each whole month by itself and add up the months that pass, rather than for the window as a
    whole: else two windows that differ by one month would tell that month's single amount.
    """
    return thanks >= FEWEST_TO_SAY and people >= FEWEST_TO_SAY


def heat_level(count: int) -> int:
    """The heat map's step for a pair count: 0, 1, 2, 3, 4, and 5 for five or more. ValueError if negative."""
    if count < 0:
        raise ValueError(f"A count of referrals cannot be negative: {count}.")
    return min(count, HIGHEST_HEAT_LEVEL)


def _split(
    members: Mapping[K, None], pair_counts: Mapping[tuple[K, K], int]
) -> tuple[dict[tuple[K, K], int], dict[tuple[K, K], int]]:
    inside: dict[tuple[K, K], int] = {}
    others: dict[tuple[K, K], int] = {}
    for (giver, receiver), count in pair_counts.items():
        if count < 0:
            raise ValueError(f"A count of referrals cannot be negative: {count} from {giver} to {receiver}.")
        if count == 0:
            continue
        if giver == receiver:
            raise ValueError(f"Nobody refers to themselves: {giver}.")
        counted = giver in members and receiver in members
        (inside if counted else others)[giver, receiver] = count
    return inside, others


def _by_member(members: Mapping[K, None], inside: Mapping[tuple[K, K], int]) -> dict[K, MemberFigures]:
    given, received = dict.fromkeys(members, 0), dict.fromkeys(members, 0)
    gave_to: dict[K, set[K]] = {member: set() for member in members}
    received_from: dict[K, set[K]] = {member: set() for member in members}
    for (giver, receiver), count in inside.items():
        given[giver] += count
        received[receiver] += count
        gave_to[giver].add(receiver)
        received_from[receiver].add(giver)
    return {
        member: MemberFigures(
            given=given[member],
            received=received[member],
            partners=len(gave_to[member] | received_from[member]),
            mutual_partners=len(gave_to[member] & received_from[member]),
        )
        for member in members
    }


def _beyond_chance(both_ways: int, ties: int, possible: int) -> float | None:
    """ρ = (r − d) / (1 − d), None when d = 1 or there is no tie.

    Garlaschelli & Loffredo, Phys. Rev. Lett. 93, 268701 (2004). With r = both_ways / ties and
    d = ties / possible, multiplied out so that one division remains.
    """
    return _ratio(both_ways * possible - ties * ties, ties * (possible - ties))


def _ratio(numerator: int, denominator: int) -> float | None:
    """The float nearest to the quotient (Python divides integers of any size so); None over zero."""
    return numerator / denominator if denominator else None
