"""A page that is another right's: the menu stays, and it says whose it is."""

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import OF_A_MEMBER, Permission
from groupnet.groups.words import for_whom
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def grace(world: World) -> Membership:
    group: Group = world.group("harbour")
    return world.member(group, "Grace Lindqvist")


def test_it_says_whose_it_is_and_leads_to_ones_own(browser: Browser, grace: Membership) -> None:
    refused = browser.sign_in(grace).get("attendance")
    assert refused.status_code == 403
    assert "<h1>This page is for officers</h1>" in refused.text
    assert f'href="/g/harbour/attendance/{grace.id}"' in refused.text


@pytest.mark.parametrize("path", ["attendance", "settings", "meetings/new"])
def test_the_menu_stays(browser: Browser, grace: Membership, path: str) -> None:
    refused = browser.sign_in(grace).get(path)
    assert refused.status_code == 403
    for there in ("/g/harbour/meetings", "/g/harbour/members", "/g/harbour/"):
        assert f'href="{there}"' in refused.text, there


def test_a_stranger_sees_no_menu(world: World, browser: Browser, grace: Membership) -> None:
    other = world.member(world.group("hill"), "Otto Other")
    refused = browser.sign_in(other).get("/g/harbour/attendance")
    assert refused.status_code == 404
    assert "/g/harbour/members" not in refused.text


def test_every_permission_beyond_a_members_has_somebody(app: object, grace: Membership, world: World) -> None:
    with world.app.test_request_context():
        for permission in set(Permission) - OF_A_MEMBER:
            assert for_whom(permission).startswith("This page is for "), permission
        assert for_whom(Permission.MEMBERS_INVITE) == "This page is for officers, organisers and admins"
