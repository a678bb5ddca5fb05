"""The order of people in the heat map: those who exchange much lie next to each other.

Average linkage: everybody begins as a row of one; again and again the two rows whose people exchange most
on average (both directions added) are laid end to end, turned so that the closest ends meet. Groups of people
who help each other so become blocks on the diagonal. Two rows exchanging equally much: the names decide, so
the same figures always give the same picture.
"""

from collections.abc import Mapping
from heapq import heapify, heappop, heappush
from typing import TypeVar

from groupnet.core.words import fold

K = TypeVar("K", int, str)


def order_by_name(names: Mapping[K, str]) -> list[K]:
    """The keys of `names` from A to Z, as the directory has them; people of one name by key."""
    return sorted(names, key=lambda key: (fold(names[key]), key))


def order_by_exchange(names: Mapping[K, str], pair_counts: Mapping[tuple[K, K], int]) -> list[K]:
    """The keys of `names` in the heat map's order; who exchanged nothing comes last, from A to Z.

    `pair_counts` maps (giver, receiver) to a count; pairs with anybody not in `names` are passed over.
    """
    alphabet = order_by_name(names)
    place = {key: number for number, key in enumerate(alphabet)}
    links: list[dict[int, int]] = [{} for _ in alphabet]
    for (giver, receiver), count in pair_counts.items():
        if giver in place and receiver in place and giver != receiver and count > 0:
            one, other = place[giver], place[receiver]
            links[one][other] = links[other][one] = links[one].get(other, 0) + count
    return [alphabet[number] for number in _join(links)]


def _join(links: list[dict[int, int]]) -> list[int]:
    """Order the numbers 0..n−1, whose symmetric exchange is `links`. A row is known by its lowest number."""
    rows = {number: [number] for number in range(len(links))}
    between = {number: dict(others) for number, others in enumerate(links)}
    queue = [(-float(w), low, high) for low in between for high, w in between[low].items() if low < high]
    heapify(queue)
    while queue:
        distance, low, high = heappop(queue)
        # An entry is out of date once one of its rows was joined to another; the present one is queued too.
        if low not in rows or high not in rows or distance != _distance(rows, between, low, high):
            continue
        rows[low] = _end_to_end(rows[low], rows.pop(high), links)
        for other, weight in between.pop(high).items():
            del between[other][high]
            if other != low:
                between[low][other] = between[other][low] = between[low].get(other, 0) + weight
        for other in between[low]:
            first, second = min(low, other), max(low, other)
            heappush(queue, (_distance(rows, between, first, second), first, second))
    facing = (row if row[0] <= row[-1] else row[::-1] for row in rows.values())
    return [number for row in sorted(facing, key=lambda row: (len(row) == 1, row[0])) for number in row]


def _distance(rows: dict[int, list[int]], between: dict[int, dict[int, int]], one: int, other: int) -> float:
    """Minus the average exchange of a person in the one row with a person in the other."""
    return -between[one].get(other, 0) / (len(rows[one]) * len(rows[other]))


def _end_to_end(one: list[int], other: list[int], links: list[dict[int, int]]) -> list[int]:
    """Both rows as one, turned so that the two people who meet exchange as much as possible."""
    choices = [(left, right) for left in (one, one[::-1]) for right in (other, other[::-1])]
    left, right = max(choices, key=lambda choice: links[choice[0][-1]].get(choice[1][0], 0))
    return left + right
