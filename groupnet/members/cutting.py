"""Cutting faces out of pictures. It knows no web and nobody's language: it names why it will not."""

import hashlib
import io
import re
from enum import StrEnum
from typing import NamedTuple

from PIL import Image, ImageOps

SIZES = {"small": 96, "medium": 256, "large": 512}
"""The stored sizes, in pixels."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
MOST_SCANS = 100
"""A progressive JPEG goes over the picture some ten times; each time costs as much as the whole picture."""
FEWEST_ACROSS = 96
ROUGHLY = 1024
"""What a large picture is first reduced to: twice the largest size stored."""
HEADROOM = 0.3
"""Where the middle of an upright picture is cut: faces stand in its upper half."""
QUALITY = 82
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd8])")
"""A marker of a JPEG that begins a segment, or ends the picture."""
_SCAN, _END = b"\xda", b"\xd9"


class Crop(StrEnum):
    """Which square of an oblong picture is kept."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Faces(NamedTuple):
    """A square picture as WebP, in the sizes of `SIZES`, and a word that changes with it."""

    small: bytes
    medium: bytes
    large: bytes
    version: str


class Why(StrEnum):
    """Reasons not to cut."""

    UNREADABLE = "unreadable"
    MANY_PIXELS = "many pixels"
    MANY_SCANS = "many scans"
    TINY = "tiny"


class Refused(Exception):
    """No face can be cut out of this."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def cut_faces(content: bytes, *, crop: Crop = Crop.MIDDLE) -> tuple[str, Faces]:
    """Turn a picture's bytes into its format's name and faces. Nothing else of the file is kept (T37).

    Of a moving picture only the first frame is looked at.

    Raises:
        Refused: it is no picture, or costs far more than one of a face.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            # what phones write with a second, smaller picture inside is a JPEG all the same
            kind = "JPEG" if image.format == "MPO" else str(image.format)
            _check(image, kind, content)
            return kind, faces_of(_upright(image), crop=crop)
    except Refused:
        raise
    except _BOMBS as error:
        raise Refused(Why.MANY_PIXELS) from error
    except Exception as error:  # decoders raise anything on hostile bytes
        raise Refused(Why.UNREADABLE) from error


def faces_of(image: Image.Image, *, crop: Crop = Crop.MIDDLE) -> Faces:
    """Cut a picture to a square and encode it in every stored size.

    Args:
        image: upright, RGB.
        crop: which part, where it is oblong.
    """
    box = _square(*image.size, crop)
    encoded = {
        name: _encode(image.resize((pixels, pixels), Image.Resampling.LANCZOS, box=box))
        for name, pixels in SIZES.items()
    }
    return Faces(**encoded, version=hashlib.sha256(encoded["large"]).hexdigest()[:16])


def _check(image: Image.Image, kind: str, content: bytes) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Refused(Why.MANY_PIXELS)
    if min(width, height) < FEWEST_ACROSS:
        raise Refused(Why.TINY)
    if kind == "JPEG" and count_scans(content) > MOST_SCANS:
        raise Refused(Why.MANY_SCANS)


def count_scans(jpeg: bytes) -> int:
    """How often a decoder would go over a JPEG; ITU-T T.81, annex B.

    What other segments hold, such as a preview, does not count, nor does what comes after the end.
    """
    scans = place = 0
    while (marker := _MARKER.search(jpeg, place)) and marker[1] != _END:
        scans += marker[1] == _SCAN
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2])
        place = marker.end() + length
    return scans


def _upright(image: Image.Image) -> Image.Image:
    """The first frame, at a workable size, turned as it was taken, without transparency."""
    image.draft("RGB", (ROUGHLY, ROUGHLY))  # a JPEG is decoded at a fraction of its size
    image.load()
    plain = image
    if image.mode not in ("RGB", "RGBA", "L"):
        plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if (factor := min(plain.size) // ROUGHLY) > 1:
        plain = plain.reduce(factor)
    turned = ImageOps.exif_transpose(plain)
    if turned.mode == "RGBA":
        paper = Image.new("RGB", turned.size, "white")
        paper.paste(turned, mask=turned.getchannel("A"))
        return paper
    return turned.convert("RGB")


def _square(width: int, height: int, crop: Crop) -> tuple[int, int, int, int]:
    side = min(width, height)
    middle = HEADROOM if height > width else 0.5
    share = {Crop.START: 0.0, Crop.MIDDLE: middle, Crop.END: 1.0}[crop]
    left, top = round((width - side) * share), round((height - side) * share)
    return left, top, left + side, top + side


def _encode(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
