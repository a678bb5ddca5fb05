"""Hair: what lies behind the head, and what lies over it."""

from collections.abc import Callable

from groupnet.demo.cast.model import Look
from groupnet.demo.portraits.canvas import Canvas, Point, around, mirrored
from groupnet.demo.portraits.palette import CLOTH, HAIR, Colour, luminance, mix, rgb
from groupnet.demo.portraits.scarf import draw_scarf

Painter = Callable[[Canvas, Colour], None]
BLACK: Colour = (20, 16, 20)
WHITE: Colour = (255, 248, 238)


def draw_hair_behind(canvas: Canvas, look: Look) -> None:
    """The hair behind head and shoulders."""
    painter = _BEHIND.get(look.hair)
    if painter:
        painter(canvas, mix(rgb(HAIR[look.hair_colour]), BLACK, 0.22))


def draw_hair_before(canvas: Canvas, look: Look) -> None:
    """The hair over forehead, temples and shoulders, or the scarf."""
    if look.hair == "headscarf":
        draw_scarf(canvas, rgb(CLOTH[look.scarf]))
    elif look.hair != "bald":
        _BEFORE[look.hair](canvas, rgb(HAIR[look.hair_colour]))


def sheen(colour: Colour) -> Colour:
    """Where the light falls on hair."""
    return mix(colour, WHITE, 0.13 if luminance(colour) < 0.35 else 0.22)


def _shape(*half: Point) -> Painter:
    return lambda canvas, colour: canvas.shape(mirrored(half), colour)


def _cap(*half: Point) -> Painter:
    """Hair over the skull, with one soft light on it."""

    def paint(canvas: Canvas, colour: Colour) -> None:
        canvas.shape(mirrored(half), colour)
        top = half[0][1]
        canvas.stroke([(198, top + 40), (214, top + 26), (236, top + 18)], 7, sheen(colour))

    return paint


def _side(canvas: Canvas, colour: Colour) -> None:
    outline = [(158, 226), (153, 160), (186, 108), (250, 86), (318, 98), (356, 150), (357, 226), (345, 226)]
    hairline = [(341, 186), (326, 164), (270, 160), (214, 138), (186, 168), (170, 190), (167, 226)]
    canvas.shape([(float(x), float(y)) for x, y in outline + hairline], colour)
    canvas.stroke([(216, 136), (250, 120), (296, 122), (322, 138)], 6, sheen(colour))


def _quiff(canvas: Canvas, colour: Colour) -> None:
    outline = [(159, 220), (156, 158), (174, 108), (222, 74), (290, 66), (340, 92), (356, 150), (353, 220)]
    hairline = [(344, 220), (340, 180), (318, 156), (256, 148), (196, 158), (174, 184), (168, 220)]
    canvas.shape([(float(x), float(y)) for x, y in outline + hairline], colour)
    canvas.stroke([(206, 126), (232, 104), (272, 92), (308, 98)], 7, sheen(colour))


def _pixie(canvas: Canvas, colour: Colour) -> None:
    outline = [(155, 250), (146, 170), (178, 106), (254, 84), (328, 100), (364, 160), (359, 250), (346, 236)]
    hairline = [(338, 190), (300, 196), (262, 184), (226, 152), (200, 184), (176, 206), (166, 240)]
    canvas.shape([(float(x), float(y)) for x, y in outline + hairline], colour)
    canvas.stroke([(232, 138), (262, 162), (298, 174)], 6, sheen(colour))
    canvas.stroke([(190, 140), (214, 120), (244, 112)], 6, sheen(colour))


def _curls(canvas: Canvas, colour: Colour) -> None:
    canvas.shape(
        mirrored([(0, 92), (60, 100), (96, 146), (102, 214), (90, 212), (80, 172), (40, 156), (0, 154)]),
        colour,
    )
    for x, y in around((256, 178), 92, 80, 12, 168, 372):
        canvas.oval((x, y), 25, 25, colour)
    for x, y in around((256, 176), 58, 30, 5, 200, 340):
        canvas.oval((x, y), 23, 20, colour)
    for x, y in around((256, 172), 66, 60, 6, 200, 340):
        canvas.stroke([(x - 9, y), (x - 2, y - 8), (x + 8, y - 5)], 5, sheen(colour))


