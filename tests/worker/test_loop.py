"""The worker's day: mails go out, wait, are given up; a server or database that is away is waited for."""

import multiprocessing
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.exc import OperationalError

from groupnet.core.clock import utc_now
from groupnet.outbox import claims, delivery
from groupnet.outbox.claims import GIVEN_UP_AFTER, LONGEST_WAIT, MOST_ATTEMPTS, wait_after
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.transport import Transport
from groupnet.worker import loop
from groupnet.worker.loop import Worker
from tests.conftest import ON_POSTGRESQL
from tests.statements import count_statements
from tests.worker.conftest import Office
from tests.worker.crowd import work_beside_others
from tests.worker.office import mails, never, queue, states, work

SPAWN = multiprocessing.get_context("spawn")
HOUR = timedelta(hours=1)


def later(span: timedelta) -> time_machine.travel:
    """The clock, so much further on."""
    return time_machine.travel(datetime.now(UTC) + span, tick=True)


def test_a_due_mail_goes_out_once_and_one_that_is_not_due_waits(office: Office) -> None:
    queue(office.app, 2)
    queue(office.app, 1, to="later@example.org", due_at=utc_now() + HOUR)
    work(office.app)
    work(office.app)
    assert len(office.sink.received) == 2
    with later(HOUR + timedelta(minutes=1)):
        work(office.app)
    assert [str(mail["To"]) for mail in office.sink.received[2:]] == ["later@example.org"]
    assert states(office.app) == {QueueState.DONE: 3}


def test_T48_the_mail_server_gone_for_a_day_loses_nothing(closed_office: Office) -> None:
    office = closed_office
    queue(office.app, 3)
    start = datetime.now(UTC)
    for hours in range(0, 24, 2):
        with time_machine.travel(start + hours * HOUR):
            work(office.app)
    assert states(office.app) == {QueueState.WAITING: 3}
    assert {mail.failure.partition(" (")[0] for mail in mails(office.app)} == {"server unreachable"}
    with office.sink.open(), time_machine.travel(start + 24 * HOUR + LONGEST_WAIT):
        work(office.app)
    assert states(office.app) == {QueueState.DONE: 3}
    assert set(office.sink.ids.values()) == {1}


def test_T48_what_has_expired_meanwhile_is_dropped(closed_office: Office) -> None:
    office = closed_office
    queue(office.app, 1, expires_at=utc_now() + timedelta(minutes=10))
    queue(office.app, 1, to="still@example.org", payload={})
    work(office.app)
    with office.sink.open(), later(2 * HOUR):
        work(office.app)
    assert [str(mail["To"]) for mail in office.sink.received] == ["still@example.org"]
    assert states(office.app) == {QueueState.DROPPED: 1, QueueState.DONE: 1}


def test_T48_what_has_become_needless_is_dropped(office: Office) -> None:
    queue(office.app, 1, payload={"needless": True})
    work(office.app)
    assert (office.sink.received, states(office.app)) == ([], {QueueState.DROPPED: 1})


def test_after_three_days_in_vain_a_mail_is_given_up_with_its_reason(closed_office: Office) -> None:
    office = closed_office
    queue(office.app, 1, due_at=utc_now() + timedelta(days=5))  # written long before: its days begin when due
    now = datetime.now(UTC) + timedelta(days=5, minutes=1)
    first = now
    while states(office.app)[QueueState.WAITING]:
        with time_machine.travel(now):
            work(office.app)
        (mail,) = mails(office.app)
        last, now = now, mail.due_at + timedelta(seconds=1)
    assert GIVEN_UP_AFTER - timedelta(hours=12) < last - first < GIVEN_UP_AFTER + timedelta(hours=12)
    assert (mail.state, mail.attempts, mail.failure.partition(" (")[0]) == (
        QueueState.DEAD,
        MOST_ATTEMPTS,
        "server unreachable",
    )


def test_the_waits_grow_to_an_hour_and_are_never_the_same(office: Office) -> None:
    minutes = [wait_after(attempt) / timedelta(minutes=1) for attempt in range(1, 20)]
    assert 0.75 <= minutes[0] <= 1.25
    assert 1.5 <= minutes[1] <= 2.5
    assert all(45 <= one <= 75 for one in minutes[6:])
    assert len(set(minutes)) == len(minutes)


