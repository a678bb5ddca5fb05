"""A headscarf."""

from groupnet.demo.portraits.canvas import Canvas, mirrored, smooth
from groupnet.demo.portraits.palette import Colour, mix

BLACK: Colour = (20, 16, 20)
WHITE: Colour = (255, 248, 238)


def draw_scarf(canvas: Canvas, cloth: Colour) -> None:
    """One closed band round the face, its end laid over the shoulders."""
    outer = smooth(
        mirrored([(0, 86), (62, 97), (108, 154), (120, 250), (112, 340), (140, 410), (118, 462), (0, 478)])
    )
    opening = smooth(mirrored([(0, 152), (52, 162), (80, 196), (86, 244), (77, 294), (46, 331), (0, 345)]))
    canvas.polygon([*outer, outer[0], *reversed(opening), opening[-1]], cloth)
    fold, light = mix(cloth, BLACK, 0.2), mix(cloth, WHITE, 0.16)
    rim = smooth(mirrored([(0, 147), (54, 157), (84, 194), (90, 244), (81, 298), (50, 336), (0, 351)]))
    canvas.polygon([*rim, rim[0], *reversed(opening), opening[-1]], light)
    canvas.stroke([(170, 330), (206, 384), (262, 408), (330, 400), (372, 372)], 6, fold)
    canvas.stroke([(158, 388), (214, 432), (286, 446), (356, 424)], 6, fold)
    canvas.stroke([(182, 152), (208, 122), (246, 108)], 6, light)
