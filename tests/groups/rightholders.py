"""Grants, corrects and ends rights by the pages, as an admin does."""

from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import grant_right
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    """An admin of Harbour, at the browser."""
    member = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def terms_of(world: World, member: Membership) -> list[tuple[Right, date, date | None]]:
    with world.inside(member):
        return sorted((term.right, term.starts_on, term.ends_on) for term in list_rights(member.id))


def grant(browser: Browser, member: Membership, right: str = Right.OFFICER, **data: Any) -> TestResponse:
    sent = {"membership_id": str(member.id), "right": str(right), **data}
    return browser.submit("rights/new", sent, action=browser.path("rights"))


def term_id(world: World, member: Membership, number: int = 0) -> int:
    with world.inside(member):
        return list_rights(member.id)[number].id


def give(world: World, member: Membership, right: Right, first: date, last: date | None = None) -> None:
    with world.inside(member):
        grant_right(membership=member, right=right, starts_on=first, ends_on=last)
        db.session.commit()


def correct(world: World, browser: Browser, member: Membership, last: date | None) -> TestResponse:
    path = browser.path(f"rights/{term_id(world, member)}")
    return browser.submit(path, {"ends_on": last.isoformat() if last else ""}, action=path)


def end(world: World, browser: Browser, member: Membership) -> TestResponse:
    path = f"rights/{term_id(world, member)}"
    return browser.submit(path, {}, action=browser.path(f"{path}/end"))
