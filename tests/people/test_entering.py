"""The one way in: what holds whichever proof was shown."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.people.models import IDLE_END, Proof, ProofPurpose, SignIn
from groupnet.people.proofs import MOST_AN_HOUR, MOST_TRIES, begin_proof, check_code, code_of
from groupnet.people.queries import find_person
from groupnet.people.second_factor import use_totp
from groupnet.people.service import mail_proof
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.test_next import TRICKS
from tests.people.ways import (
    EMAIL,
    NEW,
    another,
    ask_for_code,
    ask_for_reset,
    code_in,
    enter,
    is_in,
    type_code,
    with_second_step,
)

START = datetime(2026, 11, 20, 7, tzinfo=UTC)
STEP = "/sign-in/second-step"
PARALLEL = 8

Way = Callable[[Browser, Mailbox], None]


def by_password(browser: Browser, _mailbox: Mailbox) -> None:
    enter(browser)


def by_code(browser: Browser, mailbox: Mailbox) -> None:
    ask_for_code(browser)
    type_code(browser, code_in(mailbox.deliver()[-1]))


def by_link(browser: Browser, mailbox: Mailbox) -> None:
    ask_for_reset(browser)
    browser.submit(mailbox.deliver()[-1].link("/new-password/"), {"password": NEW})


WAYS: list[Way] = [by_password, by_code, by_link]


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("groupnet")
    assert cookie is not None
    return str(cookie.value)


def with_cookie(app: Flask, value: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie("groupnet", value)
    return browser


@pytest.mark.parametrize("way", WAYS)
def test_T23_nobody_can_plant_a_session_whatever_the_way_in(
    world: World, app: Flask, mailbox: Mailbox, way: Way
) -> None:
    world.person(EMAIL, password=PASSWORD)
    attacker = Browser(app)
    token = attacker.token()
    planted = cookie_of(attacker)
    victim = with_cookie(app, planted)
    way(victim, mailbox)
    assert is_in(victim)
    assert not is_in(with_cookie(app, planted))
    assert victim.client.post("/sign-out", data={"csrf_token": token}).status_code == 400
    assert is_in(victim)


@pytest.mark.parametrize("way", WAYS)
def test_T23_a_copied_cookie_is_dead_after_signing_out_whatever_the_way_in(
    world: World, app: Flask, mailbox: Mailbox, way: Way
) -> None:
    world.person(EMAIL, password=PASSWORD)
    browser = Browser(app)
    way(browser, mailbox)
    thief = with_cookie(app, cookie_of(browser))
    assert is_in(thief)
    browser.post("/sign-out")
    assert not is_in(thief)


def test_T23_a_cookie_from_before_the_second_step_is_nobodys(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    browser = Browser(app)
    enter(browser)
    halfway = cookie_of(browser)
    code = telephone.now()
    assert type_code(browser, code, STEP).status_code == 303
    copy = with_cookie(app, halfway)
    assert not is_in(copy)
    assert type_code(copy, code, STEP).status_code == 422
    assert not is_in(copy)


@pytest.mark.parametrize("way", WAYS)
def test_T23_sixty_idle_days_end_it_whatever_the_way_in(
    world: World, app: Flask, mailbox: Mailbox, way: Way
) -> None:
    world.person(EMAIL, password=PASSWORD)
    with time_machine.travel(START, tick=False) as clock:
        browser = Browser(app)
        way(browser, mailbox)
        clock.shift(IDLE_END - timedelta(minutes=1))
        assert is_in(browser)
        clock.shift(IDLE_END + timedelta(minutes=1))
        assert not is_in(browser)


def test_who_signs_in_anew_leaves_no_other_sign_in_of_this_browser(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    browser = Browser(app)
    page = browser.get("/sign-in")
    for _ in range(2):
        browser.submit(page, {"email": EMAIL, "password": PASSWORD, "csrf_token": browser.token()})
    with app.app_context():
        open_ones = select(func.count(SignIn.id)).where(SignIn.ended_at.is_(None))
        assert db.session.execute(open_ones).scalar_one() == 1
    assert is_in(browser)


@pytest.mark.parametrize("trick", TRICKS)
def test_T27_no_trick_leads_off_by_way_of_a_code_and_a_second_step(
    world: World, browser: Browser, mailbox: Mailbox, trick: str
) -> None:
    telephone = with_second_step(world)
    assert browser.submit("/sign-in", {"email": EMAIL, "way": "code", "next": trick}).status_code == 303
    page = browser.get("/sign-in/code")
    assert "evil.example" not in page.text
    assert type_code(browser, code_in(mailbox.deliver_one())).location == STEP
    answer = type_code(browser, telephone.now(), STEP)
    assert (answer.status_code, answer.location) == (303, "/")


def test_one_goes_on_to_where_one_wanted_to_go_by_way_of_a_code_and_a_second_step(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    telephone = with_second_step(world)
    ask_for_code(browser, page="/sign-in?next=/groups?x=1%26y=2")
    type_code(browser, code_in(mailbox.deliver_one()))
    assert type_code(browser, telephone.now(), STEP).location == "/groups?x=1&y=2"


def test_T28_the_pages_on_the_way_are_kept_by_no_browser(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    world.person(EMAIL, password=PASSWORD)
    with_second_step(world, "bert@example.org")
    ask_for_reset(browser)
    link = mailbox.deliver_one().link("/new-password/")
    ask_for_code(browser)
    for path in ("/sign-in", "/sign-in/code", "/forgotten-password", "/forgotten-password/sent", link):
        assert browser.get(path).headers["Cache-Control"] == "no-store", path
    enter(browser, "bert@example.org")
    assert browser.get(STEP).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/forgotten-password", STEP])
def test_T25_none_of_it_without_a_token(world: World, browser: Browser, mailbox: Mailbox, path: str) -> None:
    world.person(EMAIL, password=PASSWORD)
    ask_for_code(browser)
    code = code_in(mailbox.deliver_one())
    body = {"email": EMAIL, "password": PASSWORD, "code": code}
    assert browser.client.post(path, data=body).status_code == 400
    assert not is_in(browser)
    assert mailbox.deliver() == []
    assert type_code(browser, code).status_code == 303, "nor was the code used"


@pytest.mark.commits
def test_T17_of_many_tries_at_once_five_are_compared_and_one_wins(own_app: Flask) -> None:
    with own_app.test_request_context():
        proof = begin_proof(purpose=ProofPurpose.SIGN_IN, email=EMAIL)
        assert proof is not None
        proof_id, code = proof.id, code_of(proof)
        db.session.commit()
    together = Barrier(PARALLEL)

    def attempt(typed: str) -> str:
        together.wait(5)
        with own_app.test_request_context():
            try:
                check_code(proof_id=proof_id, purpose=ProofPurpose.SIGN_IN, code=typed)
            except RuleBroken as refused:
                return refused.message
            db.session.commit()
            return "in"

    with ThreadPoolExecutor(PARALLEL) as pool:
        wrong = list(pool.map(attempt, [another(code)] * PARALLEL))
    assert sum("This is not the code" in answer for answer in wrong) == MOST_TRIES
    with own_app.test_request_context():
        proof = begin_proof(purpose=ProofPurpose.SIGN_IN, email=EMAIL)
        assert proof is not None
        proof_id, code = proof.id, code_of(proof)
        db.session.commit()
    with ThreadPoolExecutor(PARALLEL) as pool:
        assert list(pool.map(attempt, [code] * PARALLEL)).count("in") == 1


@pytest.mark.commits
def test_T17_of_many_who_ask_at_once_five_are_mailed(own_app: Flask) -> None:
    together = Barrier(PARALLEL)

    def ask(_number: int) -> None:
        together.wait(5)
        with own_app.test_request_context():
            mail_proof(purpose=ProofPurpose.SIGN_IN, email=EMAIL, address="192.0.2.1", known_browser=False)
            db.session.commit()

    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(ask, range(PARALLEL)))
    with own_app.app_context():
        assert db.session.execute(select(func.count(Proof.id))).scalar_one() == MOST_AN_HOUR


@pytest.mark.commits
def test_T18_of_many_with_one_code_of_the_app_one_gets_in(own_app: Flask) -> None:
    telephone = with_second_step(World(own_app))
    code = telephone.now()
    together = Barrier(PARALLEL)

    def attempt(_number: int) -> bool:
        together.wait(5)
        with own_app.test_request_context():
            person = find_person(EMAIL)
            assert person is not None
            fits = use_totp(person, code)
            db.session.commit()
            return fits

    with ThreadPoolExecutor(PARALLEL) as pool:
        assert list(pool.map(attempt, range(PARALLEL))).count(True) == 1
