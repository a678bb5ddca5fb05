"""Links as QR codes."""

import segno


def qr_image(address: str) -> str:
    """A QR code as a `data:` address of a picture, quiet zone included.

    Args:
        address: a whole link.
    """
    return str(segno.make(address, error="m", micro=False).png_data_uri(scale=8, border=4))
