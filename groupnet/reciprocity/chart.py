"""Where the trend is drawn: across in hundredths of the width, down in pixels, so text keeps its size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from groupnet.reciprocity.trend import Point

LEFT, RIGHT = 9.0, 96.0
TOP, BOTTOM = 24.0, 148.0
HEIGHT = 176
LEAST_TOP_PERCENT = 20
LABEL_EVERY = 3

Segment = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines as (x1, y1, x2, y2), dots as (x, y), labels as (x, last day of a month), grid as (y, percent)."""

    share: list[Segment]
    chance: list[Segment]
    dots: list[tuple[float, float]]
    labels: list[tuple[float, date]]
    grid: list[tuple[float, int]]
    latest: tuple[float, float, int] | None
    last: Point
    begins: date | None
    """The end of the first window that says something, where earlier ones do not."""
    height: int = HEIGHT
    bottom: float = BOTTOM


def draw_chart(points: Sequence[Point]) -> Chart | None:
    """The drawing of a trend; a gap where a window has too little to say. None with fewer than two points."""
    if sum(point.told for point in points) < 2:
        return None
    top = _top_percent(points)
    step = (RIGHT - LEFT) / max(len(points) - 1, 1)
    across = [round(LEFT + step * number, 2) for number in range(len(points))]

    def down(share: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * share * 100 / top, 1)

    told = [(x, point) for x, point in zip(across, points, strict=True) if point.told]
    last_x, last = told[-1]
    return Chart(
        share=_segments(across, points, lambda point: down(point.share)),
        chance=_segments(across, points, lambda point: down(point.chance_share)),
        dots=[(x, down(point.share)) for x, point in told],
        labels=[
            (x, point.window.end)
            for number, (x, point) in enumerate(zip(across, points, strict=True))
            if (len(points) - 1 - number) % LABEL_EVERY == 0
        ],
        grid=[(down(percent / 100), percent) for percent in (0, top // 2, top)],
        latest=(last_x, down(last.share), round(last.share * 100)),
        last=last,
        begins=None if points[0].told else told[0][1].window.end,
    )


def _top_percent(points: Sequence[Point]) -> int:
    """The chart's top: the highest share, rounded up to a whole twenty."""
    highest = max(max(point.share, point.chance_share) for point in points if point.told) * 100
    return max(LEAST_TOP_PERCENT, -(-int(highest + 0.999) // LEAST_TOP_PERCENT) * LEAST_TOP_PERCENT)


def _segments(
    across: Sequence[float], points: Sequence[Point], down: Callable[[Point], float]
) -> list[Segment]:
    return [
        (x1, down(one), x2, down(other))
        for (x1, one), (x2, other) in pairwise(zip(across, points, strict=True))
        if one.told and other.told
    ]
