"""Joining with a link that was handed over and a code that is mailed: it proves a typed address."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.people.models import Person, Proof
from groupnet.people.queries import find_person
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.groups.newcomers import (
    EMAIL,
    ask_for_code,
    code_in,
    expected,
    fits,
    join_by_code,
    link_for,
    now,
    password_of,
    proven_at,
    without_mail,
)
from tests.groups.test_joining import TOKENS
from tests.mailbox import Mailbox


def test_the_address_the_group_knows_may_be_proven_instead_of_a_password(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    member = expected(world, harbour)
    assert join_by_code(browser, mailbox, link_for(world, member)).location == "/g/harbour/"
    assert now(world, member).person_id is not None
    assert password_of(world, EMAIL) is None
    assert proven_at(world, EMAIL) is not None


def test_no_other_address_takes_such_a_place(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    member = expected(world, harbour)
    browser.post(f"{link_for(world, member)}/code", {"email": "mallory@example.org"})
    assert mailbox.deliver_one().to == EMAIL


@pytest.mark.parametrize("known", [True, False])
def test_a_proven_account_joins_with_the_code_and_keeps_its_password(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group, known: bool
) -> None:
    person = world.person(EMAIL, password=PASSWORD)
    with world.app.app_context():
        db.session.execute(update(Person).values(email_proven_at=utc_now()))
        db.session.commit()
    member = expected(world, harbour, email=EMAIL if known else None)
    answer = join_by_code(browser, mailbox, link_for(world, member), None if known else EMAIL)
    assert answer.location == "/g/harbour/"
    assert now(world, member).person_id == person.id
    assert fits(world, EMAIL, PASSWORD)


def test_the_second_step_of_an_account_stays_in_the_way(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    world.person(EMAIL, password=PASSWORD)
    with world.app.app_context():
        found = find_person(EMAIL)
        assert found
        found.totp_nonce, found.totp_confirmed_at = "n" * 32, utc_now()
        db.session.commit()
    member = expected(world, harbour, email=None)
    answer = join_by_code(browser, mailbox, link_for(world, member), EMAIL)
    assert (answer.status_code, answer.location) == (303, "/sign-in/second-step")
    assert now(world, member).person_id is None
    assert browser.get("/groups").status_code == 302


def test_T16_a_known_and_an_unknown_address_read_alike_until_they_are_proven(
    world: World, app: Flask, mailbox: Mailbox, harbour: Group
) -> None:
    world.person(EMAIL, password=PASSWORD)
    pages = []
    for email in (EMAIL, "new@example.org"):
        link = link_for(world, expected(world, harbour, email=None))
        browser = Browser(app)
        asked = ask_for_code(browser, link, email)
        wrong = browser.submit(asked, {"code": "000000"}, action=f"{link}/with-code")
        assert wrong.status_code == 422
        for page in (asked, wrong):
            text = TOKENS.sub("", page.text[page.text.index("<body") :])
            pages.append(text.replace(email, "X").replace(link, "/join/L"))
    assert (pages[0], pages[1]) == (pages[2], pages[3])
    mails = mailbox.deliver()
    assert [sent.to for sent in mails] == [EMAIL, "new@example.org"], "one mail each"
    texts = [sent.text.replace(code_in(sent), "######") for sent in mails]
    assert texts[0] == texts[1]
    with app.app_context():
        assert find_person("new@example.org") is None


def test_T16_asking_too_often_reads_like_asking_once(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    link = link_for(world, expected(world, harbour, email=None))
    pages = {TOKENS.sub("", ask_for_code(browser, link, EMAIL).text.split("<body")[1]) for _ in range(8)}
    assert len(pages) == 1
    assert len(mailbox.deliver()) == 5, "an address gets so many codes an hour"


def test_five_wrong_tries_end_a_code(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    member = expected(world, harbour, email=None)
    link = link_for(world, member)
    page = ask_for_code(browser, link, EMAIL)
    code = code_in(mailbox.deliver_one())
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert browser.submit(page, {"code": wrong}, action=f"{link}/with-code").status_code == 422
    answer = browser.submit(page, {"code": code}, action=f"{link}/with-code")
    assert "This code is over" in answer.text
    assert now(world, member).person_id is None
    assert join_by_code(browser, mailbox, link, EMAIL).location == "/g/harbour/"


def test_a_code_works_for_ten_minutes(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    link = link_for(world, expected(world, harbour, email=None))
    page = ask_for_code(browser, link, EMAIL)
    code = code_in(mailbox.deliver_one())
    with time_machine.travel(utc_now() + timedelta(minutes=10, seconds=5)):
        assert "This code is over" in browser.submit(page, {"code": code}, action=f"{link}/with-code").text


def test_a_code_belongs_to_the_browser_and_the_link_it_was_asked_for(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    first, second = (expected(world, harbour, name, email=None) for name in ("Anna", "Ben"))
    links = [link_for(world, one) for one in (first, second)]
    ask_for_code(browser, links[0], EMAIL)
    code = code_in(mailbox.deliver_one())
    elsewhere = Browser(world.app)
    for who, link in ((elsewhere, links[0]), (browser, links[1])):
        assert who.post(f"{link}/with-code", {"code": code}).location == link
        assert who.get(f"{link}/code").location == link
    assert now(world, first).person_id is None
    assert now(world, second).person_id is None


def test_a_dead_link_mails_nothing(world: World, browser: Browser, mailbox: Mailbox, harbour: Group) -> None:
    member = expected(world, harbour, email=None)
    dead = link_for(world, member)
    link_for(world, member)
    for path in (f"{dead}/code", f"{dead}/with-code", "/join/x.y/code"):
        assert browser.post(path, {"email": EMAIL, "code": "123456"}).status_code == 404
    assert browser.get(f"{dead}/code").status_code == 404
    assert mailbox.deliver() == []


def test_a_site_without_mail_mails_no_code(
    world: World, browser: Browser, harbour: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_mail(world.app, monkeypatch)
    link = link_for(world, expected(world, harbour))
    assert "mail me a code" not in browser.get(link).text
    assert browser.post(f"{link}/code").location == link
    with world.app.app_context():
        assert db.session.query(Proof).count() == 0


def test_T17_wrong_codes_at_a_link_close_the_accounts_door_too(
    world: World, app: Flask, harbour: Group
) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(world, expected(world, harbour))
    for _ in range(2):
        browser = Browser(app)
        page = ask_for_code(browser, link)
        for _ in range(5):
            assert browser.submit(page, {"code": "wrong"}, action=f"{link}/with-code").status_code == 422
    assert "Too many tries" in Browser(app).submit("/sign-in", {"email": EMAIL, "password": PASSWORD}).text
