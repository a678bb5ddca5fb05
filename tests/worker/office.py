"""A post office for tests: a real mail server that counts, and an application whose mails go there."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from groupnet.app import create_app
from groupnet.core.db import db
from groupnet.outbox.letters import Letter, Words
from groupnet.outbox.models import Job, OutgoingMail, QueueState
from groupnet.outbox.registry import Composer, Handler
from groupnet.outbox.service import queue_mail
from groupnet.settings import Settings
from groupnet.worker.loop import Worker

HELLO = "test.hello"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sink:
    """A mail server that keeps what it is given, or refuses it."""

    port: int = field(default_factory=free_port)
    host: str = "127.0.0.1"
    received: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """What it says to an address, instead of taking it."""
    on_data: str = ""
    """What it says to every mail, instead of taking it."""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse an address."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a mail."""
        await asyncio.sleep(0)
        if self.on_data:
            return self.on_data
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(BytesParser(EmailMessage, policy=policy.default).parsebytes(content))
        return "250 OK"

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(mail["Message-ID"]) for mail in self.received)

    @contextmanager
    def open(self, **options: Any) -> Iterator["Sink"]:
        """Listen while the block runs; options as for aiosmtpd."""
        controller = Controller(self, hostname=self.host, port=self.port, **options)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def hello(mail: OutgoingMail) -> Letter | None:
    """A test's mail: what is to be in it stands in its payload."""
    content = mail.content()
    if content.get("needless"):
        return None
    text = str(content.get("text", "Good morning"))
    return Letter(subject=f"Hello {content.get('number', '')}".strip(), parts=(Words(text=text),))


def build_app(settings: Settings, *, schedule: bool = False) -> Flask:
    """An application that can write a test's mails.

    Args:
        schedule: whether it starts its scheduled work too.
    """
    app = create_app(settings)
    give(app, composers={HELLO: hello})
    if not schedule:
        app.extensions["groupnet-outbox"]["schedule"] = ()
    return app


def give(
    app: Flask,
    *,
    composers: dict[str, Composer] | None = None,
    handlers: dict[str, Handler] | None = None,
) -> None:
    """Let an application compose or do something more."""
    does = app.extensions["groupnet-outbox"]
    does["composers"].update(composers or {})
    does["handlers"].update(handlers or {})


def queue(app: Flask, number: int, **others: Any) -> None:
    """Write so many mails down, each to an address of its own."""
    with app.app_context():
        for one in range(number):
            given = {"kind": HELLO, "to": f"p{one}@example.org", "payload": {"number": one}, **others}
            queue_mail(**given)
        db.session.commit()


def never() -> bool:
    """A worker that is never told to stop."""
    return False


def work(app: Flask, *, pause: Callable[[float], object] | None = None) -> None:
    """Work until nothing is due."""
    Worker(app, stopping=never, pause=pause or (lambda _seconds: None)).work(once=True)


def mails(app: Flask) -> list[OutgoingMail]:
    """All mails, by id."""
    with app.app_context():
        return list(db.session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars())


def jobs(app: Flask) -> list[Job]:
    """All jobs, by id."""
    with app.app_context():
        return list(db.session.execute(select(Job).order_by(Job.id)).scalars())


def states(app: Flask) -> Counter[QueueState]:
    """How many mails stand how."""
    return Counter(mail.state for mail in mails(app))
