"""T48: the worker is killed at every step; what counts is what arrives at the mail server."""

import multiprocessing
import random
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from groupnet.core.db import db
from groupnet.outbox.claims import LEASE
from groupnet.outbox.models import OutgoingMail, QueueState
from tests.worker.conftest import Office
from tests.worker.dying import KILLED, STEPS, work_and_die, work_until_killed
from tests.worker.office import mails, queue, states, work

MAILS = 3
MAY_COME_TWICE = {
    "before it hears that the mail is taken",
    "when the mail is taken",
    "before its note is committed",
}
SPAWN = multiprocessing.get_context("spawn")


@pytest.mark.parametrize("step", STEPS)
def test_T48_killed_at_any_step_nothing_is_lost_and_at_most_one_mail_comes_twice(
    office: Office, step: str
) -> None:
    queue(office.app, MAILS)
    process = SPAWN.Process(target=work_and_die, args=(office.settings, step))
    process.start()
    process.join(60)
    assert process.exitcode == KILLED
    with time_machine.travel(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
        work(office.app)
    assert states(office.app) == {QueueState.DONE: MAILS}
    assert set(office.sink.ids) == {mail.message_id for mail in mails(office.app)}
    assert len(office.sink.received) - MAILS <= (step in MAY_COME_TWICE)


def test_T48_what_a_dead_worker_had_in_hand_is_left_alone_until_its_lease_is_over(office: Office) -> None:
    queue(office.app, MAILS)
    process = SPAWN.Process(target=work_and_die, args=(office.settings, "when it has claimed"))
    process.start()
    process.join(60)
    work(office.app)
    assert office.sink.received == []


@pytest.mark.soak
def test_T48_killed_again_and_again_at_any_moment(office: Office) -> None:
    kills, number = 0, 3000
    queue(office.app, number)
    chance = random.Random(48)
    until = time.monotonic() + 600
    while states(office.app)[QueueState.WAITING] and time.monotonic() < until:
        process = SPAWN.Process(target=work_until_killed, args=(office.settings,))
        process.start()
        time.sleep(chance.uniform(2, 6))
        process.kill()
        process.join()
        kills += 1
        with office.app.app_context():  # its lease is over
            db.session.execute(update(OutgoingMail).values(leased_until=None))
            db.session.commit()
    assert states(office.app) == {QueueState.DONE: number}
    assert len(office.sink.ids) == number
    assert len(office.sink.received) <= number + kills
