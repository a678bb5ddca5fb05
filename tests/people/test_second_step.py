"""The second step of signing in: the app's code, or a recovery code."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import Person, RecoveryCode
from groupnet.people.second_factor import make_recovery_code
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.ways import EMAIL, another, ask_for_code, code_in, enter, is_in, type_code, with_second_step
from tests.snapshot import all_rows

START = datetime(2026, 11, 20, 7, tzinfo=UTC)
STEP = "/sign-in/second-step"
WRONG = "does not fit"
CLOSED = "Too many tries"
RECOVERY = ("0000 1111 2222", "3333 4444 5555")


def first_step(app: Flask, page: str = "/sign-in") -> Browser:
    """A fresh browser that has shown the password."""
    browser = Browser(app)
    answer = browser.submit(page, {"email": EMAIL, "password": PASSWORD})
    assert answer.location == STEP
    return browser


def test_after_the_password_the_app_is_asked_for_its_code(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    browser = first_step(app, "/sign-in?next=/groups")
    assert not is_in(browser)
    page = browser.get(STEP)
    assert 'autocomplete="one-time-code"' in page.text
    shown = telephone.now()
    answer = type_code(browser, f"{shown[:3]} {shown[3:]}", STEP)
    assert (answer.status_code, answer.location) == (303, "/groups")
    assert is_in(browser)


def test_after_a_mailed_code_too(world: World, browser: Browser, mailbox: Mailbox) -> None:
    telephone = with_second_step(world)
    ask_for_code(browser)
    assert type_code(browser, code_in(mailbox.deliver_one())).location == STEP
    assert not is_in(browser)
    assert type_code(browser, telephone.now(), STEP).status_code == 303
    assert is_in(browser)


def test_T18_a_code_of_the_app_works_once(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    with time_machine.travel(START, tick=False) as clock:
        code = telephone.at(START)
        assert type_code(first_step(app), code, STEP).status_code == 303
        again = first_step(app)
        assert WRONG in type_code(again, code, STEP).text
        before = telephone.at(START - timedelta(seconds=30))
        assert WRONG in type_code(again, before, STEP).text, "nor does an older one"
        clock.shift(timedelta(seconds=30))
        assert type_code(again, telephone.at(START + timedelta(seconds=30)), STEP).status_code == 303


@pytest.mark.parametrize(("off", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(world: World, app: Flask, off: int, fits: bool) -> None:
    telephone = with_second_step(world)
    with time_machine.travel(START, tick=False):
        answer = type_code(first_step(app), telephone.at(START + timedelta(seconds=off)), STEP)
        assert (answer.status_code == 303) is fits


def test_T18_a_recovery_code_works_once_and_says_what_is_left(world: World, app: Flask) -> None:
    with_second_step(world, recovery=RECOVERY)
    browser = first_step(app)
    assert type_code(browser, "0000-1111 2222", STEP).status_code == 303
    assert "1 is left" in browser.get("/groups").text
    again = first_step(app)
    assert "recovery code does not fit" in type_code(again, RECOVERY[0], STEP).text
    assert type_code(again, RECOVERY[1], STEP).status_code == 303
    assert "your last recovery code" in again.get("/groups").text


def test_T18_recovery_codes_are_hashed_and_belong_to_one_account(world: World, app: Flask) -> None:
    with_second_step(world, "bert@example.org", recovery=RECOVERY)
    telephone = with_second_step(world)
    rows = repr(all_rows(app))
    for kept in (*RECOVERY, *(code.replace(" ", "") for code in RECOVERY), telephone.secret):
        assert kept not in rows
    assert WRONG in type_code(first_step(app), RECOVERY[0], STEP).text
    with app.app_context():
        assert not list(db.session.execute(select(RecoveryCode).where(RecoveryCode.used_at.is_not(None))))


def test_recovery_codes_are_twelve_random_digits() -> None:
    made = {make_recovery_code() for _ in range(200)}
    assert len(made) == 200
    assert all(len(code.replace(" ", "")) == 12 and code.replace(" ", "").isdecimal() for code in made)


def test_ten_minutes_lie_between_the_steps_and_no_more(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    with time_machine.travel(START, tick=False) as clock:
        in_time, late = first_step(app), first_step(app)
        page = late.get(STEP)
        clock.shift(timedelta(minutes=9, seconds=59))
        assert type_code(in_time, telephone.at(utc_now()), STEP).status_code == 303
        clock.shift(timedelta(seconds=31))
        answer = late.submit(page, {"code": telephone.at(utc_now())})
        assert answer.location == "/sign-in"
        assert "more than ten minutes" in late.get("/sign-in").text
        assert late.get(STEP).location == "/sign-in"
        assert not is_in(late)


def test_nobody_gets_there_without_the_first_step(world: World, browser: Browser) -> None:
    telephone = with_second_step(world)
    assert browser.get(STEP).location == "/sign-in"
    assert browser.post(STEP, {"code": telephone.now()}).location == "/sign-in"
    assert not is_in(browser)


def test_another_password_meanwhile_means_to_begin_again(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    browser = first_step(app)
    with app.app_context():
        db.session.execute(update(Person).values(password_hash="another"))
        db.session.commit()
    assert browser.post(STEP, {"code": telephone.now()}).location == "/sign-in"
    assert not is_in(browser)


def test_T17_ten_wrong_codes_close_the_second_step_for_an_hour(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    with time_machine.travel(START, tick=False) as clock:
        browser = first_step(app)
        for number in range(10):
            page = type_code(browser, another(telephone.at(utc_now())), STEP)
            assert page.status_code == 422
            assert CLOSED not in page.text, number
        assert CLOSED in type_code(browser, telephone.at(utc_now()), STEP).text
        clock.shift(timedelta(minutes=59))
        assert CLOSED in type_code(first_step(app), telephone.at(utc_now()), STEP).text
        clock.shift(timedelta(minutes=1, seconds=1))
        assert type_code(first_step(app), telephone.at(utc_now()), STEP).status_code == 303


def test_T17_a_browser_that_has_been_in_before_keeps_its_own_tries(world: World, app: Flask) -> None:
    telephone = with_second_step(world)
    with time_machine.travel(START, tick=False) as clock:
        known = first_step(app)
        type_code(known, telephone.at(utc_now()), STEP)
        known.post("/sign-out")
        stranger = first_step(app)
        for _ in range(11):
            page = type_code(stranger, "wrong", STEP)
        assert CLOSED in page.text
        clock.shift(timedelta(seconds=30))
        enter(known)
        assert type_code(known, telephone.at(utc_now()), STEP).status_code == 303


def test_a_second_step_that_was_begun_and_never_confirmed_is_not_asked_for(world: World, app: Flask) -> None:
    with_second_step(world)
    with app.app_context():
        db.session.execute(update(Person).values(totp_confirmed_at=None))
        db.session.commit()
    browser = Browser(app)
    assert enter(browser).location == "/"
    assert is_in(browser)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the code."),
        ("nonsense", "six digits, a recovery code has twelve"),
        ("0000 1111 222", "six digits, a recovery code has twelve"),
        ("0000 1111 2222", "Try the next on your list."),
        ("000000", "Wait for the next one in your app."),
    ],
)
def test_what_is_no_code_is_said_at_its_field(world: World, app: Flask, typed: str, sentence: str) -> None:
    with_second_step(world)
    page = type_code(first_step(app), typed, STEP)
    assert page.status_code == 422
    assert sentence in page.text
    assert 'aria-invalid="true"' in page.text