def test_while_the_server_is_away_a_batch_meets_it_once(
    closed_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = closed_office
    tried: list[int] = []

    def count(mail: OutgoingMail, way: Transport) -> QueueState:
        tried.append(mail.id)
        return delivery.deliver(mail, way)

    monkeypatch.setattr(loop, "deliver", count)
    queue(office.app, 10)
    work(office.app)
    assert len(tried) == 1
    assert {mail.attempts for mail in mails(office.app)} == {1}


def test_a_mail_whose_lease_slips_is_handed_back_unsent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(office.app, 3)
    monkeypatch.setattr(claims, "is_slipping", lambda mail, now: mail.id > 1)
    Worker(office.app, stopping=never, pause=lambda _seconds: None).round()
    assert len(office.sink.received) == 1
    assert [(mail.lease, mail.attempts) for mail in mails(office.app)[1:]] == [(None, 0), (None, 0)]


def test_a_worker_told_to_stop_finishes_the_mail_in_hand_and_hands_the_others_back(office: Office) -> None:
    queue(office.app, 5)
    Worker(office.app, stopping=lambda: bool(office.sink.received), pause=lambda _seconds: None).work()
    assert states(office.app) == {QueueState.DONE: 1, QueueState.WAITING: 4}
    work(office.app)
    assert set(office.sink.ids.values()) == {1}
    assert len(office.sink.received) == 5


def test_T48_who_lost_the_lease_cannot_note(office: Office) -> None:
    queue(office.app, 1)
    with office.app.app_context():
        (slow,) = claims.claim(OutgoingMail, 1)
    with later(claims.LEASE), office.app.app_context():
        (quick,) = claims.claim(OutgoingMail, 1)
        assert claims.finish(slow, QueueState.DEAD) is False
        assert claims.put_off(slow, failure="late") is QueueState.WAITING
        assert claims.hand_back(slow) is False
        assert claims.finish(quick, QueueState.DONE) is True
    (mail,) = mails(office.app)
    assert (mail.state, mail.failure) == (QueueState.DONE, "")


def test_T50_a_database_that_is_away_is_waited_for_and_the_work_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    queue(office.app, 1)
    pauses: list[float] = []
    real = claims.is_anything_due

    def away(model: type[OutgoingMail]) -> bool:
        if len(pauses) < 4:
            raise OperationalError("SELECT 1", {"address": "p0@example.org"}, away_error())
        return real(model)

    monkeypatch.setattr(claims, "is_anything_due", away)
    Worker(office.app, stopping=lambda: bool(office.sink.received), pause=pauses.append).work()
    assert pauses == [1, 2, 4, 8]
    assert states(office.app) == {QueueState.DONE: 1}
    assert "the worker waits" in caplog.text
    assert "p0@example.org" not in caplog.text


def away_error() -> Exception:
    """What a driver says when the database is busy."""
    error = Exception("p0@example.org is locked")
    error.sqlite_errorname = "SQLITE_BUSY"  # type: ignore[attr-defined]
    return error


def test_T48_a_mail_that_is_out_is_noted_even_if_the_database_is_away_for_a_moment(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(office.app, 1)
    real, failed = claims.note, list[int]()

    def flaky(mail: OutgoingMail, values: dict[str, object]) -> bool:
        if len(failed) < 2:
            failed.append(mail.id)
            raise OperationalError("UPDATE", {}, away_error())
        return real(mail, values)

    monkeypatch.setattr(claims, "note", flaky)
    monkeypatch.setattr(claims, "ASKED_AGAIN_AFTER", 0)
    work(office.app)
    assert states(office.app) == {QueueState.DONE: 1}
    assert len(office.sink.received) == 1


def test_a_worker_without_work_writes_nothing(office: Office) -> None:
    worker = Worker(office.app, stopping=never, pause=lambda _seconds: None)
    worker.round()
    with count_statements() as sent:
        worker.round()
    assert len(sent) == 2
    assert all(statement.startswith("SELECT") for statement in sent)


def crowd(office: Office, *, workers: int, number: int, patience: float) -> None:
    """Let many processes work at once at many mails."""
    queue(office.app, number)
    start = SPAWN.Event()
    processes = [
        SPAWN.Process(target=work_beside_others, args=(office.settings, start)) for _ in range(workers)
    ]
    for process in processes:
        process.start()
    start.set()
    for process in processes:
        process.join(patience)
        assert process.exitcode == 0


@pytest.mark.soak
def test_T48_ten_workers_and_ten_thousand_mails_once_each(office: Office) -> None:
    crowd(office, workers=10, number=10_000, patience=900)
    assert len(office.sink.ids) == len(office.sink.received) == 10_000
    assert states(office.app) == {QueueState.DONE: 10_000}


def test_T48_ten_workers_a_sample_of_mails_once_each(office: Office) -> None:
    queue(office.app, 120)
    failures: list[BaseException] = []

    def one() -> None:
        try:
            work(office.app)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failures
    assert len(office.sink.ids) == len(office.sink.received) == 120
    assert states(office.app) == {QueueState.DONE: 120}


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has one writer: nobody else claims meanwhile")
def test_a_claim_takes_no_more_than_it_asked_for_beside_others(office: Office) -> None:
    queue(office.app, 200)
    taken: list[int] = []

    def one() -> None:
        with office.app.app_context():
            taken.append(len(claims.claim(OutgoingMail, 7)))

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert taken == [7] * 12
