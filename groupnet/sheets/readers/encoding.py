"""The text of a file that does not say how it is encoded."""

import codecs
import re

from groupnet.sheets.errors import UnusableSheet
from groupnet.sheets.words import gettext

_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_BYTE = re.compile(_CONTROL.pattern.encode())


def decode_text(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16 or, failing these, Windows-1252.

    Raises UnusableSheet for text that no encoding reads as text, or that mixes two.
    """
    encoding, name = _guess(content)
    if name != "UTF-16" and _CONTROL_BYTE.search(content):
        raise _binary()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise UnusableSheet(
            gettext(
                "This file looks like %(encoding)s, but line %(line)d holds a character that cannot be read. "
                "Save it as “CSV UTF-8” or as XLSX and try again.",
                encoding=name,
                line=line,
            )
        ) from None
    if _CONTROL.search(text):
        raise _binary()
    return text.removeprefix("\ufeff"), name


def _binary() -> UnusableSheet:
    return UnusableSheet(
        gettext(
            "This file is not a table of text: it holds characters no text has. "
            "Save it as “CSV UTF-8” or as XLSX and try again."
        )
    )


def _guess(content: bytes) -> tuple[str, str]:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "UTF-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    even, odd = content[:4096:2], content[1:4096:2]
    if odd.count(0) > 0.6 * len(odd) > 20 * even.count(0):
        return "utf-16-le", "UTF-16"
    if even.count(0) > 0.6 * len(even) > 20 * odd.count(0):
        return "utf-16-be", "UTF-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        # one broken byte in a UTF-8 file must not turn all its accents into two wrong letters
        if _UTF8_LETTER.search(content):
            return "utf-8", "UTF-8"
        return "cp1252", "Windows-1252"
    return "utf-8", "UTF-8"
