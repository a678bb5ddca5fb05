"""The worker's day: start what is scheduled, send what is due, do the jobs, and wait for more."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask
from sqlalchemy.exc import DBAPIError

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.failures import without_values
from groupnet.core.outages import code_of, outage_of
from groupnet.outbox import claims
from groupnet.outbox.delivery import deliver
from groupnet.outbox.models import Job, OutgoingMail
from groupnet.outbox.running import LEASE, run_job
from groupnet.outbox.transport import NobodyThere, Transport, open_transport
from groupnet.worker.schedule import Schedule

logger = logging.getLogger(__name__)

MAILS_AT_ONCE = 20
"""Claimed together, and sent over one connection."""
IDLE_SECONDS = 1.0
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database is away."""

Row = TypeVar("Row", OutgoingMail, Job)


def work_side_by_side(app: Flask, *, stopping: Callable[[], bool], pause: Callable[[float], object]) -> None:
    """Send mails in a thread of its own while jobs are done in this one: no long job holds a code up.

    Both end together, whichever ends first. Arguments as for `Worker`.
    """
    ended = threading.Event()

    def work(*, mails: bool) -> None:
        worker = Worker(
            app, stopping=lambda: stopping() or ended.is_set(), pause=pause, mails=mails, jobs=not mails
        )
        try:
            worker.work()
        finally:
            ended.set()

    with ThreadPoolExecutor(1, thread_name_prefix="mails") as beside:
        sending = beside.submit(work, mails=True)
        work(mails=False)
    sending.result()


class Worker:
    """One worker; many may work on one database."""

    def __init__(
        self,
        app: Flask,
        *,
        stopping: Callable[[], bool],
        pause: Callable[[float], object],
        mails: bool = True,
        jobs: bool = True,
    ) -> None:
        """Take what it needs.

        Args:
            app: the application whose mails and jobs they are.
            stopping: whether to end after the piece in hand.
            pause: waits so many seconds, or less when it is time to stop.
            mails: whether it sends mails. jobs: whether it does jobs, and starts those that are scheduled.
        """
        self.app = app
        self.stopping = stopping
        self.pause = pause
        self.mails = mails
        self.jobs = jobs
        self.schedule = Schedule()
        self._troubles = 0

    def work(self, *, once: bool = False) -> None:
        """Work until told to stop, or, `once`, until nothing is due.

        Whatever goes wrong is borne: a database that is away is waited for, but with `once`.
        """
        while not self.stopping():
            try:
                busy = self.round()
            except Exception as error:
                if once:
                    raise
                self._bear(error)
                continue
            self._troubles = 0
            if busy:
                continue
            if once:
                return
            self.pause(IDLE_SECONDS)

    def round(self) -> bool:
        """One round; whether there was anything to do."""
        started = self.jobs and self._start_due()
        mailed = self.mails and self._send_some()
        return (self.jobs and self._do_one()) or mailed or started

    def _start_due(self) -> bool:
        with self.app.app_context():
            return bool(self.schedule.start_due())

    def _send_some(self) -> bool:
        mails = self._claim(OutgoingMail, MAILS_AT_ONCE)
        if not mails:
            return False
        try:
            with open_transport(self.app.config["GROUPNET"]) as transport:
                while mails and not self._must_leave(mails[0]):
                    try:
                        self._send(mails.pop(0), transport)
                    except NobodyThere as nobody:
                        self._put_off(mails, str(nobody))
                        mails = []
        finally:
            self._hand_back(mails)
        return True

    def _send(self, mail: OutgoingMail, transport: Transport) -> None:
        with self.app.app_context():
            deliver(mail, transport)

    def _do_one(self) -> bool:
        jobs = self._claim(Job, 1)
        for job in jobs:
            with self.app.app_context():
                run_job(job)
        return bool(jobs)

    def _claim(self, model: type[Row], limit: int) -> list[Row]:
        with self.app.app_context():
            if not claims.is_anything_due(model):
                return []
            lease = LEASE if model is Job else claims.LEASE
            return list(claims.claim(model, limit, lease=lease))

    def _must_leave(self, mail: OutgoingMail) -> bool:
        return self.stopping() or claims.is_slipping(mail, utc_now())

    def _put_off(self, mails: list[OutgoingMail], failure: str) -> None:
        """The server is away: what was claimed with this mail would only meet the same, each at length."""
        logger.warning("mails wait: %s", failure)
        with self.app.app_context():
            for mail in mails:
                claims.put_off(mail, failure=failure)

    def _hand_back(self, mails: list[OutgoingMail]) -> None:
        with self.app.app_context():
            for mail in mails:
                claims.hand_back(mail)

    def _bear(self, error: Exception) -> None:
        """Say what went wrong, without what people typed (T42), and wait a little longer each time."""
        outage = outage_of(error) if isinstance(error, DBAPIError) else None
        if isinstance(error, DBAPIError) and outage:
            logger.error("the database %s (%s); the worker waits", outage, code_of(error) or "no code")
        else:
            logger.error("%s in the worker", type(error).__name__, exc_info=without_values(error))
        with self.app.app_context():
            db.session.rollback()
        self.pause(min(IDLE_SECONDS * 2**self._troubles, LONGEST_PAUSE))
        self._troubles = min(self._troubles + 1, 10)
