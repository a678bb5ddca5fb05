"""No mail waits behind what can wait: mailings, long jobs, or another mail that goes wrong."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, OperationalError

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.outbox import claims
from groupnet.outbox.claims import GIVEN_UP_AFTER, MOST_ATTEMPTS, attempts_within, usual_wait_after
from groupnet.outbox.delivery import MOST_MENDED
from groupnet.outbox.letters import Letter
from groupnet.outbox.message import Mail
from groupnet.outbox.models import Job, OutgoingMail, QueueState
from groupnet.outbox.registry import Progress
from groupnet.outbox.service import queue_job
from groupnet.outbox.transport import Server
from groupnet.worker.loop import MAILS_AT_ONCE, Worker, work_side_by_side
from tests.worker.conftest import Office
from tests.worker.office import HELLO, give, hello, jobs, mails, never, queue, states, work
from tests.worker.test_loop import away_error

BAD = "bad@example.org"
PATIENCE = 20.0


def round_of(office: Office) -> None:
    """One round of a worker that is never told to stop."""
    Worker(office.app, stopping=never, pause=lambda _seconds: None).round()


def queue_one_job(office: Office, kind: str) -> None:
    with office.app.app_context():
        queue_job(kind=kind, payload={})
        db.session.commit()


def test_a_code_goes_out_before_mailings_that_were_there_first(office: Office) -> None:
    queue(office.app, 2 * MAILS_AT_ONCE)
    queue(office.app, 1, to="later@example.org", expires_at=utc_now() + timedelta(hours=36))
    queue(office.app, 1, to="code@example.org", expires_at=utc_now() + timedelta(minutes=10))
    round_of(office)
    assert [mail["To"] for mail in office.sink.received[:2]] == ["code@example.org", "later@example.org"]
    assert len(office.sink.received) == MAILS_AT_ONCE


def test_a_long_job_holds_no_mail_up(office: Office) -> None:
    ended = threading.Event()

    def wait_for_a_mail(_job: Job, _progress: Progress) -> None:
        queue(office.app, 1)
        until = utc_now() + timedelta(seconds=PATIENCE)
        while not office.sink.received and utc_now() < until:
            threading.Event().wait(0.05)
        ended.set()

    give(office.app, handlers={"test.long": wait_for_a_mail})
    queue_one_job(office, "test.long")
    work_side_by_side(office.app, stopping=ended.is_set, pause=lambda _seconds: ended.wait(0.05))
    assert len(office.sink.received) == 1
    assert [job.state for job in jobs(office.app)] == [QueueState.DONE]


@pytest.mark.parametrize("what", ["_send_some", "_do_one"])
def test_mails_and_jobs_end_together_so_that_both_are_begun_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def die(_self: Worker) -> bool:
        raise SystemExit(1)

    monkeypatch.setattr(Worker, what, die)
    with pytest.raises(SystemExit):
        work_side_by_side(office.app, stopping=never, pause=lambda _seconds: threading.Event().wait(0.02))


@pytest.fixture
def breaking(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office where handing one mail over goes wrong as nobody foresaw."""
    real = Server.send

    def send(self: Server, message: Mail) -> None:
        if BAD in message.send_to:
            raise KeyError(BAD)
        real(self, message)

    monkeypatch.setattr(Server, "send", send)
    queue(office.app, 1, to=BAD)
    queue(office.app, 3)
    return office


def test_a_mail_that_goes_wrong_holds_no_other_up(breaking: Office, caplog: pytest.LogCaptureFixture) -> None:
    work(breaking.app)
    bad, *others = mails(breaking.app)
    assert {mail.state for mail in others} == {QueueState.DONE}
    assert (bad.state, bad.attempts, bad.failure, bad.lease) == (
        QueueState.WAITING,
        1,
        "broken (KeyError)",
        None,
    )
    assert bad.due_at > utc_now()
    assert "KeyError in mail" in caplog.text
    assert BAD not in caplog.text


def test_a_mail_that_goes_wrong_each_time_is_given_up(breaking: Office) -> None:
    now = datetime.now(UTC)
    for _ in range(MOST_MENDED):
        with time_machine.travel(now):
            work(breaking.app)
        now += timedelta(hours=2)
    assert states(breaking.app) == {QueueState.DONE: 3, QueueState.DEAD: 1}


def test_a_mail_whose_worker_dies_each_time_is_given_up(office: Office) -> None:
    queue(office.app, 1)
    with office.app.app_context():
        db.session.execute(update(OutgoingMail).values(attempts=MOST_ATTEMPTS))
        db.session.commit()
    work(office.app)
    assert (states(office.app), office.sink.received) == ({QueueState.DEAD: 1}, [])


def test_while_the_database_fails_one_mail_the_others_are_handed_back_and_go_out(office: Office) -> None:
    def compose(mail: OutgoingMail) -> Letter | None:
        if mail.to_address == BAD:
            raise OperationalError("SELECT 1", {}, away_error())
        return hello(mail)

    give(office.app, composers={HELLO: compose})
    queue(office.app, 1, to=BAD)
    queue(office.app, 3)
    with pytest.raises(OperationalError):
        round_of(office)
    assert {(mail.lease, mail.state) for mail in mails(office.app)} == {(None, QueueState.WAITING)}
    round_of(office)
    assert states(office.app) == {QueueState.DONE: 3, QueueState.WAITING: 1}


def test_a_statement_that_breaks_a_constraint_is_no_outage(office: Office) -> None:
    def crash(_job: Job, _progress: Progress) -> None:
        raise IntegrityError("INSERT", {}, constraint_error())

    give(office.app, handlers={"test.crash": crash})
    queue_one_job(office, "test.crash")
    work(office.app)
    (job,) = jobs(office.app)
    assert (job.attempts, job.failure, job.due_at > utc_now()) == (1, "IntegrityError", True)


def constraint_error() -> Any:
    """What SQLite's driver says of a constraint."""
    error = Exception("UNIQUE constraint failed")
    error.sqlite_errorname = "SQLITE_CONSTRAINT_UNIQUE"  # type: ignore[attr-defined]
    return error


def test_as_many_attempts_are_made_as_their_waits_fit_into_three_days() -> None:
    waited = sum((usual_wait_after(number) for number in range(1, MOST_ATTEMPTS)), timedelta())
    assert GIVEN_UP_AFTER <= waited < GIVEN_UP_AFTER + claims.LONGEST_WAIT
    assert attempts_within(timedelta()) == 1
