"""Ten thousand queued mails, four workers, and a mail server that takes all: once each, and how fast."""

import multiprocessing
import smtplib
import socket
from collections import Counter
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import func, select

from groupnet.app import create_app
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.outbox.delivery import write_message
from groupnet.outbox.letters import Button, Letter, Words
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from groupnet.settings import Settings
from groupnet.worker.loop import Worker
from tests.benchmarks.results import Result

KIND = "benchmark.mail"
MAILS = 10_000
WORKERS = 4
SPAWN = multiprocessing.get_context("spawn")
SECRET = "a-secret-for-the-benchmarks-alone-0123456789"


class Taker:
    """Takes every mail and remembers its Message-ID alone."""

    def __init__(self) -> None:
        self.ids: Counter[bytes] = Counter()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.ids[content.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].strip()] += 1
        return "250 OK"


def take(port: int, ready: Event, asked: "SimpleQueue[str]", told: "SimpleQueue[Counter[bytes]]") -> None:
    """A mail server in a process of its own; whenever asked, it tells what came since it was asked last."""
    taker = Taker()
    controller = Controller(taker, hostname="127.0.0.1", port=port)
    controller.start()
    ready.set()
    while asked.get() == "more":
        told.put(taker.ids)
        taker.ids = Counter()
    controller.stop()


def compose(mail: OutgoingMail) -> Letter:
    """An ordinary mail: a sentence, a button and its foot."""
    number = mail.content()["number"]
    return Letter(
        subject=f"Grace Lind passed you a referral ({number})",
        sender="Harbour Circle",
        parts=(
            Words(text="Priya Shah is looking for an architect, and Grace thought of you."),
            Button(text="Look at it", url=f"http://127.0.0.1:8000/g/harbour/referrals/{number}"),
        ),
        why="You get this because you are a member of Harbour Circle.",
        choices="http://127.0.0.1:8000/notices",
        unsubscribe=f"http://127.0.0.1:8000/unsubscribe/{number}",
    )


def build(settings: Settings) -> Flask:
    """An application that writes such mails and starts nothing else."""
    app = create_app(settings)
    does = app.extensions["groupnet-outbox"]
    does["composers"][KIND] = compose
    does["schedule"] = ()
    return app


def work(settings: Settings, ready: Event, start: Event) -> None:
    """One worker in a process of its own, from the start until nothing is due."""
    app = build(settings)
    ready.set()
    start.wait()
    Worker(app, stopping=lambda: False, pause=sleep).work(once=True)


def measure_mails(database_url: str, folder: Path, *, number: int = MAILS, workers: int = WORKERS) -> Result:
    """Send them all, and beside it the same messages by a bare loop of smtplib over one connection.

    Raises:
        AssertionError: a mail did not come, or came twice.
    """
    port = _free_port()
    asked: SimpleQueue[str] = SPAWN.SimpleQueue()
    told: SimpleQueue[Counter[bytes]] = SPAWN.SimpleQueue()
    settings = Settings(
        data_dir=folder, secret_key=SECRET, database_url=database_url, mail_url=f"smtp://127.0.0.1:{port}"
    )
    app = build(settings)
    with app.app_context():
        migrate_database()
        for one in range(number):
            queue_mail(kind=KIND, to=f"p{one}@example.org", payload={"number": one})
        db.session.commit()
    (taker,) = _started([(take, (port, asked, told))])
    bare = _send_bare(app, port, min(number, 2000))
    _ask(asked, told)
    seconds = _send_all(settings, workers)
    _check(app, _ask(asked, told), number)
    asked.put("end")
    taker.join()
    rate, bare_rate = number / seconds, 1 / bare
    return Result(
        f"{number:,} mails, {workers} workers: {rate:.0f}/s",
        seconds / number * 1000,
        f"bare smtplib: {bare_rate:.0f}/s",
        bare * 1000,
        is_rate=True,
    )


def _send_all(settings: Settings, workers: int) -> float:
    """Seconds from the moment when all workers may begin until the last has nothing left to do."""
    start = SPAWN.Event()
    processes = _started([(work, (settings,))] * workers, start)
    began = perf_counter()
    start.set()
    for process in processes:
        process.join()
        assert process.exitcode == 0, "a worker died"
    return perf_counter() - began


def _send_bare(app: Flask, port: int, number: int) -> float:
    """Seconds a mail, ready-made, over one connection."""
    now = utc_now()
    with app.test_request_context():
        messages = []
        for one in range(number):
            content = f'{{"number": {one}}}'
            mail = OutgoingMail(
                to_address=f"p{one}@example.org", payload=content, message_id=f"<{one}@b>", created_at=now
            )
            messages.append(write_message(mail, compose(mail)).as_bytes())
    with smtplib.SMTP("127.0.0.1", port) as line:
        began = perf_counter()
        for one, message in enumerate(messages):
            line.sendmail("groupnet@127.0.0.1", [f"p{one}@example.org"], message)
        return (perf_counter() - began) / number


def _check(app: Flask, received: "Counter[bytes]", number: int) -> None:
    with app.app_context():
        done = select(func.count()).where(OutgoingMail.state == QueueState.DONE)
        assert db.session.execute(done).scalar_one() == number, "not all are noted"
        db.session.remove()
        db.engine.dispose()
    assert len(received) == number, f"{number - len(received)} did not come"
    assert set(received.values()) == {1}, "some came twice"


def _started(works: list[tuple[Any, tuple[Any, ...]]], *more: Event) -> list[Any]:
    """Processes that are all ready to begin."""
    started = []
    for target, (first, *others) in works:
        ready = SPAWN.Event()
        process = SPAWN.Process(target=target, args=(first, ready, *others, *more))
        process.start()
        started.append((process, ready))
    for _, ready in started:
        ready.wait()
    return [process for process, _ in started]


def _ask(asked: "SimpleQueue[str]", told: "SimpleQueue[Counter[bytes]]") -> "Counter[bytes]":
    asked.put("more")
    return told.get()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
