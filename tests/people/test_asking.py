"""How often codes and links may be asked for; whoever passes that is told the same and mailed nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from groupnet.people.proofs import MOST_A_DAY, MOST_AN_HOUR
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.ways import (
    EMAIL,
    ask_for_code,
    ask_for_reset,
    at_network,
    code_in,
    enter,
    plain,
    type_code,
)

START = datetime(2026, 11, 20, 7, tzinfo=UTC)
WAYS: list[Callable[..., TestResponse]] = [ask_for_code, ask_for_reset]


@pytest.mark.parametrize("ask", WAYS)
def test_T17_five_an_hour_are_mailed_to_one_address(
    world: World, app: Flask, mailbox: Mailbox, ask: Callable[..., TestResponse]
) -> None:
    world.person(EMAIL)
    world.person("bert@example.org")
    with time_machine.travel(START, tick=False) as clock:
        pages = {plain(ask(Browser(app)), EMAIL) for _ in range(MOST_AN_HOUR + 3)}
        assert len(pages) == 1, "it is told alike"
        assert len(mailbox.deliver()) == MOST_AN_HOUR
        ask(Browser(app), "bert@example.org")
        assert len(mailbox.deliver()) == 1, "others are not slowed"
        clock.shift(timedelta(hours=1, seconds=1))
        ask(Browser(app))
        assert len(mailbox.deliver()) == 1


def test_T17_and_fifteen_a_day(world: World, app: Flask, mailbox: Mailbox) -> None:
    world.person(EMAIL)
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(MOST_A_DAY + 10):
            ask_for_code(Browser(app))
            clock.shift(timedelta(minutes=15))
        assert len(mailbox.sent) == 0
        with app.app_context():
            from sqlalchemy import func, select

            from groupnet.core.db import db
            from groupnet.people.models import Proof

            assert db.session.execute(select(func.count(Proof.id))).scalar_one() == MOST_A_DAY


def test_T17_a_browser_that_has_signed_in_before_keeps_its_own_allowance(
    world: World, app: Flask, mailbox: Mailbox
) -> None:
    world.person(EMAIL, password=PASSWORD)
    known = Browser(app)
    enter(known)
    known.post("/sign-out")
    for _ in range(MOST_AN_HOUR + 1):
        ask_for_code(Browser(app))
    mailbox.deliver()
    ask_for_code(known)
    assert type_code(known, code_in(mailbox.deliver_one())).status_code == 303


def test_asking_too_often_leaves_the_newest_code_as_it_is(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    world.person(EMAIL)
    for _ in range(MOST_AN_HOUR + 2):
        ask_for_code(browser)
    assert type_code(browser, code_in(mailbox.deliver()[-1])).status_code == 303


def test_T17_a_network_may_ask_for_many_and_not_for_any_number(
    world: World, app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groupnet.people.proofs.MOST_BY_NETWORK_AN_HOUR", 60)
    for number in range(61):
        world.person(f"person{number}@example.org")
        ask_for_code(at_network(app, f"2001:db8:0:1::{number:x}"), f"person{number}@example.org")
    assert len(mailbox.deliver()) == 60, "sixty are not slowed, and a /64 is one address"
    ask_for_code(at_network(app, "2001:db8:0:2::1"), "person60@example.org")
    assert mailbox.deliver_one().to == "person60@example.org"


def test_T17_wrong_codes_close_the_door_as_wrong_passwords_do(
    world: World, app: Flask, mailbox: Mailbox
) -> None:
    world.person(EMAIL, password=PASSWORD)
    for _ in range(2):
        browser = Browser(app)
        ask_for_code(browser)
        for _ in range(5):
            type_code(browser, "wrong")
    assert "Too many tries" in enter(Browser(app)).text
    browser = Browser(app)
    ask_for_code(browser)
    assert "Too many tries" in type_code(browser, code_in(mailbox.deliver()[-1])).text
