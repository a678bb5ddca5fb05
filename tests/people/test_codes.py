"""Signing in by a six-digit code that is mailed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from groupnet.core.db import db
from groupnet.people.models import Person, Proof, ProofPurpose
from groupnet.people.proofs import LIVES
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.ways import EMAIL, another, ask_for_code, code_in, enter, is_in, type_code

START = datetime(2026, 11, 20, 7, tzinfo=UTC)
OVER = "This code is over"
WRONG = "This is not the code"


def test_a_mailed_code_opens_an_account_without_a_password(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    world.person(EMAIL)
    page = ask_for_code(browser, " Anna@Example.org ")
    assert EMAIL in page.text
    assert 'autocomplete="one-time-code"' in page.text
    assert 'inputmode="numeric"' in page.text
    sent = mailbox.deliver_one()
    assert sent.to == EMAIL
    code = code_in(sent)
    assert code in sent.html
    assert code not in sent.subject
    answer = type_code(browser, code)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(browser)


@pytest.mark.parametrize("shape", ["{} {}", " {}{} ", "{}-{}", "{}\u00a0{}"])
def test_spaces_in_a_code_are_fine(world: World, browser: Browser, mailbox: Mailbox, shape: str) -> None:
    world.person(EMAIL)
    ask_for_code(browser)
    code = code_in(mailbox.deliver_one())
    assert type_code(browser, shape.format(code[:3], code[3:])).status_code == 303


def test_a_proven_address_is_noted_once(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    found = []
    for _ in range(2):
        browser = Browser(app)
        ask_for_code(browser)
        type_code(browser, code_in(mailbox.deliver_one()))
        with app.app_context():
            found.append(db.session.execute(select(Person.email_proven_at)).scalar_one())
    assert found[0] is not None
    assert found[0] == found[1]


def test_nobody_is_mailed_who_has_no_account(browser: Browser, mailbox: Mailbox) -> None:
    ask_for_code(browser)
    assert mailbox.deliver() == []
    assert WRONG in type_code(browser, "123456").text


def test_the_code_counts_in_the_browser_that_asked_alone(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    mine, other = Browser(app), Browser(app)
    ask_for_code(mine)
    first = code_in(mailbox.deliver_one())
    assert other.post("/sign-in/code", {"code": first}).location == "/sign-in"
    ask_for_code(other)
    mailbox.deliver()
    assert WRONG in type_code(other, first).text
    assert type_code(mine, first).status_code == 303


def test_a_code_works_once(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    browser, copy = Browser(app), Browser(app)
    ask_for_code(browser)
    cookie = browser.client.get_cookie("groupnet")
    assert cookie is not None
    copy.client.set_cookie("groupnet", cookie.value)
    code = code_in(mailbox.deliver_one())
    assert type_code(browser, code).status_code == 303
    assert OVER in type_code(copy, code).text


def test_a_code_ends_after_ten_minutes(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    with time_machine.travel(START, tick=False) as clock:
        in_time, late = Browser(app), Browser(app)
        for browser in (in_time, late):
            ask_for_code(browser)
        first, second = (code_in(sent) for sent in mailbox.deliver())
        clock.shift(timedelta(minutes=9, seconds=59))
        assert WRONG in type_code(late, first if first != second else another(second)).text
        clock.shift(timedelta(seconds=1))
        assert OVER in type_code(late, second).text
        assert OVER in type_code(in_time, first).text


def test_a_mail_that_comes_too_late_is_not_sent(world: World, browser: Browser, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    with time_machine.travel(START, tick=False) as clock:
        ask_for_code(browser)
        clock.shift(timedelta(minutes=10))
        assert mailbox.deliver() == []


def test_T17_five_wrong_tries_end_a_code(world: World, browser: Browser, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    ask_for_code(browser)
    code = code_in(mailbox.deliver_one())
    for _ in range(4):
        assert "type all six digits" in type_code(browser, another(code)).text
    assert "it was the last try" in type_code(browser, another(code)).text
    assert OVER in type_code(browser, code).text
    assert not is_in(browser)


def test_four_wrong_tries_leave_the_fifth(world: World, browser: Browser, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    ask_for_code(browser)
    code = code_in(mailbox.deliver_one())
    for _ in range(4):
        type_code(browser, another(code))
    assert type_code(browser, code).status_code == 303


def test_another_code_takes_the_place_of_the_one_before(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    world.person(EMAIL)
    page = ask_for_code(browser, page="/sign-in?next=/groups")
    assert "Another code is on its way" not in page.text
    first = code_in(mailbox.deliver_one())
    again = browser.submit(page, {}, action="/sign-in")
    assert again.location == "/sign-in/code"
    assert "Another code is on its way" in browser.get("/sign-in/code").text
    second = code_in(mailbox.deliver_one())
    if first != second:
        assert WRONG in type_code(browser, first).text
    assert type_code(browser, second).location == "/groups"


def test_signing_in_ends_the_other_codes(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    waiting = Browser(app)
    ask_for_code(waiting)
    code = code_in(mailbox.deliver_one())
    assert enter(Browser(app)).status_code == 303
    assert OVER in type_code(waiting, code).text


def test_without_having_asked_there_is_no_page_for_a_code(browser: Browser) -> None:
    assert browser.get("/sign-in/code").location == "/sign-in"
    assert browser.post("/sign-in/code", {"code": "123456"}).location == "/sign-in"


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "Type the code."), ("1" * 41, "40 characters"), ("12345", WRONG)]
)
def test_what_is_no_code_is_said_at_its_field(browser: Browser, typed: str, sentence: str) -> None:
    ask_for_code(browser)
    page = type_code(browser, typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert "<title>Error:" in page.text


@pytest.mark.parametrize(("email", "sentence"), [("", "Type the e-mail address"), ("anna", "not an e-mail")])
def test_a_code_needs_an_address(browser: Browser, mailbox: Mailbox, email: str, sentence: str) -> None:
    answer = browser.submit("/sign-in", {"email": email, "way": "code"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert mailbox.deliver() == []


def test_T42_no_code_lies_in_the_database(world: World, browser: Browser, mailbox: Mailbox) -> None:
    from tests.snapshot import all_rows

    world.person(EMAIL)
    ask_for_code(browser)
    code = code_in(mailbox.deliver_one())
    assert code not in repr(all_rows(browser.app))
    with browser.app.app_context():
        proof = db.session.execute(select(Proof)).scalar_one()
        assert proof.tries == 0


def test_who_comes_in_by_their_address_for_the_first_time_ends_what_somebody_else_set_up(
    world: World, app: Flask, mailbox: Mailbox
) -> None:
    person = world.person(EMAIL, password=PASSWORD)
    squatter, owner = Browser(app), Browser(app)
    squatter.sign_in(person)
    assert is_in(squatter)
    ask_for_code(owner)
    type_code(owner, code_in(mailbox.deliver_one()))
    assert is_in(owner)
    assert not is_in(squatter)
    assert enter(squatter).status_code == 422


def test_a_proven_accounts_password_stays_when_its_owner_comes_in_by_a_code(
    world: World, app: Flask, mailbox: Mailbox
) -> None:
    world.person(EMAIL, password=PASSWORD)
    with app.app_context():
        db.session.execute(update(Person).values(email_proven_at=START))
        db.session.commit()
    browser = Browser(app)
    ask_for_code(browser)
    type_code(browser, code_in(mailbox.deliver_one()))
    assert enter(Browser(app)).status_code == 303


def test_the_mail_says_how_long_its_code_lives(
    world: World, browser: Browser, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.person(EMAIL)
    for minutes, words in ((10, "for 10 minutes."), (1, "for 1 minute.")):
        monkeypatch.setitem(LIVES, ProofPurpose.SIGN_IN, timedelta(minutes=minutes))
        ask_for_code(browser)
        assert words in mailbox.deliver_one().text
