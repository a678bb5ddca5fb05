"""QR codes."""

import segno

CHECKERED = 0
"""One of the eight masks of ISO/IEC 18004: every other module is turned over."""


def qr_image(content: str) -> str:
    """A QR code as a `data:` address of a picture, quiet zone included.

    Args:
        content: what a telephone is to read, such as a whole link.
    """
    return str(segno.make(content, error="m", micro=False).png_data_uri(scale=8, border=4))


def qr_drawing(content: str) -> str:
    """As `qr_image`, but drawn in lines and some ten times as fast, for a page with hundreds of them.

    What takes the time is trying all eight masks for the one that reads best from far off; held in the hand,
    any of them reads.
    """
    code = segno.make(content, error="m", micro=False, mask=CHECKERED)
    return str(code.svg_data_uri(border=4, omitsize=True, encode_minimal=True, omit_charset=True))
