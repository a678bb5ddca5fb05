"""What the tests of the weekly mail share: things that happen, and the worker's part in telling them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import time_machine
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.places import Place
from groupnet.notices.writers import DigestLine
from groupnet.outbox.models import Job, OutgoingMail, QueueState
from groupnet.outbox.registry import handler_of
from groupnet.outbox.service import queue_job
from tests.factories import World

MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
"""Half past eight in London, and in the middle of the night in New York."""
LATELY = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)


class Week:
    """What there is to say in each place: what happened at each of these instants."""

    def __init__(self) -> None:
        self.happened = [LATELY]

    def gather(self, places: Sequence[Place], since: datetime, until: datetime) -> list[DigestLine]:
        """See `DigestPart`."""
        return [
            DigestLine(
                text=f"Amara wrote line {number}", place=place, endpoint="group.referrals.index", when=moment
            )
            for place in places
            for number, moment in enumerate(self.happened)
            if since < moment <= until
        ]


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """At a moment."""
    with time_machine.travel(moment, tick=False):
        yield


def begin(world: World) -> None:
    """Write the hourly job down."""
    with world.app.app_context():
        queue_job(kind="notices.digests", payload={})
        db.session.commit()


def do_jobs(world: World) -> None:
    """Do the jobs that wait, and what these hand out."""
    with world.app.app_context():
        while _do_waiting():
            pass


def work(world: World) -> None:
    """All of it in one instant."""
    begin(world)
    do_jobs(world)


def digests(world: World) -> list[OutgoingMail]:
    """The weekly mails written so far."""
    with world.app.app_context():
        query = select(OutgoingMail).where(OutgoingMail.kind == "notices.digest").order_by(OutgoingMail.id)
        return list(db.session.execute(query).scalars())


def _do_waiting() -> int:
    waiting = select(Job).where(Job.state == QueueState.WAITING, Job.kind.startswith("notices."))
    found = db.session.execute(waiting.order_by(Job.id)).scalars().all()
    for job in found:
        handler_of(job.kind)(job, lambda done, total: None)
        job.state = QueueState.DONE
    db.session.commit()
    return len(found)
