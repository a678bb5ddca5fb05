"""The group that newcomers join."""

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def harbour(world: World) -> Group:
    """A group that somebody joins."""
    return world.group("harbour", name="Harbour")


@pytest.fixture
def ada(world: World, browser: Browser, harbour: Group) -> Membership:
    """The admin, signed in."""
    admin = world.member(harbour, "Ada Min", rights=(Right.ADMIN,))
    browser.sign_in(admin)
    return admin
