"""`groupnet worker`: sends what waits, does the jobs and what is scheduled, until told to stop."""

import os
import pickle
import select
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from groupnet.cli.plain import Refused
from groupnet.cli.work import app_at_hand, bring_up_to_date, read_settings

if TYPE_CHECKING:
    from groupnet.settings import Settings

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Leave:
    """When to stop: at a signal, or when the server that this worker belongs to is gone."""

    def __init__(self, parent: int | None = None) -> None:
        """Nothing is heard yet; see `listening`.

        Args:
            parent: the process without which there is nothing to work for.
        """
        self._told = False
        self._parent = parent

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear signals while the block runs; only the main thread can."""
        self._waking, telling = socket.socketpair()
        telling.setblocking(False)
        with self._waking, telling:
            told_before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
            before = {number: signal.signal(number, self._tell) for number in SIGNALS}
            try:
                yield
            finally:
                signal.set_wakeup_fd(told_before)
                for number, handler in before.items():
                    signal.signal(number, handler)

    def stopping(self) -> bool:
        """Whether to end after the piece in hand."""
        return self._told or (self._parent is not None and os.getppid() != self._parent)

    def pause(self, seconds: float) -> None:
        """Wait, but not beyond a signal."""
        if not self.stopping():
            select.select([self._waking], [], [], seconds)

    def _tell(self, _number: int, _frame: Any) -> None:
        self._told = True


@click.command("worker")
@click.option("--once", is_flag=True, help="End when nothing is due, instead of waiting for more.")
def worker(*, once: bool) -> None:
    """Send mails and do jobs, side by side, until SIGTERM or SIGINT; what is in hand then is finished first.

    `groupnet serve` brings one of its own. Run more of them where there is much to do; each mail and each job
    is taken by one.
    """
    settings = read_settings()
    with app_at_hand(settings):
        bring_up_to_date()
    work(settings, once=once)


def work_beside() -> None:
    """Work for a server, which says by a pipe with which settings, and who it is."""
    settings, parent = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    sys.stdin.close()
    work(settings, parent)


def work(settings: "Settings", parent: int | None = None, *, once: bool = False) -> None:
    """Work in this process.

    Args:
        parent: ends with this process, if given.
        once: end when nothing is due.

    Raises:
        Refused: with `once`, when the database cannot be used.
    """
    leave = Leave(parent)
    with leave.listening():  # before all that takes long to import
        import logging

        from sqlalchemy.exc import DBAPIError

        from groupnet.worker.loop import Worker, work_side_by_side

        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        with app_at_hand(settings) as app:
            try:
                if once:
                    Worker(app, stopping=leave.stopping, pause=leave.pause).work(once=True)
                else:
                    work_side_by_side(app, stopping=leave.stopping, pause=leave.pause)
            except DBAPIError as error:
                kind = type(error).__name__
                raise Refused(f"The database cannot be used ({kind}); see groupnet doctor.") from error
