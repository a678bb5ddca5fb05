"""Making faces of uploaded pictures: pure, and wary of what people send (T37)."""

import hashlib
import io
import re
from enum import StrEnum
from pathlib import PurePath
from threading import Lock
from typing import NamedTuple

from flask_babel import gettext
from PIL import Image, ImageOps

from groupnet.core.errors import RuleBroken
from groupnet.members.faces import SIZES

FIELD = "picture"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ENDINGS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".gif": "GIF",
}
MOST_PIXELS = 40_000_000
FEWEST_ACROSS = 96
ROUGHLY = 1024
"""What a large picture is first reduced to: twice the largest size stored."""
HEADROOM = 0.3
"""Where the middle of an upright picture is cut: faces stand in its upper half."""
QUALITY = 82
_WEB_PAGE = re.compile(rb"<(?:script|html|iframe|\?php|svg[\s>]|!doctype)", re.IGNORECASE)
_ARCHIVE_END = b"PK\x05\x06"
_ARCHIVE_TAIL = 66_000
_DOCUMENT_HEAD = 1024
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_one_at_a_time = Lock()
"""Forty megapixels are 160 MB while they are open: one picture is enough."""


class Crop(StrEnum):
    """Which square of an oblong picture is kept."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Faces(NamedTuple):
    """A square picture as WebP, in the sizes of `faces.SIZES`, and a word that changes with it."""

    small: bytes
    medium: bytes
    large: bytes
    version: str


def make_faces(content: bytes, filename: str = "", *, crop: Crop = Crop.MIDDLE) -> Faces:
    """Turn an upload into faces. Nothing of the file itself is kept: no EXIF, no place, no profile.

    Args:
        content: the bytes sent.
        filename: as sent; its ending must not lie.
        crop: which part of an oblong picture.

    Raises:
        RuleBroken: at the field `picture`, saying what would do.
    """
    _refuse_what_else_it_is(content)
    with _one_at_a_time:
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                _check_head(image, filename)
                return faces_of(_upright(image), crop=crop)
        except RuleBroken:
            raise
        except _BOMBS as error:
            raise _too_many_pixels() from error
        except Exception as error:  # decoders raise anything on hostile bytes
            raise _refused(
                gettext("This is not a picture we can read. A JPEG, PNG, WebP or GIF will do.")
            ) from error


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


def _refuse_what_else_it_is(content: bytes) -> None:
    if (
        _WEB_PAGE.search(content)
        or _ARCHIVE_END in content[-_ARCHIVE_TAIL:]
        or b"%PDF-" in content[:_DOCUMENT_HEAD]
    ):
        raise _refused(
            gettext(
                "This file holds more than a picture. Please save it again as a JPEG or PNG and try that."
            )
        )


def _check_head(image: Image.Image, filename: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < FEWEST_ACROSS:
        raise _refused(
            gettext(
                "This picture is very small. Please choose one of at least %(pixels)d pixels each way.",
                pixels=FEWEST_ACROSS,
            )
        )
    ending = PurePath(filename).suffix.lower()
    if ending and ENDINGS.get(ending) != image.format:
        raise _refused(
            gettext(
                "The file's name ends in %(ending)s, but it holds a %(format)s picture. "
                "Please save it again as a JPEG or PNG.",
                ending=ending[:10],
                format=image.format,
            )
        )


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


def _too_many_pixels() -> RuleBroken:
    return _refused(
        gettext(
            "This picture has more than %(millions)d million pixels. Please make it smaller and try again.",
            millions=MOST_PIXELS // 1_000_000,
        )
    )


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field=FIELD)
