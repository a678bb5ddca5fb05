"""A mail as it goes over the wire: whatever was typed, it is one mail with these headers."""

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any

import flask_mail

METHODS = frozenset({"PUBLISH", "REQUEST", "CANCEL"})
INVITE = "invite.ics"
_ENCODED = "=?"
"""How an encoded word begins (RFC 2047)."""


class _OnOneLine(UnstructuredHeader, BaseHeader):
    """A header of an address of a page, which mail programs read as it is: never folded, nor in encoded
    words, which the standard library makes of whatever is longer than a line."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OnOneLine)
_POLICY = SMTP.clone(header_factory=_HEADERS)


class Mail(flask_mail.Message):
    """A mail in both forms, whose headers the standard library writes: Flask-Mail encodes a name that is not
    plain ASCII twice, and lets a line break into the headers of one's own."""

    def __init__(
        self,
        *,
        to: str,
        name: str,
        address: str,
        sent_at: datetime,
        calendar: tuple[str, bytes] | None = None,
        **others: Any,
    ) -> None:
        """Write a mail.

        Args:
            to: one address.
            name: of the sender, beside the site's address.
            sent_at: stands in it, and stays the same at every attempt.
            calendar: the METHOD of a calendar's file, and the file.
            others: as for Flask-Mail's message.
        """
        super().__init__(recipients=[to], sender=address, date=sent_at.timestamp(), **others)
        self.name = name
        self.sent_at = sent_at
        self.calendar = calendar

    def as_bytes(self) -> bytes:
        """The mail as it goes over the wire.

        Raises:
            ValueError: a header would hold a line break, or the address is none.
        """
        mail = EmailMessage(policy=_POLICY)
        try:
            mail["Subject"] = _plain(self.subject)
            mail["From"] = Address(_plain(self.name), addr_spec=str(self.sender))
            mail["To"] = Address(addr_spec=_refuse_encoded(str(self.recipients[0])))
        except (MessageError, IndexError) as error:
            raise ValueError("no address, or none that can be written") from error
        mail["Date"] = format_datetime(self.sent_at)
        mail["Message-ID"] = self.msgId
        for name, value in (self.extra_headers or {}).items():
            mail[name] = value
        # printable, since not every server takes eight bits
        mail.set_content(self.body or "", cte="quoted-printable")
        mail.add_alternative(self.html or "", subtype="html", cte="quoted-printable")
        if self.calendar:
            _add_calendar(mail, *self.calendar)
        content = mail.as_bytes()
        _check_headers(mail, content)
        return content


def _add_calendar(mail: EmailMessage, method: str, content: bytes) -> None:
    """A third form of the mail, for programs that keep a calendar, and a file for those that know only files.

    Raises:
        ValueError: the method is none of those that are sent.
    """
    if method not in METHODS:
        raise ValueError("no method of a calendar that is mailed")
    # base64, since the lines of a calendar end in CRLF whatever carries them
    text = content.decode("utf-8")
    mail.add_alternative(text, subtype="calendar", cte="base64", params={"method": method})
    mail.add_attachment(content, maintype="application", subtype="ics", filename=INVITE)


def _plain(text: str) -> str:
    """Words that are no encoded word: the standard library would decode it, line breaks and all."""
    return text.replace(_ENCODED, "= ?")


def _refuse_encoded(address: str) -> str:
    if _ENCODED in address:
        raise ValueError("an address that would be decoded")
    return address


def _check_headers(mail: EmailMessage, content: bytes) -> None:
    """Look at what came out: no line but those that were meant, whatever the standard library does (T33)."""
    lines = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    names = [line.partition(b":")[0].decode() for line in lines if line[:1] not in (b" ", b"\t")]
    if names != mail.keys() or any(b"\n" in line or b"\r" in line for line in lines):
        raise ValueError("a header broke out of its line")
