"""Who naturally helps whom: trades that sit together, old friendships, and a lean one way or the other."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from groupnet.demo.cast.model import Member
from groupnet.demo.story.words import load_table

SAME_TRADE = 8.0
FRIENDS = 10.0
SPREAD_OF_BONDS = 1.25
LEAN = 0.65
RETURN_DAYS = 75
RETURN_FACTOR = 2.2


class Ties:
    """How readily each gives to each; somebody who lately received is readier to give back."""

    def __init__(self, rng: Random, members: Sequence[Member]) -> None:
        self._readiness: dict[tuple[str, str], float] = {}
        self._last: dict[tuple[str, str], date] = {}
        self._energy = {member.slug: rng.lognormvariate(0, 0.45) for member in members}
        appeal = {member.slug: rng.lognormvariate(0, 0.3) for member in members}
        friends = {frozenset(pair) for pair in load_table("friends.toml")["pairs"]}
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                bond = rng.lognormvariate(0, SPREAD_OF_BONDS)
                bond *= SAME_TRADE if one.cluster == other.cluster else 1.0
                bond *= FRIENDS if frozenset((one.slug, other.slug)) in friends else 1.0
                for giver, receiver in ((one.slug, other.slug), (other.slug, one.slug)):
                    lean = rng.lognormvariate(0, LEAN)
                    self._readiness[giver, receiver] = bond * lean * appeal[receiver]

    def pick(self, rng: Random, day: date, present: Sequence[str]) -> tuple[str, str]:
        """A giver and a receiver among those `present`."""
        (giver,) = rng.choices(present, [self._energy[slug] for slug in present])
        others = [slug for slug in present if slug != giver]
        (receiver,) = rng.choices(others, [self._weight(giver, slug, day) for slug in others])
        self._last[giver, receiver] = day
        return giver, receiver

    def _weight(self, giver: str, receiver: str, day: date) -> float:
        weight = self._readiness[giver, receiver]
        lately = self._last.get((receiver, giver))
        if lately and day - lately <= timedelta(days=RETURN_DAYS):
            weight *= RETURN_FACTOR
        return weight
