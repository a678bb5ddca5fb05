"""The heat map as plain values: who stands where, and what each cell says."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from groupnet.members.faces import short_names
from groupnet.reciprocity.figures import HIGHEST_HEAT_LEVEL, heat_level
from groupnet.reciprocity.ordering import order_by_exchange
from groupnet.reciprocity.people import BoardMember

FEW, MANY, MOST = 10, 25, 36
"""Up to how many members the cells are roomy, plain, small; beyond, smallest."""
BESIDE = 14
"""Up to how many members something else stands beside the matrix."""

CELL = Markup('<td class="{}">{}</td>')
"""Written once a count instead of once a cell: forty members have 1,600 cells, of a handful of kinds."""
SELF = CELL.format("heat-self", "")
NOTHING = CELL.format("heat-0", "·")
KEY = tuple(
    (f"heat-{level}", f"{level}+" if level == HIGHEST_HEAT_LEVEL else str(level))
    for level in range(HIGHEST_HEAT_LEVEL + 1)
)
"""The legend."""


@dataclass(frozen=True, slots=True)
class Line:
    """A giver and what they passed to each receiver, in the order of the heads."""

    name: str
    mine: bool
    cells: list[Markup]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Givers in lines, receivers in columns, in the same order."""

    heads: list[tuple[str, bool]]
    lines: list[Line]
    size: str

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of a page."""
        return len(self.lines) > BESIDE


def draw_matrix(
    people: Mapping[int, BoardMember], pairs: Mapping[tuple[int, int], int], *, viewer_id: int, by_name: bool
) -> Matrix:
    """Lay the heat map out.

    Args:
        people: the members in the window, A to Z.
        pairs: counts by (giver, receiver), above zero.
        viewer_id: whose line and column are marked.
        by_name: A to Z, instead of people who exchange much beside each other.
    """
    names = {key: person.name for key, person in people.items()}
    order = list(people) if by_name else order_by_exchange(names, pairs)
    place = {key: number for number, key in enumerate(order)}
    lines = [[NOTHING] * len(order) for _ in order]
    drawn: dict[int, Markup] = {}
    for (giver, receiver), count in pairs.items():
        if count not in drawn:
            drawn[count] = CELL.format(f"heat-{heat_level(count)}", count)
        lines[place[giver]][place[receiver]] = drawn[count]
    for number, line in enumerate(lines):
        line[number] = SELF
    short = short_names(people.values())
    return Matrix(
        heads=[(short[key], key == viewer_id) for key in order],
        lines=[Line(names[key], key == viewer_id, cells) for key, cells in zip(order, lines, strict=True)],
        size=_size(len(order)),
    )


def _size(members: int) -> str:
    if members <= FEW:
        return "matrix-few"
    if members <= MANY:
        return "matrix-some"
    return "matrix-many" if members <= MOST else "matrix-many matrix-most"
