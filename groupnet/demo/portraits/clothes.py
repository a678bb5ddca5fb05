"""Shoulders and what they wear."""

from collections.abc import Callable

from groupnet.demo.cast.model import Look
from groupnet.demo.portraits.canvas import Canvas, mirrored
from groupnet.demo.portraits.face import skin_of
from groupnet.demo.portraits.palette import CLOTH, Colour, luminance, mix, rgb

BLACK: Colour = (24, 22, 30)
WHITE: Colour = (252, 249, 243)


def darker(colour: Colour, share: float = 0.2) -> Colour:
    """The same cloth in a fold."""
    return mix(colour, BLACK, share)


def draw_shoulders(canvas: Canvas, look: Look) -> None:
    """The shoulders; the neck and the collar follow."""
    cloth = rgb(CLOTH[look.colour])
    shoulders = [(0, 394), (58, 398), (112, 420), (168, 444), (204, 480), (220, 545), (0, 570)]
    canvas.shape(mirrored([(float(x), float(y)) for x, y in shoulders]), cloth)
    for side in (-1, 1):
        canvas.stroke([(256 + side * 152, 486), (256 + side * 147, 530)], 5, darker(cloth, 0.16))


def draw_neckline(canvas: Canvas, look: Look) -> None:
    """What shows under the neck; drawn before it."""
    cloth, skin = rgb(CLOTH[look.colour]), skin_of(look)
    if look.top == "crew":
        canvas.oval((256, 398), 74, 42, darker(cloth, 0.14))
        canvas.oval((256, 394), 62, 34, skin)
    elif look.top == "vneck":
        canvas.shape(mirrored([(0, 384), (70, 392), (36, 442), (0, 482)]), darker(cloth, 0.14))
        canvas.shape(mirrored([(0, 380), (58, 390), (28, 438), (0, 466)]), skin)
    elif look.top == "blazer":
        inner = WHITE if luminance(cloth) < 0.75 else rgb(CLOTH["slate"])
        canvas.polygon([(192, 392), (320, 392), (262, 545), (250, 545)], inner)
        canvas.oval((256, 394), 50, 36, skin)
    elif look.top == "blouse":
        canvas.shape(mirrored([(0, 380), (56, 390), (26, 432), (0, 452)]), skin)
    elif look.top != "rollneck":
        canvas.polygon(mirrored([(0, 384), (48, 392), (0, 446)]), skin)


def draw_collar(canvas: Canvas, look: Look) -> None:
    """The collar; drawn over the neck."""
    collar = _COLLARS.get(look.top)
    if collar:
        collar(canvas, rgb(CLOTH[look.colour]))


def _shirt(canvas: Canvas, cloth: Colour) -> None:
    line = darker(cloth, 0.22)
    canvas.stroke([(256, 444), (256, 530)], 4, line)
    for y in (472, 504):
        canvas.oval((264, y), 4, 4, line)
    _flaps(canvas, mix(cloth, WHITE, 0.28), line)


def _polo(canvas: Canvas, cloth: Colour) -> None:
    line = darker(cloth, 0.22)
    canvas.polygon([(247, 436), (265, 436), (265, 494), (247, 494)], darker(cloth, 0.1))
    canvas.oval((256, 462), 4, 4, line)
    canvas.oval((256, 482), 4, 4, line)
    _flaps(canvas, darker(cloth, 0.16), line)


def _flaps(canvas: Canvas, colour: Colour, line: Colour) -> None:
    for side in (-1, 1):
        flap = [(42, 374), (58, 384), (80, 416), (40, 458), (0, 434), (30, 410)]
        points = [(256 + side * x, float(y)) for x, y in flap]
        canvas.polygon(points, colour)
        canvas.stroke([points[2], points[3], points[4]], 2.5, line)


def _blazer(canvas: Canvas, cloth: Colour) -> None:
    lapel = darker(cloth, 0.17) if luminance(cloth) > 0.25 else mix(cloth, WHITE, 0.12)
    for side in (-1, 1):
        shape = [(50, 380), (72, 392), (112, 446), (84, 454), (96, 470), (8, 552), (-6, 552), (46, 420)]
        canvas.polygon([(256 + side * x, float(y)) for x, y in shape], lapel)


def _rollneck(canvas: Canvas, cloth: Colour) -> None:
    canvas.shape(mirrored([(0, 366), (50, 360), (57, 388), (62, 416), (0, 426)]), mix(cloth, WHITE, 0.1))
    canvas.stroke([(204, 396), (230, 405), (256, 407), (282, 405), (308, 396)], 4, darker(cloth, 0.16))


def _blouse(canvas: Canvas, cloth: Colour) -> None:
    collar = mix(cloth, WHITE, 0.4)
    for side in (-1, 1):
        shape = [(44, 378), (66, 388), (92, 420), (70, 446), (34, 448), (4, 452), (28, 424)]
        canvas.shape([(256 + side * x, float(y)) for x, y in shape], collar)


_COLLARS: dict[str, Callable[[Canvas, Colour], None]] = {
    "shirt": _shirt,
    "polo": _polo,
    "blazer": _blazer,
    "rollneck": _rollneck,
    "blouse": _blouse,
}
