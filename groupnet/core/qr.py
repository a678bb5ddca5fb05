"""QR codes."""

import segno


def qr_image(content: str) -> str:
    """A QR code as a `data:` address of a picture, quiet zone included.

    Args:
        content: what a telephone is to read, such as a whole link.
    """
    return str(segno.make(content, error="m", micro=False).png_data_uri(scale=8, border=4))