def _afro(canvas: Canvas, colour: Colour) -> None:
    for x, y in around((256, 182), 114, 94, 17, 148, 392):
        canvas.oval((x, y), 30, 30, colour)
    canvas.oval((256, 184), 114, 98, colour)


def _afro_front(canvas: Canvas, colour: Colour) -> None:
    canvas.shape(
        mirrored([(0, 84), (70, 96), (108, 160), (104, 214), (88, 204), (74, 172), (36, 156), (0, 152)]),
        colour,
    )
    for x, y in around((256, 170), 96, 74, 7, 200, 340):
        canvas.stroke([(x - 8, y + 2), (x, y - 6), (x + 9, y - 2)], 5, sheen(colour))


def _cloud(canvas: Canvas, colour: Colour) -> None:
    """Long curls behind the head, down to the shoulders."""
    canvas.shape(
        mirrored([(0, 90), (80, 104), (118, 180), (126, 280), (132, 370), (100, 420), (0, 420)]), colour
    )
    for side in (-1, 1):
        for x, y in (
            (100, 150),
            (118, 190),
            (124, 234),
            (130, 280),
            (136, 326),
            (134, 370),
            (116, 408),
            (80, 420),
        ):
            canvas.oval((256 + side * x, y), 28, 28, colour)


def _cloud_front(canvas: Canvas, colour: Colour) -> None:
    for side in (-1, 1):
        for x, y in (
            (26, 122),
            (58, 130),
            (84, 154),
            (101, 186),
            (107, 224),
            (108, 262),
            (112, 300),
            (116, 340),
        ):
            canvas.oval((256 + side * x, y), 27, 27, colour)
        for x, y in ((36, 116), (84, 150), (104, 216), (112, 290)):
            canvas.stroke(
                [(256 + side * (x - 9), y), (256 + side * x, y - 8), (256 + side * (x + 9), y - 2)],
                5,
                sheen(colour),
            )
    canvas.oval((256, 116), 26, 24, colour)


def _bun(canvas: Canvas, colour: Colour) -> None:
    canvas.oval((256, 95), 42, 36, colour)
    canvas.stroke([(231, 88), (246, 73), (266, 71)], 6, sheen(colour))
    _SWEPT(canvas, colour)


def _tail(canvas: Canvas, colour: Colour) -> None:
    canvas.shape(
        [(330, 130), (384, 160), (402, 240), (398, 330), (380, 420), (352, 440), (346, 340), (336, 230)],
        colour,
    )


def _plait(canvas: Canvas, colour: Colour) -> None:
    _CURTAINS(canvas, colour)
    for step in range(5):
        width = 25 - 2.2 * step
        centre = (352.0 + (3 if step % 2 else -3), 318.0 + 36 * step)
        canvas.oval(centre, width, 23, colour)
        canvas.stroke(
            [(centre[0] - width + 8, centre[1] + 4), (centre[0] + 3, centre[1] + 15)], 4, sheen(colour)
        )
    canvas.oval((350, 482), 13, 7, (152, 70, 60))


def _braids(canvas: Canvas, colour: Colour) -> None:
    canvas.shape(
        mirrored([(0, 87), (60, 97), (102, 140), (121, 220), (128, 440), (80, 452), (0, 452)]), colour
    )


def _braids_front(canvas: Canvas, colour: Colour) -> None:
    _CURTAINS(canvas, colour)
    light = sheen(colour)
    for side in (-1, 1):
        for x, bottom in ((100, 452), (120, 440), (138, 420)):
            strand = [
                (256 + side * (x - 22), 168.0),
                (256 + side * (x - 4), 250.0),
                (256 + side * x, float(bottom)),
            ]
            canvas.stroke(strand, 19, colour)
            canvas.stroke(
                [(px, py + 12) for px, py in strand[:2]] + [(strand[2][0], bottom - 12.0)], 3, light
            )
    for x in (-44, -16, 16, 44):
        canvas.stroke([(256 + x * 0.2, 142), (256 + x, 118)], 3, light)


