"""What the tests of the account pages share."""

import re
from typing import Any

import pyotp
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import PASSWORD
from tests.mailbox import Mailbox

OTHER = "quite another sentence"
CODE = re.compile(r"^\s+(\d{6})$", re.MULTILINE)
KEY = re.compile(r'id="secret">([A-Z2-7 ]+)<')


def person_of(app: Flask, person_id: int) -> Person:
    """An account as it stands in the database."""
    with app.app_context():
        return db.session.execute(select(Person).where(Person.id == person_id)).scalar_one()


def is_in(browser: Browser) -> bool:
    """Whether a browser is signed in."""
    return browser.get("/groups").status_code == 200


def mailed_code(browser: Browser, mailbox: Mailbox, page: str) -> str:
    """Ask on a page for a code, and read it in the mail."""
    answer = browser.submit(page, {}, action="/account/code")
    assert answer.location == page
    found = [code for sent in mailbox.deliver() for code in CODE.findall(sent.text)]
    assert found
    return str(found[-1])


def app_code(page: TestResponse) -> str:
    """What an app shows that has read the page's key."""
    found = KEY.search(page.text)
    assert found
    return pyotp.TOTP(found[1].replace(" ", "")).now()


def set_up(browser: Browser, **proof: Any) -> TestResponse:
    """Turn the second step on, or move it; the page with the recovery codes."""
    page = browser.get("/account/second-step/set-up")
    data = proof or {"present_password": PASSWORD}
    answer = browser.submit(page, {"app_code": app_code(page), **data}, action="/account/second-step/set-up")
    assert answer.status_code == 200, answer.text
    return answer


def ask_for(browser: Browser, email: str, **proof: Any) -> TestResponse:
    """Ask for another address."""
    data = proof or {"present_password": PASSWORD}
    return browser.submit("/account/address", {"email": email, **data}, action="/account/address")
