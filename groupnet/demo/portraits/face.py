"""Neck, ears, face and what is in it."""

from groupnet.demo.cast.model import Look
from groupnet.demo.portraits.canvas import MIDDLE, Canvas, Point, mirrored
from groupnet.demo.portraits.palette import HAIR, SKIN, Colour, luminance, mix, rgb

EYES_Y = 240.0
EYES_APART = 37.0
INK: Colour = (43, 37, 40)
WHITE: Colour = (255, 253, 250)
BLUSH: Colour = (214, 96, 84)
SHADE: Colour = (92, 34, 30)


def skin_of(look: Look) -> Colour:
    """The skin's colour."""
    return rgb(SKIN[look.skin])


def shade_of(look: Look, share: float = 0.16) -> Colour:
    """The skin in shadow: warmer and darker, never grey."""
    return mix(skin_of(look), SHADE, share)


def draw_neck(canvas: Canvas, look: Look) -> None:
    """The neck, with the chin's shadow on it."""
    neck = mirrored([(0, 300), (41, 310), (41, 372), (50, 402), (0, 424)])
    canvas.polygon(neck, skin_of(look))
    shadow = mirrored([(0, 300), (41, 310), (41, 366), (24, 377), (0, 381)])
    canvas.polygon(shadow, shade_of(look))


def draw_head(canvas: Canvas, look: Look, roundness: float) -> None:
    """Ears and the bare head; `roundness` from 0 (long) to 1 (round) varies the jaw a little."""
    for side in (-1, 1):
        centre = (MIDDLE + side * 93, EYES_Y + 6)
        canvas.oval(centre, 18, 25, skin_of(look))
        canvas.oval((centre[0] + side * 2, centre[1] + 1), 9, 14, shade_of(look))
    jaw = 76 + 8 * roundness
    chin = 354 - 6 * roundness
    outline: list[Point] = [
        (0, 112),
        (56, 122),
        (88, 166),
        (94, 228),
        (jaw + 9, 286),
        (jaw - 24, 334),
        (0, chin),
    ]
    canvas.shape(mirrored(outline), skin_of(look))


def draw_features(canvas: Canvas, look: Look, *, lift: float, open_smile: bool) -> None:
    """Cheeks, brows, eyes, nose, beard, mouth and glasses; `lift` (-1 to 1) raises or lowers the brows."""
    _draw_cheeks(canvas, look)
    if look.older:
        _draw_lines(canvas, look)
    _draw_brows_and_eyes(canvas, look, lift)
    draw_beard(canvas, look)
    nose = shade_of(look, 0.3)
    canvas.stroke([(244, 277), (248, 284), (256, 286), (264, 284), (268, 277)], 6, nose)
    _draw_mouth(canvas, look, open_smile)
    _draw_glasses(canvas, look)


def _draw_cheeks(canvas: Canvas, look: Look) -> None:
    blush = mix(skin_of(look), BLUSH, 0.2 if luminance(skin_of(look)) > 0.55 else 0.14)
    for side in (-1, 1):
        canvas.oval((MIDDLE + side * 60, 285), 19, 13, blush)


def _draw_lines(canvas: Canvas, look: Look) -> None:
    """The lines that laughing leaves."""
    line = shade_of(look, 0.22)
    for side in (-1, 1):
        under = [(28, 263), (36, 266), (45, 263)]
        canvas.stroke([(MIDDLE + side * x, y) for x, y in under], 4, line)
        canvas.stroke(
            [(MIDDLE + side * 31, 288), (MIDDLE + side * 38, 296), (MIDDLE + side * 41, 306)], 4, line
        )


def _draw_brows_and_eyes(canvas: Canvas, look: Look, lift: float) -> None:
    hair = rgb(HAIR[look.hair_colour])
    brow = mix(hair, mix(skin_of(look), SHADE, 0.55), 0.45 if luminance(hair) > 0.5 else 0.12)
    heavy = 9 if look.beard else 7
    for side in (-1, 1):
        x = MIDDLE + side * EYES_APART
        y = 211 - 3 * lift
        canvas.stroke([(x - side * 17, y + 1), (x + side * 2, y - 5), (x + side * 20, y + 4)], heavy, brow)
        canvas.oval((x, EYES_Y), 9, 11, INK)
        canvas.oval((x + 3, EYES_Y - 4), 2.8, 2.8, WHITE)
        if look.earrings or look.scarf:
            lash = [(-9, -7), (0, -11.5), (9, -8), (15, -11)]
            canvas.stroke([(x + side * dx, EYES_Y + dy) for dx, dy in lash], 4.5, INK)


def _draw_mouth(canvas: Canvas, look: Look, open_smile: bool) -> None:
    bearded = look.beard in ("full", "short")
    lips = mix(skin_of(look), (150, 44, 46), 0.55)
    if open_smile:
        canvas.shape(
            [(224, 304), (256, 309), (288, 304), (276, 324), (256, 331), (236, 324)], mix(lips, INK, 0.35)
        )
        canvas.polygon([(231, 307), (256, 310), (281, 307), (276, 315), (256, 318), (236, 315)], WHITE)
        return
    if bearded:
        canvas.shape([(230, 308), (256, 312), (282, 308), (270, 320), (256, 323), (242, 320)], lips)
        return
    canvas.stroke([(227, 306), (240, 316), (256, 320), (272, 316), (285, 306)], 7, lips)
    if look.earrings or look.scarf:
        canvas.stroke([(246, 323), (256, 325), (266, 323)], 6, mix(skin_of(look), lips, 0.6))


def draw_beard(canvas: Canvas, look: Look) -> None:
    """A beard, if there is one."""
    if not look.beard:
        return
    hair = mix(rgb(HAIR[look.hair_colour]), skin_of(look), 0.08)
    if look.beard in ("moustache", "goatee", "full", "short"):
        canvas.shape(mirrored([(0, 291), (22, 292), (38, 308), (24, 306), (0, 303)]), hair)
    if look.beard == "goatee":
        canvas.shape(mirrored([(0, 329), (18, 328), (27, 340), (18, 356), (0, 361)]), hair)
    cheek: list[Point] = [
        (0, 290),
        (36, 292),
        (58, 300),
        (78, 268),
        (92, 206),
        (94, 286),
        (66, 336),
        (0, 362),
    ]
    if look.beard == "full":
        cheek = [*cheek[:5], (97, 288), (72, 346), (0, 378)]
    if look.beard in ("full", "short"):
        canvas.shape(mirrored(cheek), hair)
    if look.beard == "stubble":
        canvas.shape(
            mirrored([*cheek[:4], (92, 236), (86, 284), (56, 332), (0, 353)]), mix(skin_of(look), hair, 0.2)
        )


def _draw_glasses(canvas: Canvas, look: Look) -> None:
    if not look.glasses:
        return
    frame = (58, 50, 52) if luminance(skin_of(look)) > 0.45 else (28, 22, 24)
    if look.hair_colour in ("grey", "white", "blond"):
        frame = (120, 72, 48)
    for side in (-1, 1):
        centre = (MIDDLE + side * 38, EYES_Y + 2)
        if look.glasses == "round":
            canvas.ring(centre, 29, 29, 5.5, frame)
        else:
            canvas.frame(centre, 31, 25, 5.5, frame)
        canvas.stroke([(MIDDLE + side * 67, EYES_Y - 3), (MIDDLE + side * 91, EYES_Y - 6)], 5.5, frame)
    canvas.stroke([(247, EYES_Y - 1), (256, EYES_Y - 4), (265, EYES_Y - 1)], 5.5, frame)
