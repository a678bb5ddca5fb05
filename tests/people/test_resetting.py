"""A new password by a mailed link."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.people.models import Person, ProofPurpose
from groupnet.people.proofs import begin_proof, code_of, proof_token
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.ways import (
    EMAIL,
    NEW,
    ask_for_code,
    ask_for_reset,
    code_in,
    enter,
    is_in,
    type_code,
    with_second_step,
)
from tests.snapshot import all_rows

START = datetime(2026, 11, 20, 7, tzinfo=UTC)
PART = "/new-password/"
OVER = "This link has ended"


def link_for(app: Flask, mailbox: Mailbox, email: str = EMAIL) -> str:
    """Ask from some browser; the link that comes by mail."""
    ask_for_reset(Browser(app), email)
    return mailbox.deliver()[-1].link(PART)


def is_over(app: Flask, link: str) -> bool:
    page = Browser(app).get(link)
    assert (page.status_code == 404) == (OVER in page.text)
    return page.status_code == 404


def test_a_mailed_link_sets_a_new_password_and_signs_in(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(browser.app, mailbox)
    page = browser.get(link)
    assert 'autocomplete="new-password"' in page.text
    assert EMAIL in page.text
    answer = browser.submit(page, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(browser)
    assert enter(Browser(browser.app), password=NEW).status_code == 303
    assert enter(Browser(browser.app), password=PASSWORD).status_code == 422
    assert "Your password was changed" in [sent.subject for sent in mailbox.deliver()]


def test_it_gives_an_account_its_first_password_and_proves_the_address(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    world.person(EMAIL)
    browser.submit(link_for(browser.app, mailbox), {"password": NEW})
    with browser.app.app_context():
        person = db.session.execute(select(Person)).scalar_one()
        assert person.email_proven_at is not None
    assert enter(Browser(browser.app), password=NEW).status_code == 303


def test_nobody_is_mailed_who_has_no_account(app: Flask, mailbox: Mailbox) -> None:
    ask_for_reset(Browser(app), "nobody@example.org")
    assert mailbox.deliver() == []


def test_T26_opening_the_link_changes_nothing(world: World, browser: Browser, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(browser.app, mailbox)
    before = all_rows(browser.app)
    for _ in range(3):
        assert browser.get(link).status_code == 200
    assert all_rows(browser.app) == before
    assert not is_in(browser)


def test_T19_a_link_works_once(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(app, mailbox)
    first, second = Browser(app), Browser(app)
    page = second.get(link)
    assert first.submit(link, {"password": NEW}).status_code == 303
    assert second.submit(page, {"password": "some other quiet words"}).status_code == 404
    assert is_over(app, link)
    assert enter(Browser(app), password=NEW).status_code == 303


def test_T19_a_link_ends_after_an_hour(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    with time_machine.travel(START, tick=False) as clock:
        link = link_for(app, mailbox)
        clock.shift(timedelta(minutes=59, seconds=59))
        assert not is_over(app, link)
        clock.shift(timedelta(seconds=1))
        assert is_over(app, link)


def test_T19_a_link_dies_at_any_sign_in_by_password(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(app, mailbox)
    enter(Browser(app), password="three wrong words")
    assert not is_over(app, link)
    enter(Browser(app))
    assert is_over(app, link)


def test_T19_a_link_dies_at_any_sign_in_by_code(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    link, browser = link_for(app, mailbox), Browser(app)
    ask_for_code(browser)
    type_code(browser, code_in(mailbox.deliver_one()))
    assert is_over(app, link)


def test_T19_a_link_dies_when_another_one_changes_the_password(
    world: World, app: Flask, mailbox: Mailbox
) -> None:
    world.person(EMAIL, password=PASSWORD)
    first, second = link_for(app, mailbox), link_for(app, mailbox)
    assert Browser(app).submit(second, {"password": NEW}).status_code == 303
    assert is_over(app, first)


def test_T19_a_link_of_another_account_is_not_touched(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    world.person("bert@example.org", password=PASSWORD)
    link = link_for(app, mailbox, "bert@example.org")
    enter(Browser(app))
    assert not is_over(app, link)


@pytest.mark.parametrize("password", ["short", "password1", EMAIL, "x" * 129, ""])
def test_T20_a_guessable_password_is_refused_and_the_link_stays(
    world: World, browser: Browser, mailbox: Mailbox, password: str
) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(browser.app, mailbox)
    page = browser.submit(link, {"password": password})
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert browser.submit(page, {"password": NEW}).status_code == 303


def test_T23_every_other_sign_in_ends(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL, password=PASSWORD)
    thief, owner, other = Browser(app), Browser(app), Browser(app)
    enter(thief)
    other.sign_in(world.person())
    owner.submit(link_for(app, mailbox), {"password": NEW})
    assert is_in(owner)
    assert not is_in(thief)
    assert is_in(other)


def test_T18_a_reset_does_not_remove_the_second_step(world: World, app: Flask, mailbox: Mailbox) -> None:
    telephone = with_second_step(world)
    browser = Browser(app)
    answer = browser.submit(link_for(app, mailbox), {"password": NEW})
    assert answer.location == "/sign-in/second-step"
    assert not is_in(browser)
    assert type_code(browser, telephone.now(), "/sign-in/second-step").status_code == 303
    assert is_in(browser)
    with app.app_context():
        assert db.session.execute(select(Person)).scalar_one().has_second_factor


def test_forged_links_and_those_of_other_proofs_open_nothing(world: World, app: Flask) -> None:
    person = world.person(EMAIL, password=PASSWORD)
    with app.app_context():
        others = [
            begin_proof(purpose=purpose, email=EMAIL, person_id=person.id)
            for purpose in ProofPurpose
            if purpose is not ProofPurpose.RESET
        ]
        tokens = [proof_token(proof) for proof in others if proof]
        codes = [code_of(proof) for proof in others if proof]
        db.session.commit()
    assert len(tokens) == 4
    for token in [*tokens, *codes, "", "x", "a.b.c", "%00"]:
        assert Browser(app).get(f"/new-password/{token}").status_code == 404
        answer = Browser(app).post(f"/new-password/{token}", {"password": NEW})
        assert answer.status_code in (404, 405)


@pytest.mark.parametrize(("email", "sentence"), [("", "Type the e-mail address"), ("anna", "not an e-mail")])
def test_asking_needs_an_address(browser: Browser, email: str, sentence: str) -> None:
    page = browser.submit("/forgotten-password", {"email": email})
    assert page.status_code == 422
    assert sentence in page.text


def test_without_having_asked_there_is_nothing_to_wait_for(browser: Browser) -> None:
    assert browser.get("/forgotten-password/sent").location == "/forgotten-password"
    page = ask_for_reset(browser)
    assert EMAIL in page.text
    assert browser.submit(page, {}).location == "/forgotten-password/sent"
