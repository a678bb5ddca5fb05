"""Reads the audit log as an admin does."""

import pytest

from groupnet.audit.queries import Entry, fetch_entries
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour", name="Harbour")


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    member = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def entries(world: World, group: Group) -> list[Entry]:
    """The log, oldest first."""
    with world.inside(group):
        return list(reversed(fetch_entries(1).rows))


def log(browser: Browser) -> str:
    """The log as an admin reads it, without the marks around names."""
    text = browser.get("audit").text
    main = text[text.index("<main") :]
    return main.replace("\u2068", "").replace("\u2069", "")
