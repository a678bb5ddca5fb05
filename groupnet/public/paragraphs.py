"""A group's own words about itself, as paragraphs."""

import re
from collections.abc import Iterator

_EMPTY_LINE = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"[-–*•·]\s|\d+[.)]\s")
WRAPPED = 50
"""A line that is so long was broken by an editor, and goes on in the next; shorter ones are a list."""


def paragraphs(text: str) -> Iterator[str]:
    """Paragraphs as they were meant: an empty line begins one, and a line broken at its margin goes on.

    Lines of a list stay lines: those that are short, and those that begin with a hyphen or a number.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    for block in _EMPTY_LINE.split(plain):
        said, before = "", ""
        for line in filter(None, map(str.strip, block.split("\n"))):
            goes_on = len(before) >= WRAPPED and not _ITEM.match(line)
            said += f" {line}" if goes_on else f"\n{line}"
            before = line
        if said:
            yield said.strip()
