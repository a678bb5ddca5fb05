"""A square to draw on in units of the finished picture, four times as fine, with smooth closed shapes."""

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from groupnet.demo.portraits.palette import Colour

SIZE = 512
MIDDLE = SIZE / 2
FINER = 4
# Drawn a little smaller than shown: the figure grows from the middle of the lower edge.
ZOOM = 1.12
UNIT = FINER * ZOOM

Point = tuple[float, float]


class Canvas:
    """Shapes in the units of a 512-pixel picture; `png` gives the finished one."""

    def __init__(self, background: Colour) -> None:
        self._image = Image.new("RGB", (SIZE * FINER, SIZE * FINER), background)
        self._draw = ImageDraw.Draw(self._image)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """A closed shape with smooth corners through `points`."""
        self.polygon(smooth(points), colour)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A closed shape with sharp corners."""
        self._draw.polygon([_fine(point) for point in points], fill=colour)

    def oval(self, centre: Point, width: float, height: float, colour: Colour) -> None:
        """An upright ellipse of half-axes `width` and `height`."""
        self._draw.ellipse(_box(centre, width, height), fill=colour)

    def ring(self, centre: Point, width: float, height: float, stroke: float, colour: Colour) -> None:
        """An ellipse's outline."""
        self._draw.ellipse(_box(centre, width, height), outline=colour, width=round(stroke * UNIT))

    def frame(self, centre: Point, width: float, height: float, stroke: float, colour: Colour) -> None:
        """A rounded rectangle's outline."""
        box, radius = _box(centre, width, height), height * 0.55 * UNIT
        self._draw.rounded_rectangle(box, radius=radius, outline=colour, width=round(stroke * UNIT))

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A smooth open line with round ends."""
        line = smooth_line(points)
        fine = [_fine(point) for point in line]
        self._draw.line(fine, fill=colour, width=round(width * UNIT), joint="curve")
        for end in (line[0], line[-1]):
            self.oval(end, width / 2, width / 2, colour)

    def png(self) -> bytes:
        """The finished picture, 512 pixels square."""
        small = self._image.resize((SIZE, SIZE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "PNG", compress_level=6)
        return out.getvalue()


def _fine(point: Point) -> Point:
    x, y = point
    return MIDDLE * FINER + (x - MIDDLE) * UNIT, SIZE * FINER + (y - SIZE) * UNIT


def _box(centre: Point, width: float, height: float) -> tuple[float, float, float, float]:
    x, y = centre
    return (*_fine((x - width, y - height)), *_fine((x + width, y + height)))


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A closed Catmull-Rom curve through `points`."""
    count = len(points)
    return [
        _between([points[(at + shift) % count] for shift in (-1, 0, 1, 2)], step / steps)
        for at in range(count)
        for step in range(steps)
    ]


def smooth_line(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """An open Catmull-Rom curve from the first to the last of `points`."""
    if len(points) == 2:
        return list(points)
    padded = [points[0], *points, points[-1]]
    curve = [
        _between(padded[at : at + 4], step / steps) for at in range(len(points) - 1) for step in range(steps)
    ]
    return [*curve, points[-1]]


def mirrored(half: Sequence[Point]) -> list[Point]:
    """A symmetrical outline from its right half, given from top to bottom as (distance from middle, y)."""
    right = [(MIDDLE + x, y) for x, y in half]
    left = [(MIDDLE - x, y) for x, y in reversed(half) if x]
    return [*right, *left]


def around(centre: Point, width: float, height: float, count: int, start: float, end: float) -> list[Point]:
    """`count` points on an ellipse, from angle `start` to `end` in degrees (0 is right, 90 is down)."""
    x, y = centre
    angles = (math.radians(start + (end - start) * at / (count - 1)) for at in range(count))
    return [(x + width * math.cos(angle), y + height * math.sin(angle)) for angle in angles]


def _between(four: Sequence[Point], t: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = four
    return _spline(x0, x1, x2, x3, t), _spline(y0, y1, y2, y3, t)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    """Catmull-Rom (E. Catmull, R. Rom, 1974), uniform."""
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
