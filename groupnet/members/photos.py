"""Making faces of uploaded pictures, wary of what people send (T37)."""

import json
import re
from base64 import b64decode
from pathlib import PurePath
from typing import Any

from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.core.limited import Busy, LimitedProcess
from groupnet.members.cutting import FEWEST_ACROSS, MOST_PIXELS, Crop, Faces, Why

__all__ = ["Crop", "Faces", "make_faces"]

FIELD = "picture"
ENDINGS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".gif": "GIF",
}
MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
WALL_SECONDS = 10
_WEB_PAGE = re.compile(rb"<(?:script|html|iframe|\?php|svg[\s>]|!doctype)", re.IGNORECASE)
_ARCHIVE_END = b"PK\x05\x06"
_ARCHIVE_TAIL = 66_000
_DOCUMENT_HEAD = 1024

# forty megapixels are hundreds of MB while they are open: one picture at a time is enough
_cutter = LimitedProcess("groupnet.members.cutter", at_once=1, waiting=3, patience=2)


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
    try:
        answer = _read(_cutter.answer(content, crop, wall_seconds=WALL_SECONDS))
    except Busy:
        raise _refused(gettext("Many pictures are being made ready. Please try again in a moment.")) from None
    if "refused" in answer:
        raise _refused(_sentence(Why(answer["refused"])))
    _check_ending(filename, answer["format"])
    images = {name: b64decode(answer[name]) for name in ("small", "medium", "large")}
    return Faces(**images, version=answer["version"])


def _read(written: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(written)
    except ValueError:
        # the process was stopped by its limits
        return {"refused": Why.MANY_SCANS}
    return answer


def _refuse_what_else_it_is(content: bytes) -> None:
    if len(content) > LARGEST:
        raise _refused(
            gettext(
                "This picture is larger than %(most)d MB. Please make it smaller and try again.",
                most=LARGEST // MEGABYTE,
            )
        )
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


def _check_ending(filename: str, kind: str) -> None:
    ending = PurePath(filename).suffix.lower()
    if ending and ENDINGS.get(ending) != kind:
        raise _refused(
            gettext(
                "The file's name ends in %(ending)s, but it holds a %(format)s picture. "
                "Please save it again as a JPEG or PNG.",
                ending=ending[:10],
                format=kind,
            )
        )


def _sentence(why: Why) -> str:
    sentences = {
        Why.UNREADABLE: gettext("This is not a picture we can read. A JPEG, PNG, WebP or GIF will do."),
        Why.MANY_PIXELS: gettext(
            "This picture has more than %(millions)d million pixels. Please make it smaller and try again.",
            millions=MOST_PIXELS // 1_000_000,
        ),
        Why.MANY_SCANS: gettext(
            "This picture takes far longer to open than others. Please save it again as a JPEG and try that."
        ),
        Why.TINY: gettext(
            "This picture is very small. Please choose one of at least %(pixels)d pixels each way.",
            pixels=FEWEST_ACROSS,
        ),
    }
    return str(sentences[why])


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field=FIELD)
