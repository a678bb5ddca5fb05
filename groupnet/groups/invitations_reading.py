"""Reading a pasted list of people, in whatever way they are written down."""

import re
from dataclasses import dataclass

from groupnet.core.forms import LONGEST_NAME, clean_line

_ADDRESS = re.compile(r"""[^\s<>,;:"'()\[\]|]+@[^\s<>,;:"'()\[\]|]+""")
_TYPED_AS_LINK = re.compile(r"mailto:", re.IGNORECASE)
_AROUND_A_NAME = " \t,;|<>()[]\"'“”„‚‘’-–*•"
_TURNED_ROUND = re.compile(r'"\s*([^",]+?)\s*,\s*([^",]+?)\s*"')
_NOT_OF_A_NAME = re.compile(r"[._+\-\d]+")


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited, as written down."""

    line: int
    name: str
    email: str
    """As typed; the whole line where there is no address in it."""


def read_guests(text: str) -> list[Guest]:
    """The people of a pasted list, in its order.

    Understood: "Grace Lind <grace@example.org>", "Grace Lind, grace@example.org", "grace@example.org",
    columns parted by tabs, commas or semicolons, names in quotes, and several people on one line.
    """
    guests: list[Guest] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if line.strip():
            guests.extend(_read_line(number, _TYPED_AS_LINK.sub("", line)))
    return guests


def name_from(email: str) -> str:
    """What somebody with this address may be called: "grace.lind@example.org" is "Grace Lind"."""
    local = email.partition("@")[0]
    words = _NOT_OF_A_NAME.sub(" ", local).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)[:LONGEST_NAME] or local[:LONGEST_NAME]


def _read_line(number: int, line: str) -> list[Guest]:
    found = list(_ADDRESS.finditer(line))
    if not found:
        return [Guest(number, "", clean_line(line))]
    if len(found) == 1:
        (only,) = found
        before, after = _name_in(line[: only.start()]), _name_in(line[only.end() :])
        return [_guest(number, before or after, only[0])]
    ends = [0, *[match.end() for match in found]]
    return [
        _guest(number, _name_in(line[end : match.start()]), match[0])
        for end, match in zip(ends, found, strict=False)
    ]


def _guest(number: int, name: str, typed: str) -> Guest:
    email = typed.strip(".")
    return Guest(number, name if len(name) > 1 else name_from(email), email)


def _name_in(text: str) -> str:
    turned = _TURNED_ROUND.sub(r"\2 \1", text)
    cells = [cell.strip(_AROUND_A_NAME) for cell in re.split(r"[\t;,|]", turned)]
    return clean_line(" ".join(cell for cell in cells if cell))[:LONGEST_NAME]
