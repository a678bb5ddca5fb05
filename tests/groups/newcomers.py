"""Somebody whom a group expects, and the link that is handed to them."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.links import joining_token, mailed_address
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.service import invite
from groupnet.people.passwords import verify_password
from groupnet.people.queries import find_person
from groupnet.settings import Mode
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox, Sent

EMAIL = "anna@example.org"


def link_for(world: World, membership: Membership) -> str:
    with world.inside(membership):
        token = joining_token(invite([get_membership(membership.id)])[0])
        db.session.commit()
    return f"/join/{token}"


def expected(world: World, group: Group, name: str = "Anna Smith", **fields: Any) -> Membership:
    """Somebody without an account."""
    return world.member(group, name, account=False, **{"email": EMAIL, **fields})


def now(world: World, membership: Membership) -> Membership:
    with world.inside(membership):
        return get_membership(membership.id)


def password_of(world: World, email: str) -> str | None:
    with world.app.app_context():
        person = find_person(email)
        return person.password_hash if person else None


def proven_at(world: World, email: str) -> datetime | None:
    """When the account's address was proven; there is one."""
    with world.app.app_context():
        person = find_person(email)
        assert person
        return person.email_proven_at


def fits(world: World, email: str, password: str) -> bool:
    with world.app.app_context():
        return verify_password(password, password_of(world, email))


def mailed_link_for(world: World, membership: Membership) -> str:
    """The link as it would stand in the mail."""
    with world.inside(membership):
        (invitation,) = invite([get_membership(membership.id)], by_mail=True)
        address = mailed_address(invitation)
        db.session.commit()
    return "/" + address.split("/", 3)[3]


def ask_for_code(browser: Browser, link: str, email: str | None = None) -> TestResponse:
    """Type an address on a link, or press the button where the address is known; the page that follows."""
    typed = {"email": email} if email else {}
    asked = browser.submit(link, typed, action=f"{link}/code")
    assert (asked.status_code, asked.location) == (303, f"{link}/code")
    return browser.get(asked.location)


def join_by_code(browser: Browser, mailbox: Mailbox, link: str, email: str | None = None) -> TestResponse:
    """Have a code mailed, and type it."""
    page = ask_for_code(browser, link, email)
    return browser.submit(page, {"code": code_in(mailbox.deliver_one())}, action=f"{link}/with-code")


def code_in(sent: Sent) -> str:
    """The six digits of a mail."""
    found = re.search(r"^ *(\d{6})$", sent.text, re.MULTILINE)
    assert found, sent.text
    return found[1]


def without_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the site be in earnest and have no mail server."""
    monkeypatch.setitem(app.config, "GROUPNET", replace(app.config["GROUPNET"], mode=Mode.PRODUCTION))
