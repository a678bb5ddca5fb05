"""Scheduled work: once a period, whoever sees it first."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from groupnet.app import create_app
from groupnet.outbox import registry
from groupnet.outbox.models import Job, QueueState
from groupnet.outbox.registry import Outcome, Progress, Scheduled
from groupnet.worker.schedule import Schedule, key_of
from tests.conftest import settings_for
from tests.worker.conftest import Office
from tests.worker.office import give, jobs, work

DAILY = Scheduled("test.tidy", timedelta(days=1))
WEEKLY = Scheduled("test.digest", timedelta(days=7))
TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def tidy(_job: Job, _progress: Progress) -> Outcome:
    return Outcome(sentence="Tidied.")


@pytest.fixture
def daily(office: Office) -> Office:
    """An office with one piece of daily work."""
    give(office.app, handlers={DAILY.kind: tidy})
    office.app.extensions["groupnet-outbox"]["schedule"] = (DAILY,)
    return office


def start(app: Flask) -> int:
    """What a worker that has just begun starts."""
    with app.app_context():
        return Schedule().start_due()


def test_two_workers_that_see_the_same_work_due_start_it_once(daily: Office) -> None:
    with time_machine.travel(TUESDAY):
        assert [start(daily.app), start(daily.app)] == [1, 0]
    assert [(job.kind, job.unique_key) for job in jobs(daily.app)] == [
        ("test.tidy", "test.tidy:2026-11-24T00:00")
    ]


def test_it_is_done_once_a_day(daily: Office) -> None:
    for hours in (0, 5, 15, 24, 30):
        with time_machine.travel(TUESDAY + timedelta(hours=hours)):
            work(daily.app)
    assert [job.state for job in jobs(daily.app)] == [QueueState.DONE] * 2


def test_a_week_begins_on_monday() -> None:
    assert key_of(WEEKLY, TUESDAY) == "test.digest:2026-11-23T00:00"
    assert key_of(WEEKLY, TUESDAY - timedelta(days=2)) == "test.digest:2026-11-16T00:00"


def test_work_that_nobody_does_is_not_scheduled(app: Flask) -> None:
    with pytest.raises(ValueError, match="nobody does"):
        registry.init_app(app, composers=[], handlers=[], schedule=[DAILY])


def test_a_period_longer_than_a_finished_job_is_kept_is_refused(app: Flask) -> None:
    monthly = Scheduled("test.tidy", timedelta(days=30))
    with pytest.raises(ValueError, match="week"):
        registry.init_app(app, composers=[], handlers=[{"test.tidy": tidy}], schedule=[monthly])


def test_all_that_this_site_schedules_is_done_by_a_worker(office: Office) -> None:
    scheduled = create_app(settings_for(office.settings.database_url))
    work(scheduled)
    kinds = {entry.kind for entry in scheduled.extensions["groupnet-outbox"]["schedule"]}
    done = {job.kind: (job.state, job.failure) for job in jobs(scheduled)}
    assert {"outbox.tidy", "people.tidy", "referrals.tidy"} <= kinds <= set(done)
    assert set(done.values()) == {(QueueState.DONE, "")}
