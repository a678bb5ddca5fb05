"""A worker that dies at a chosen step, in a process of its own: no clean-up runs."""

import os
import smtplib
from collections.abc import Callable
from typing import Any

from groupnet.outbox import claims, delivery, transport
from groupnet.settings import Settings
from groupnet.worker.loop import Worker
from tests.worker.office import build_app, never

KILLED = 137


def die(*_arguments: Any, **_options: Any) -> Any:
    """As `kill -9`: nothing is closed, flushed or noted."""
    os._exit(KILLED)


def _then_die(place: Any, name: str) -> Callable[[], None]:
    """Let something happen, and die right after."""

    def arm() -> None:
        real = getattr(place, name)

        def last(*arguments: Any, **options: Any) -> None:
            real(*arguments, **options)
            die()

        setattr(place, name, last)

    return arm


def _die_in_data() -> None:
    def half(self: smtplib.SMTP, message: bytes) -> None:
        self.putcmd("data")
        self.getreply()
        self.send(message[: len(message) // 2])
        die()

    smtplib.SMTP.data = half  # type: ignore[assignment,method-assign]


def _die_at_the_end_of_data() -> None:
    """All of it is sent, and the server's word that it has it is not heard."""

    def deaf(self: smtplib.SMTP, message: bytes) -> None:
        self.putcmd("data")
        self.getreply()
        self.send(message + b"\r\n.\r\n")
        die()

    smtplib.SMTP.data = deaf  # type: ignore[assignment,method-assign]


STEPS: dict[str, Callable[[], None]] = {
    "before it claims": lambda: setattr(claims, "claim", die),
    "when it has claimed": _then_die(claims, "claim"),
    "when it has composed": _then_die(delivery, "compose"),
    "when it has connected": _then_die(transport.Server, "_open"),
    "in the middle of the mail": _die_in_data,
    "before it hears that the mail is taken": _die_at_the_end_of_data,
    "when the mail is taken": _then_die(transport.Server, "send"),
    "before its note is committed": _then_die(claims, "note"),
    "when it has noted": _then_die(claims, "finish"),
}


def work_and_die(settings: Settings, step: str) -> None:
    """Work until the step, and die there."""
    app = build_app(settings)
    STEPS[step]()
    Worker(app, stopping=never, pause=lambda _seconds: None).work(once=True)


def work_until_killed(settings: Settings) -> None:
    """Work on and on; somebody outside kills this process."""
    import time

    Worker(build_app(settings), stopping=never, pause=lambda _seconds: time.sleep(0.02)).work()
