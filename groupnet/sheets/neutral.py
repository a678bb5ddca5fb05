"""Cells that a spreadsheet would run as a formula, made harmless and read back as they were.

A text that begins with = + - @, a tab or a line break (after any spaces and apostrophes) gets an apostrophe
in front. A plain telephone number and a lone dash stay as they are. Reading takes one apostrophe away again,
so a sheet written here and read here holds the same texts.
"""

import re

_FORMULA = re.compile(r"(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_ESCAPED = re.compile(rf"'+{_FORMULA.pattern}")
_HARMLESS = re.compile(r"\+[0-9][0-9 ()./-]*|[-–]")


def neutralise(text: str) -> str:
    """The text as it may stand in an exported cell."""
    if _ESCAPED.match(text) or (_FORMULA.match(text) and not _HARMLESS.fullmatch(text)):
        return "'" + text
    return text


def restore(text: str) -> str:
    """The text that ``neutralise`` was given."""
    return text[1:] if _ESCAPED.match(text) else text
