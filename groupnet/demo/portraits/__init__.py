"""Portraits of the demo's people, drawn from their `Look`; no photograph and no picture file is involved."""

from zlib import crc32

from groupnet.demo.cast.model import Look, Member
from groupnet.demo.portraits.canvas import Canvas
from groupnet.demo.portraits.clothes import draw_collar, draw_neckline, draw_shoulders
from groupnet.demo.portraits.face import draw_features, draw_head, draw_neck, skin_of
from groupnet.demo.portraits.hair import draw_hair_before, draw_hair_behind
from groupnet.demo.portraits.palette import BACKGROUNDS, Colour, mix, rgb

GOLD: Colour = (214, 168, 84)
WHITE: Colour = (255, 255, 255)


def draw_portrait(look: Look, slug: str) -> bytes:
    """A portrait as PNG, 512 pixels square; the slug decides the background and the small differences."""
    seed = crc32(slug.encode())
    canvas = Canvas(rgb(BACKGROUNDS[seed % len(BACKGROUNDS)]))
    draw_hair_behind(canvas, look)
    draw_shoulders(canvas, look)
    draw_neckline(canvas, look)
    draw_neck(canvas, look)
    draw_collar(canvas, look)
    draw_head(canvas, look, roundness=(seed >> 4) % 5 / 4)
    if look.hair == "bald":
        canvas.oval((222, 146), 22, 9, mix(skin_of(look), WHITE, 0.22))
    draw_features(canvas, look, lift=(seed >> 8) % 5 / 2 - 1, open_smile=(seed >> 12) % 3 == 0)
    draw_hair_before(canvas, look)
    if look.earrings:
        for x in (162, 350):
            canvas.oval((x, 278), 7, 7, GOLD)
    return canvas.png()


def portrait_of(member: Member) -> bytes | None:
    """The member's portrait as PNG, or None for somebody without a picture."""
    return draw_portrait(member.look, member.slug) if member.look else None
