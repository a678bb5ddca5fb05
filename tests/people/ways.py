"""What tests of signing in do over and over: ask for a code, read it, show the second step."""

import re
from datetime import timedelta

import pyotp
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import Person, RecoveryCode
from groupnet.people.second_factor import recovery_code_hash, totp_secret
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Sent

EMAIL = "anna@example.org"
NEW = "four other quiet words"
VARYING = re.compile(r"(nonce=\"|csrf_token\"[^>]*value=\"|submission_key\"[^>]*value=\")[^\"]+")


def ask_for_code(browser: Browser, email: str = EMAIL, page: str = "/sign-in") -> TestResponse:
    """Press "Mail me a code" and follow to the page where it is typed."""
    answer = browser.submit(page, {"email": email, "way": "code"})
    assert (answer.status_code, answer.location) == (303, "/sign-in/code"), answer.text
    return browser.get("/sign-in/code")


def code_in(sent: Sent) -> str:
    """The six digits in a mail."""
    (code,) = re.findall(r"^\s*(\d{6})\s*$", sent.text, re.MULTILINE)
    return str(code)


def another(code: str) -> str:
    """A code that this one is not."""
    return str((int(code) + 1) % 10**6).zfill(6)


def type_code(browser: Browser, code: str, page: str = "/sign-in/code") -> TestResponse:
    """Type a code on its page."""
    return browser.submit(page, {"code": code})


def ask_for_reset(browser: Browser, email: str = EMAIL) -> TestResponse:
    """Ask for a link to a new password, and follow."""
    answer = browser.submit("/forgotten-password", {"email": email})
    assert (answer.status_code, answer.location) == (303, "/forgotten-password/sent"), answer.text
    return browser.get("/forgotten-password/sent")


def enter(browser: Browser, email: str = EMAIL, password: str = PASSWORD) -> TestResponse:
    """Sign in by a password."""
    return browser.submit("/sign-in", {"email": email, "password": password})


def is_in(browser: Browser) -> bool:
    """Whether somebody is signed in."""
    return browser.get("/groups").status_code == 200


def at_network(app: Flask, address: str) -> Browser:
    """A fresh browser in some network."""
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def plain(page: TestResponse, email: str) -> str:
    """A page without what differs each time, and without the address that was typed."""
    return VARYING.sub(r"\1", page.text).replace(email, "ADDRESS")


def with_second_step(world: World, email: str = EMAIL, *, recovery: tuple[str, ...] = ()) -> pyotp.TOTP:
    """An account whose second step is set up.

    Returns:
        what the telephone shows codes with.
    """
    person = world.person(email, password=PASSWORD)
    with world.app.app_context():
        db.session.execute(
            update(Person)
            .where(Person.id == person.id)
            .values(totp_nonce="0" * 32, totp_confirmed_at=utc_now() - timedelta(days=9))
        )
        for code in recovery:
            db.session.add(RecoveryCode(person_id=person.id, code_hash=recovery_code_hash(person.id, code)))
        person.totp_nonce = "0" * 32
        secret = totp_secret(person)
        db.session.commit()
    return pyotp.TOTP(secret)
