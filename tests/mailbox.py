"""Where a test finds the mails that were sent: composed and drawn as the worker does, kept in memory."""

import re
from dataclasses import dataclass

from flask import Flask
from flask_mail import Message

from groupnet.core.db import db
from groupnet.outbox import claims, delivery
from groupnet.outbox.models import OutgoingMail


@dataclass
class Sent:
    """One mail as it arrived."""

    message: Message

    @property
    def to(self) -> str:
        """The address."""
        return str(self.message.recipients[0])

    @property
    def subject(self) -> str:
        """The subject."""
        return self.message.subject

    @property
    def text(self) -> str:
        """The plain text."""
        return self.message.body or ""

    @property
    def html(self) -> str:
        """The HTML."""
        return self.message.html or ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers beyond the usual ones."""
        return dict(self.message.extra_headers or {})

    @property
    def calendar(self) -> tuple[str, bytes] | None:
        """The method and the file of the calendar that came along."""
        return getattr(self.message, "calendar", None)

    @property
    def links(self) -> list[str]:
        """Every address in the text, in order."""
        return re.findall(r"https?://\S+", self.text)

    def link(self, part: str) -> str:
        """The path of the first link that holds a text, for the test's browser."""
        found = next(link for link in self.links if part in link)
        return "/" + found.split("/", 3)[3]


class Mailbox:
    """Sends what is due now, and keeps it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.sent: list[Sent] = []

    def send(self, message: Message) -> None:
        """Take a mail, as a transport does."""
        message.as_bytes()
        self.sent.append(Sent(message))

    def deliver(self) -> list[Sent]:
        """Send all mails that are due now; those that this call sent."""
        before = len(self.sent)
        with self.app.app_context():
            while mails := claims.claim(OutgoingMail, 50):
                for mail in mails:
                    delivery.deliver(mail, self)
            db.session.remove()
        return self.sent[before:]

    def deliver_one(self) -> Sent:
        """Send all mails that are due now, of which there is one."""
        (sent,) = self.deliver()
        return sent
