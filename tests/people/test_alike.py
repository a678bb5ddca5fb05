"""Nothing tells whether an address has an account: not the page, not the statements, not the hashes (T16)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.outbox.models import Job, OutgoingMail
from groupnet.people.limits import MOST_BY_ADDRESS
from groupnet.people.queries import list_refused_sign_ins
from groupnet.people.service.signing_in import count_try
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.people.ways import another, ask_for_code, enter, plain, type_code, with_second_step
from tests.snapshot import all_rows
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
            jobs = select(Job.kind, Job.person_id)
            written.append([[tuple(row) for row in db.session.execute(query)] for query in (mails, jobs)])
    assert written[0] == written[1]


@pytest.mark.parametrize("way", [a_wrong_password, a_wrong_code, a_door_that_is_closed])
def test_a_refused_sign_in_is_seen_where_there_is_an_account(
    world: World, app: Flask, way: Callable[[Browser, str], TestResponse]
) -> None:
    person = world.person(KNOWN, password=PASSWORD)
    for email in (KNOWN, UNKNOWN):
        way(Browser(app), email)
    with app.app_context():
        assert list_refused_sign_ins() == {}, "it might still turn out to be right"
    with time_machine.travel(utc_now() + timedelta(minutes=2)), app.app_context():
        assert set(list_refused_sign_ins()) == {person.id}


def test_a_wrong_code_of_the_second_step_is_seen_too(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    browser = Browser(app)
    enter(browser)
    type_code(browser, another(telephone.now()), "/sign-in/second-step")
    with time_machine.travel(utc_now() + timedelta(minutes=2)), app.app_context():
        assert len(list_refused_sign_ins()) == 1


def test_a_sign_in_that_succeeds_is_none_that_was_refused(world: World, app: Flask) -> None:
    world.person(KNOWN, password=PASSWORD)
    Browser(app).submit("/sign-in", {"email": KNOWN, "password": PASSWORD})
    with time_machine.travel(utc_now() + timedelta(minutes=2)), app.app_context():
        assert list_refused_sign_ins() == {}


def test_T42_what_is_typed_for_an_address_is_kept_nowhere(world: World, app: Flask) -> None:
    world.person(KNOWN, password=PASSWORD)
    for typed in ("My-Secret-Words", UNKNOWN):
        a_wrong_password(Browser(app), typed)
        assert typed.casefold() not in repr(all_rows(app)).casefold()


def test_strangers_write_no_more_than_the_limit_of_their_network(app: Flask) -> None:
    with app.test_request_context():
        for number in range(MOST_BY_ADDRESS + 30):
            with suppress(RuleBroken):
                count_try(email=f"p{number}@example.org", address="192.0.2.1", known_browser=False)
    rows = all_rows(app)
    assert (len(rows["job"]), len(rows["sign_in_failure"])) == (0, MOST_BY_ADDRESS)
