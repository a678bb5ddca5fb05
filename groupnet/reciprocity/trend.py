"""The trend: ties that run both ways in equal windows, one ending with each month. Pure, and quick by bits.

A pair's months and a person's windows are bits of one number, so that a year of windows costs one pass over
the pairs instead of one query or one full reckoning a window.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from groupnet.core.clock import A_DAY
from groupnet.reciprocity.figures import FEWEST_TO_SAY
from groupnet.reciprocity.windows import Window, trend_windows

POINTS = 12
LONGEST_MONTHS = 24
"""Beyond this, equal windows would overlap so much that the line hardly moves."""
DAYS_A_MONTH = 30.44

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """One window of the trend; `told` is false where there is too little to say anything."""

    window: Window
    ties: int
    both_ways: int
    chance_ties: float
    told: bool

    @property
    def months(self) -> int:
        """How many whole months the window has."""
        first, last = self.window.start, self.window.end
        return (last.year - first.year) * 12 + last.month - first.month + 1

    @property
    def share(self) -> float:
        """Reciprocity r: the share of ties that run both ways."""
        return self.both_ways / self.ties if self.ties else 0.0

    @property
    def chance_share(self) -> float:
        """The share of ties that would run both ways by chance, d."""
        return self.chance_ties / self.ties if self.ties else 0.0


def windows_of_trend(window: Window, today: date) -> list[Window]:
    """The trend's windows, as many whole months long as `window` (rounded), up to the last month it holds.

    None for a window of more than two years.
    """
    months = max(1, round(window.days / DAYS_A_MONTH))
    if months > LONGEST_MONTHS:
        return []
    return trend_windows(min(today, window.end + A_DAY), months, POINTS)


def reckon_trend(
    windows: Sequence[Window],
    member_of: Mapping[int, int],
    months_of: Mapping[Pair, int],
    *,
    since: date,
    besides: int | None = None,
) -> list[Point]:
    """The trend's points.

    Args:
        windows: whole months each, oldest first.
        member_of: in which of the windows a person is a member: bit k for the k-th.
        months_of: in which months a pair has a counted referral: bit k for the k-th month from `since` on.
        since: the first of a month.
        besides: somebody whose own ties are left out when asking whether there is enough to say.
    """
    if not windows:
        return []
    ties = _ties(windows, member_of, months_of, since)
    both_ways = (mask & ties.get(pair[::-1], 0) for pair, mask in ties.items())
    tie_counts, both_counts = _per_window(ties.values(), windows), _per_window(both_ways, windows)
    members = _per_window(member_of.values(), windows)
    told = _told({pair: mask for pair, mask in ties.items() if besides not in pair}, windows)
    return [
        Point(window, number, both, number**2 / (n * (n - 1)) if n > 1 else 0.0, enough)
        for window, number, both, n, enough in zip(
            windows, tie_counts, both_counts, members, told, strict=True
        )
    ]


def _ties(
    windows: Sequence[Window], member_of: Mapping[int, int], months_of: Mapping[Pair, int], since: date
) -> dict[Pair, int]:
    """The windows in which a pair is a tie between two members, as bits."""
    spans = [_month_bits(window, since) for window in windows]
    known: dict[int, int] = {}
    ties = {}
    for (giver, receiver), months in months_of.items():
        if months not in known:
            known[months] = sum(1 << number for number, span in enumerate(spans) if months & span)
        mask = known[months] & member_of.get(giver, 0) & member_of.get(receiver, 0)
        if mask:
            ties[giver, receiver] = mask
    return ties


def _month_bits(window: Window, since: date) -> int:
    """The months of a window, as bits."""
    first, last = (
        (day.year - since.year) * 12 + day.month - since.month for day in (window.start, window.end)
    )
    return (1 << (last + 1)) - (1 << first)


def _told(ties: Mapping[Pair, int], windows: Sequence[Window]) -> list[bool]:
    """Whether each window has three ties among three people; as strict as `enough_to_say`, or stricter."""
    people: dict[int, int] = defaultdict(int)
    for pair, mask in ties.items():
        for person in pair:
            people[person] |= mask
    pairs = zip(_per_window(ties.values(), windows), _per_window(people.values(), windows), strict=True)
    return [min(pair) >= FEWEST_TO_SAY for pair in pairs]


def _per_window(masks: Iterable[int], windows: Sequence[Window]) -> list[int]:
    """How many masks have each window's bit."""
    counts = Counter(masks)
    return [sum(times for mask, times in counts.items() if mask >> k & 1) for k in range(len(windows))]
