"""The page of a piece of work: how far it is, what came of it, for its person alone."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.outbox.models import Job, JobFile, QueueState
from groupnet.outbox.service import queue_job
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def person(world: World) -> Person:
    """Whose work it is."""
    return world.person("anna@example.org")


def make_job(world: World, person: Person, *, file: bytes = b"", outcome: str = "", **fields: object) -> int:
    """A job that stands as told."""
    with world.app.app_context():
        job_id = queue_job(kind="test.job", payload={}, person_id=person.id)
        assert job_id
        job = db.session.execute(select(Job).where(Job.id == job_id)).scalar_one()
        for name, value in fields.items():
            setattr(job, name, value)
        job.outcome = json.dumps({"sentence": outcome, "location": "/account" if outcome else ""})
        if file:
            expires_at = utc_now() + timedelta(days=7)
            db.session.add(
                JobFile(
                    job_id=job_id,
                    name="all of it.zip",
                    media_type="application/zip",
                    content=file,
                    expires_at=expires_at,
                )
            )
        db.session.commit()
        return job_id


def test_unfinished_work_says_how_far_it_is_and_looks_again_by_itself(
    world: World, browser: Browser, person: Person
) -> None:
    job_id = make_job(world, person, done=30, total=200, attempts=1)
    page = browser.sign_in(person).get(f"/work/{job_id}")
    assert page.headers["Refresh"] == "3"
    assert "30 of 200" in page.text
    assert '<progress aria-labelledby="how-far" value="30" max="200">' in page.text
    assert "You can leave this page" in page.text


def test_work_that_has_not_begun_says_so(world: World, browser: Browser, person: Person) -> None:
    page = browser.sign_in(person).get(f"/work/{make_job(world, person)}")
    assert "It begins in a moment." in page.text


def test_work_that_went_wrong_once_says_that_it_is_tried_again(
    world: World, browser: Browser, person: Person
) -> None:
    page = browser.sign_in(person).get(f"/work/{make_job(world, person, attempts=1, failure='LookupError')}")
    assert "it is tried again" in page.text
    assert "LookupError" not in page.text


def test_finished_work_tells_its_outcome_and_hands_out_its_file(
    world: World, browser: Browser, person: Person
) -> None:
    job_id = make_job(world, person, file=b"PK-content", outcome="Your file is ready.", state=QueueState.DONE)
    page = browser.sign_in(person).get(f"/work/{job_id}")
    assert "Refresh" not in page.headers
    assert "Your file is ready." in page.text
    assert f"/work/{job_id}/file" in page.text
    file = browser.client.get(f"/work/{job_id}/file")
    assert (file.data, file.headers["Content-Type"]) == (b"PK-content", "application/zip")
    assert file.headers["Content-Disposition"] == 'attachment; filename="all of it.zip"'
    assert "no-store" in file.headers["Cache-Control"]


def test_T59_a_file_is_gone_when_its_week_is_over(world: World, browser: Browser, person: Person) -> None:
    job_id = make_job(world, person, file=b"PK", outcome="Ready.", state=QueueState.DONE)
    with time_machine.travel(utc_now() + timedelta(days=7, minutes=1)):
        browser.sign_in(person)
        assert browser.client.get(f"/work/{job_id}/file").status_code == 404
        page = browser.get(f"/work/{job_id}")
    assert "<h1>Your file is gone</h1>" in page.text
    assert "gone now" in page.text
    assert "/file" not in page.text


def test_work_that_failed_says_why(world: World, browser: Browser, person: Person) -> None:
    job_id = make_job(world, person, outcome="The file is empty.", state=QueueState.DEAD)
    page = browser.sign_in(person).get(f"/work/{job_id}")
    assert "This did not work" in page.text
    assert "The file is empty." in page.text


def test_T3_work_of_others_is_as_good_as_missing(world: World, browser: Browser, person: Person) -> None:
    job_id = make_job(world, person, file=b"PK", outcome="Ready.", state=QueueState.DONE)
    browser.sign_in(world.person("other@example.org"))
    for tail in ("", "/file"):
        foreign = browser.client.get(f"/work/{job_id}{tail}")
        missing = browser.client.get(f"/work/{job_id + 1000}{tail}")
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert "empty" not in foreign.text
    assert Browser(world.app).client.get(f"/work/{job_id}").status_code == 302


@pytest.mark.parametrize(
    ("kind", "going_on", "done"),
    [
        ("account.archive", "Making your file", "Your file is ready"),
        ("imports.export", "Making your file", "Your file is ready"),
        ("imports.bring_in", "Bringing your file in", "Your file was read"),
    ],
)
def test_the_head_says_what_goes_on_and_what_came_of_it(
    world: World, browser: Browser, person: Person, kind: str, going_on: str, done: str
) -> None:
    waiting, over = (make_job(world, person, kind=kind, state=state) for state in list(QueueState)[:2])
    assert f"<h1>{going_on}</h1>" in browser.sign_in(person).get(f"/work/{waiting}").text
    assert f"<h1>{done}</h1>" in browser.get(f"/work/{over}").text


def test_the_way_back_leads_to_where_the_work_came_from(
    world: World, browser: Browser, person: Person
) -> None:
    own = make_job(world, person)
    assert 'href="/account"' in browser.sign_in(person).get(f"/work/{own}").text
    group = world.group("harbour")
    of_group = make_job(world, person, about_group_id=group.id, payload=json.dumps({"slug": "harbour"}))
    assert 'href="/g/harbour/imports"' in browser.get(f"/work/{of_group}").text
