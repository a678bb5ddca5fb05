"""What a mail says, in parts; two templates draw them, one as HTML and one as text."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Words:
    """A paragraph."""

    text: str
    kind: str = "words"


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of a person, set apart: a note, a reason, whom to call."""

    text: str
    kind: str = "quote"


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code to type; large, and easy to copy."""

    text: str
    kind: str = "code"


@dataclass(frozen=True, kw_only=True)
class Button:
    """The way to a page; it changes nothing by itself (UX 9)."""

    text: str
    url: str
    quiet: bool = False
    """The way to a page, below what is asked."""
    second: bool = False
    """One of two answers, the less likely."""
    kind: str = "button"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a list, with the page it is about."""

    text: str
    url: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A list under a heading."""

    title: str
    lines: Sequence[Line]
    kind: str = "lines"


Part = Words | Quote | Code | Button | Lines


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail.

    `sender` is the name beside the site's address, such as the group's. `why` says why it comes;
    `unsubscribe` is the address that ends mails of its kind with one click (RFC 8058), for all but those that
    were asked for, such as a code; `choices` is the page with all choices. `calendar` is a meeting for the
    reader's calendar: the file's METHOD, and the file.
    """

    subject: str
    parts: Sequence[Part] = field(default_factory=tuple)
    sender: str = "groupnet"
    why: str = ""
    unsubscribe: str = ""
    choices: str = ""
    calendar: tuple[str, bytes] | None = None

    @property
    def preview(self) -> str:
        """What a list of mails shows beside the subject."""
        for part in self.parts:
            if isinstance(part, Words):
                return part.text
            if isinstance(part, Lines) and part.lines:
                return part.lines[0].text
        return ""
