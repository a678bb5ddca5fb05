"""Nothing tells whether an address has an account: not the page, not the statements, not the hashes (T16)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.outbox.models import Job, OutgoingMail
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.people.ways import ask_for_code, plain
from tests.statements import count_statements

KNOWN, UNSET, UNKNOWN = "known@example.org", "unset@example.org", "nobdy@example.org"
WRONG = "three other words"


def a_wrong_password(browser: Browser, email: str) -> TestResponse:
    return browser.submit("/sign-in", {"email": email, "password": WRONG})


def asking_for_a_code(browser: Browser, email: str) -> TestResponse:
    return browser.submit("/sign-in", {"email": email, "way": "code"})


def asking_too_often_for_a_code(browser: Browser, email: str) -> TestResponse:
    for _ in range(6):
        answer = asking_for_a_code(browser, email)
    return answer


def the_page_for_a_code(browser: Browser, email: str) -> TestResponse:
    asking_for_a_code(browser, email)
    return browser.get("/sign-in/code")


def a_wrong_code(browser: Browser, email: str) -> TestResponse:
    return browser.submit(ask_for_code(browser, email), {"code": "nonsense"})


def the_last_wrong_code(browser: Browser, email: str) -> TestResponse:
    page = ask_for_code(browser, email)
    for _ in range(6):
        answer = browser.submit(page, {"code": "nonsense"})
    return answer


def a_door_that_is_closed(browser: Browser, email: str) -> TestResponse:
    for _ in range(11):
        answer = a_wrong_password(browser, email)
    return answer


def asking_for_a_link(browser: Browser, email: str) -> TestResponse:
    return browser.submit("/forgotten-password", {"email": email})


def the_page_after_it(browser: Browser, email: str) -> TestResponse:
    asking_for_a_link(browser, email)
    return browser.get("/forgotten-password/sent")


WAYS: list[Callable[[Browser, str], TestResponse]] = [
    a_wrong_password,
    asking_for_a_code,
    asking_too_often_for_a_code,
    the_page_for_a_code,
    a_wrong_code,
    the_last_wrong_code,
    a_door_that_is_closed,
    asking_for_a_link,
    the_page_after_it,
]


@pytest.mark.parametrize("way", WAYS)
def test_T16_a_known_and_an_unknown_address_get_the_same_answer_at_the_same_cost(
    world: World,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Browser, str], TestResponse],
) -> None:
    from argon2 import PasswordHasher

    hashes: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, password: str) -> bool:
        hashes.append(password)
        return bool(verify(self, stored, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    world.person(KNOWN, password=PASSWORD)
    world.person(UNSET)
    way(Browser(app), "warmd@example.org")  # what is computed once in a process is none of either's
    seen = []
    for email in (KNOWN, UNSET, UNKNOWN):
        hashes.clear()
        with count_statements() as sent:
            answer = way(Browser(app), email)
        headers = sorted(name for name, _ in answer.headers)
        seen.append((answer.status_code, answer.location, headers, plain(answer, email), sent, len(hashes)))
    assert seen[0] == seen[2]
    assert seen[1] == seen[2]


@pytest.mark.parametrize("way", WAYS)
def test_T16_the_same_is_written_down(
    world: World, app: Flask, way: Callable[[Browser, str], TestResponse]
) -> None:
    world.person(KNOWN, password=PASSWORD)
    written = []
    for email in (KNOWN, UNKNOWN):
        way(Browser(app), email)
        with app.app_context():
            mails = select(OutgoingMail.kind, OutgoingMail.person_id).where(OutgoingMail.to_address == email)
            jobs = select(Job.kind, Job.person_id).where(Job.payload.contains(email))
            written.append([[tuple(row) for row in db.session.execute(query)] for query in (mails, jobs)])
    assert written[0] == written[1]


@pytest.mark.parametrize("way", [a_wrong_password, a_wrong_code, a_door_that_is_closed])
@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_a_refused_sign_in_is_told_once_an_hour(
    world: World, app: Flask, way: Callable[[Browser, str], TestResponse], email: str
) -> None:
    world.person(KNOWN, password=PASSWORD)
    for _ in range(2):
        way(Browser(app), email)
    with app.app_context():
        jobs = [job for job in db.session.execute(select(Job)).scalars() if job.kind.endswith("refused")]
        assert [(job.kind, job.content()) for job in jobs] == [("groups.sign_in_refused", {"email": email})]
        assert email not in str(jobs[0].unique_key)
