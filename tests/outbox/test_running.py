"""Jobs: done with their note in one transaction, tried again, told of on the way."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_babel import get_locale
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bound_group
from groupnet.core.unit_of_work import only_reading
from groupnet.outbox import claims
from groupnet.outbox.models import Job, JobFile, QueueState
from groupnet.outbox.registry import Handler, Outcome, Progress
from groupnet.outbox.running import LEASE, MOST_TRIES, run_job
from groupnet.outbox.service import queue_job
from groupnet.people.models import Person
from tests.factories import World
from tests.worker.office import give, jobs, work

KIND = "test.job"
SAID = "Zebediah " + "Quigley"  # a traceback shows the line of the raise


def do(app: Flask, handler: Handler, **others: object) -> Job:
    """Queue a job that this handler does, work, and look at it."""
    give(app, handlers={KIND: handler})
    app.extensions["groupnet-outbox"]["schedule"] = ()
    with app.app_context():
        queue_job(kind=KIND, payload={"n": 7}, **others)  # type: ignore[arg-type]
        db.session.commit()
    work(app)
    (job,) = jobs(app)
    return job


def add_somebody() -> None:
    db.session.add(Person(email="new@example.org", name="New", created_at=utc_now()))


def people(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.execute(select(Person.email)).scalars())


def test_what_a_job_writes_and_its_end_are_kept_together(own_app: Flask) -> None:
    def handler(job: Job, _progress: Progress) -> Outcome:
        assert job.content() == {"n": 7}
        add_somebody()
        return Outcome(sentence="Somebody is here.", location="/there")

    job = do(own_app, handler)
    assert (job.state, job.outcome) == (
        QueueState.DONE,
        '{"sentence": "Somebody is here.", "location": "/there"}',
    )
    assert people(own_app) == ["new@example.org"]


def test_a_job_works_in_its_group_and_speaks_its_language(own_app: Flask) -> None:
    group = World(own_app).group()
    found: list[object] = []

    def handler(_job: Job, _progress: Progress) -> None:
        found.extend([bound_group(), str(get_locale())])

    assert do(own_app, handler, about_group_id=group.id, locale="de_CH").state is QueueState.DONE
    assert found == [group.id, "de_CH"]


def test_a_rule_that_is_broken_ends_it_with_the_sentence_and_nothing_is_kept(own_app: Flask) -> None:
    def handler(_job: Job, _progress: Progress) -> None:
        add_somebody()
        db.session.flush()
        raise RuleBroken("The file is empty.")

    job = do(own_app, handler)
    assert (job.state, "The file is empty." in job.outcome, people(own_app)) == (QueueState.DEAD, True, [])


def test_T42_another_error_is_tried_again_and_its_words_are_nowhere(
    own_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def handler(_job: Job, _progress: Progress) -> None:
        add_somebody()
        raise LookupError(SAID)

    job = do(own_app, handler)
    assert (job.state, job.attempts, job.failure, people(own_app)) == (
        QueueState.WAITING,
        1,
        "LookupError",
        [],
    )
    for hours in range(1, 8):
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours)):
            work(own_app)
    (job,) = jobs(own_app)
    assert (job.state, job.attempts) == (QueueState.DEAD, MOST_TRIES)
    assert "lies with us" in job.outcome
    assert "LookupError in job" in caplog.text
    assert SAID not in caplog.text + job.outcome + job.failure


def test_a_file_is_kept_for_a_week(own_app: Flask) -> None:
    do(
        own_app,
        lambda job, progress: Outcome(
            sentence="", filename="a.zip", media_type="application/zip", content=b"PK"
        ),
    )
    with own_app.app_context():
        file = db.session.execute(select(JobFile)).scalar_one()
    assert (file.name, file.media_type) == ("a.zip", "application/zip")
    assert timedelta(days=6) < file.expires_at - utc_now() <= timedelta(days=7)


def test_progress_is_seen_while_a_job_reads_and_keeps_it_in_hand(own_app: Flask) -> None:
    seen: list[tuple[int, int]] = []
    kept: list[datetime | None] = []

    def handler(_job: Job, progress: Progress) -> None:
        for done in (1, 5):
            with only_reading():
                db.session.execute(select(Person.id)).all()
                with time_machine.travel(datetime.now(UTC) + timedelta(minutes=8)):
                    progress(done, 10)
            with only_reading():
                row = db.session.execute(select(Job)).scalar_one()
                seen.append((row.done, row.total))
                kept.append(row.leased_until)
                db.session.expunge_all()

    assert do(own_app, handler).state is QueueState.DONE
    assert seen == [(1, 10), (5, 10)]
    assert all(until and until > utc_now() + LEASE for until in kept)


def test_on_sqlite_a_job_that_has_begun_to_write_is_not_held_up_by_its_own_progress(own_app: Flask) -> None:
    def handler(_job: Job, progress: Progress) -> None:
        add_somebody()
        db.session.flush()
        progress(1, 2)

    assert do(own_app, handler).state is QueueState.DONE
    assert people(own_app) == ["new@example.org"]


def test_T48_who_lost_the_lease_keeps_nothing_of_what_it_wrote(own_app: Flask) -> None:
    def handler(_job: Job, _progress: Progress) -> None:
        add_somebody()

    give(own_app, handlers={KIND: handler})
    with own_app.app_context():
        queue_job(kind=KIND, payload={})
        db.session.commit()
        (slow,) = claims.claim(Job, 1)
    with time_machine.travel(datetime.now(UTC) + LEASE), own_app.app_context():
        claims.claim(Job, 1)
        assert run_job(slow) is QueueState.WAITING
    assert people(own_app) == []


def test_a_job_that_kills_its_worker_every_time_is_given_up(own_app: Flask) -> None:
    with own_app.app_context():
        queue_job(kind=KIND, payload={})
        db.session.commit()
    for times in range(MOST_TRIES + 1):
        with time_machine.travel(datetime.now(UTC) + times * LEASE), own_app.app_context():
            (job,) = claims.claim(Job, 1)  # and dies
    with own_app.app_context():
        assert run_job(job) is QueueState.DEAD