def _locs(canvas: Canvas, colour: Colour) -> None:
    canvas.shape(
        mirrored([(0, 84), (64, 94), (100, 146), (104, 226), (90, 222), (76, 172), (38, 156), (0, 154)]),
        colour,
    )
    for x, y in around((256, 190), 106, 96, 13, 172, 368):
        inner = (256 + (x - 256) * 0.66, 176 + (y - 190) * 0.66)
        drop = max(0.0, y - 110) * 0.42
        canvas.stroke([inner, (x, y), (x + (x - 256) * 0.08, y + drop)], 20, colour)
    for x, y in around((256, 190), 84, 74, 7, 200, 340):
        canvas.stroke([(x, y), (256 + (x - 256) * 0.76, 182 + (y - 190) * 0.76)], 4, sheen(colour))


def _receding(canvas: Canvas, colour: Colour) -> None:
    for side in (-1, 1):
        patch = [(70, 128), (92, 152), (105, 205), (100, 240), (88, 228), (84, 190), (70, 158), (58, 138)]
        canvas.shape([(256 + side * x, float(y)) for x, y in patch], colour)
    canvas.shape(mirrored([(0, 102), (48, 110), (76, 134), (62, 140), (30, 132), (0, 134)]), colour)


def _fringe(canvas: Canvas, colour: Colour) -> None:
    half = [
        (0, 86),
        (54, 96),
        (96, 140),
        (112, 220),
        (108, 320),
        (88, 318),
        (86, 250),
        (82, 200),
        (44, 194),
        (0, 192),
    ]
    canvas.shape(mirrored([(float(x), float(y)) for x, y in half]), colour)
    for x in (-48, -16, 16, 48):
        canvas.stroke([(256 + x * 0.8, 150), (256 + x, 184)], 4, mix(colour, BLACK, 0.2))
    canvas.stroke([(190, 132), (220, 116), (262, 112)], 7, sheen(colour))


_SWEPT = _cap(
    (0, 92), (50, 100), (86, 134), (101, 180), (103, 226), (91, 232), (86, 190), (62, 160), (0, 146)
)
_CURTAINS = _cap(
    (0, 87),
    (52, 97),
    (90, 134),
    (109, 194),
    (113, 258),
    (111, 320),
    (95, 318),
    (92, 250),
    (84, 204),
    (48, 166),
    (0, 138),
)
_LONG = _shape((0, 88), (60, 98), (102, 140), (121, 220), (128, 340), (120, 424), (70, 440), (0, 440))
_WAVY = _shape(
    (0, 87),
    (60, 97),
    (104, 140),
    (122, 196),
    (119, 240),
    (136, 284),
    (128, 336),
    (144, 384),
    (118, 426),
    (60, 424),
    (0, 420),
)
_BOB = _shape((0, 85), (60, 95), (104, 138), (122, 210), (126, 290), (120, 346), (88, 364), (0, 366))

_BEHIND: dict[str, Painter] = {
    "long": _LONG,
    "plait": _BOB,
    "wavy": _WAVY,
    "fringe": _BOB,
    "bob": _BOB,
    "afro": _afro,
    "long_curls": _cloud,
    "ponytail": _tail,
    "braids": _braids,
}
_BEFORE: dict[str, Painter] = {
    "crop": _cap((0, 106), (56, 113), (90, 150), (98, 212), (90, 210), (83, 174), (50, 158), (0, 155)),
    "short": _cap(
        (0, 92), (52, 100), (88, 132), (102, 178), (102, 226), (91, 228), (85, 184), (52, 164), (0, 160)
    ),
    "side": _side,
    "quiff": _quiff,
    "pixie": _pixie,
    "curls": _curls,
    "afro": _afro_front,
    "long": _CURTAINS,
    "wavy": _CURTAINS,
    "bob": _CURTAINS,
    "fringe": _fringe,
    "long_curls": _cloud_front,
    "bun": _bun,
    "ponytail": _SWEPT,
    "plait": _plait,
    "braids": _braids_front,
    "locs": _locs,
    "receding": _receding,
}
