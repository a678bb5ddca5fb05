"""A breakfast on Monday, and what the worker sends before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from groupnet.core.db import db
from groupnet.meetings.jobs_reminders import COUNT, REMIND
from groupnet.meetings.models import Answer, Expectation, Meeting
from groupnet.outbox import running
from groupnet.outbox.claims import claim
from groupnet.outbox.models import Job
from groupnet.outbox.service import queue_job
from tests.mailbox import Sent
from tests.meetings.ears import Circle

MONDAY = datetime(2026, 12, 7, 7, tzinfo=UTC)
COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@contextmanager
def at(circle: Circle, moment: datetime) -> Iterator[list[Sent]]:
    """What the worker sends at a moment."""
    with time_machine.travel(moment, tick=False):
        work(circle.world.app)
        yield circle.mailbox.deliver()


def work(app: Flask) -> None:
    """Do what is scheduled for now, and what follows from it."""
    with app.app_context():
        for kind in (REMIND, COUNT):
            queue_job(kind=kind, payload={})
        db.session.commit()
        while jobs := claim(Job, 20):
            for job in jobs:
                running.run_job(job)
        db.session.remove()


def who(mails: list[Sent]) -> list[str]:
    """Whom the mails go to, by the first part of the address."""
    return sorted(mail.to.split("@")[0] for mail in mails)


def breakfast(circle: Circle, starts_at: datetime = MONDAY, **fields: object) -> Meeting:
    """A meeting on Monday at which everybody is expected."""
    return circle.world.meeting(
        circle.group, **{"starts_at": starts_at, "expectation": Expectation.EVERYBODY, **fields}
    )
