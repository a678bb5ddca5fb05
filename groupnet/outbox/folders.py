"""Reading the folder of `.eml` files that a site without a mail server writes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from groupnet.core.paging import PAGE_SIZE, Page

_LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class WrittenMail:
    """One mail, read back."""

    path: Path
    sender: str
    to: str
    subject: str
    written_at: datetime
    text: str = ""

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.path.stem

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is a link."""
        end = 0
        for found in _LINK.finditer(self.text):
            yield self.text[end : found.start()], False
            yield found.group(), True
            end = found.end()
        yield self.text[end:], False


def page_of_mails(folder: Path, number: int) -> Page[WrittenMail]:
    """Some of the mails, the newest first, without their texts.

    Args:
        number: of the page, from 1.
    """
    dated = [(path.stat().st_mtime_ns, path) for path in folder.glob("*.eml")] if folder.is_dir() else []
    paths = [path for _, path in sorted(dated, reverse=True)]
    start = (number - 1) * PAGE_SIZE
    rows = [read_mail(path, with_text=False) for path in paths[start : start + PAGE_SIZE]]
    return Page(rows=rows, number=number, has_next=len(paths) > start + PAGE_SIZE)


def read_mail(path: Path, *, with_text: bool = True) -> WrittenMail:
    """Read a file.

    Args:
        with_text: else only who wrote what to whom.
    """
    with path.open("rb") as file:
        mail = BytesParser(EmailMessage, policy=policy.default).parse(file, headersonly=not with_text)
    part = mail.get_body(("plain",)) if with_text else None
    return WrittenMail(
        path=path,
        sender=str(mail["From"]),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        written_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        text=part.get_content() if part else "",
    )
