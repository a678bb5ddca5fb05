"""Reading the folder of `.eml` files that a site without a mail server writes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import lru_cache
from pathlib import Path

from groupnet.core.paging import PAGE_SIZE, Page
from groupnet.core.templating import day

TOGETHER = timedelta(hours=1)
"""Mails of one subject that were written within this time stand in one line."""

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
    def when(self) -> str:
        """When it was written, by this machine's clock: "Mon 23 Nov, 17:05 GMT"."""
        local = self.written_at.astimezone()
        return f"{day(local.date())}, {local:%H:%M %Z}"

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is a link."""
        end = 0
        for found in _LINK.finditer(self.text):
            yield self.text[end : found.start()], False
            yield found.group(), True
            end = found.end()
        yield self.text[end:], False


@dataclass(frozen=True)
class Sending:
    """What went to several people at about the same time, the newest first; often it is one mail."""

    mails: list[WrittenMail] = field(default_factory=list)

    @property
    def newest(self) -> WrittenMail:
        """The one that was written last."""
        return self.mails[0]


def page_of_mails(folder: Path, number: int, *, to: str = "") -> Page[Sending]:
    """Some of the mails, the newest first, without their texts.

    Args:
        number: of the page, from 1.
        to: only those to an address that holds these letters, each by itself.
    """
    mails = _newest_first(folder)
    if to:
        sendings = [Sending([mail]) for mail in mails if to.casefold() in mail.to.casefold()]
    else:
        sendings = _gathered(mails)
    start = (number - 1) * PAGE_SIZE
    rows = sendings[start : start + PAGE_SIZE]
    return Page(rows=rows, number=number, has_next=len(sendings) > start + PAGE_SIZE)


def _gathered(mails: Iterator[WrittenMail]) -> list[Sending]:
    sendings: list[Sending] = []
    open_ones: dict[tuple[str, str], Sending] = {}
    for mail in mails:
        key = mail.sender, mail.subject
        sending = open_ones.get(key)
        if sending is None or sending.newest.written_at - mail.written_at > TOGETHER:
            sending = open_ones[key] = Sending()
            sendings.append(sending)
        sending.mails.append(mail)
    return sendings


def _newest_first(folder: Path) -> Iterator[WrittenMail]:
    dated = [(path.stat().st_mtime_ns, path) for path in folder.glob("*.eml")] if folder.is_dir() else []
    return (_heads_of(path, changed) for changed, path in sorted(dated, reverse=True))


@lru_cache(maxsize=10_000)  # a mail that is written stays as it is
def _heads_of(path: Path, _changed: int) -> WrittenMail:
    return read_mail(path, with_text=False)


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
