"""What a new member and a new group's admin see first, until it is done."""

from typing import Any

import pytest

from groupnet.groups.models import Group
from groupnet.groups.roles import Right
from groupnet.meetings.models import MeetingStatus
from tests.browser import Browser
from tests.factories import World

KNOWN: dict[str, Any] = {"photo_version": "1", "offers": "An hour", "good_referral": "Anybody"}
YOURSELF = "Let the others know you"
GROUP = "Get the group going"


@pytest.fixture
def harbour(world: World) -> Group:
    return world.group("harbour")


def test_a_new_member_sees_what_makes_them_known(world: World, browser: Browser, harbour: Group) -> None:
    new = world.member(harbour, "Kwame Boateng", offers="Bread")
    page = browser.sign_in(new).get("").text
    assert YOURSELF in page
    assert "1 of 3 done" in page
    assert "Add your photo" in page
    assert f'href="/g/harbour/members/{new.id}/edit#good_referral"' in page


def test_the_start_list_goes_once_all_is_done(world: World, browser: Browser, harbour: Group) -> None:
    assert YOURSELF not in browser.sign_in(world.member(harbour, **KNOWN)).get("").text


def test_each_step_leads_to_its_field(world: World, browser: Browser, harbour: Group) -> None:
    new = world.member(harbour)
    form = browser.sign_in(new).get(f"members/{new.id}/edit").text
    for anchor in ("picture", "offers", "good_referral"):
        assert f'id="{anchor}"' in form


def test_a_new_groups_admin_sees_how_to_begin(world: World, browser: Browser, harbour: Group) -> None:
    admin = world.member(harbour, rights=(Right.ADMIN, Right.ORGANISER), **KNOWN)
    page = browser.sign_in(admin).get("").text
    assert GROUP in page
    assert "0 of 4 done" in page
    for path in ("imports", "invitations", "meetings/new", "referrals/new"):
        assert f'href="/g/harbour/{path}"' in page
        assert browser.get(path).status_code == 200


def test_the_groups_beginnings_are_its_own(world: World, browser: Browser, harbour: Group) -> None:
    elsewhere = world.group("northside")
    one, other = world.member(elsewhere), world.member(elsewhere)
    world.referral(one, other)
    world.meeting(elsewhere)
    world.meeting(harbour, status=MeetingStatus.CANCELLED, was_draft=True)
    admin = world.member(harbour, rights=(Right.ADMIN, Right.ORGANISER), **KNOWN)
    world.member(harbour, account=False)
    page = browser.sign_in(admin).get("").text
    assert "1 of 4 done" in page


def test_an_admin_who_schedules_nothing_is_not_sent_there(
    world: World, browser: Browser, harbour: Group
) -> None:
    admin = world.member(harbour, rights=(Right.ADMIN,), **KNOWN)
    page = browser.sign_in(admin).get("").text
    assert GROUP in page
    assert 'href="/g/harbour/meetings/new"' not in page


def test_a_living_group_shows_no_beginnings(world: World, browser: Browser, harbour: Group) -> None:
    admin = world.member(harbour, rights=(Right.ADMIN,), **KNOWN)
    world.referral(admin, world.member(harbour))
    assert GROUP not in browser.sign_in(admin).get("").text


def test_only_admins_are_asked_to_begin(world: World, browser: Browser, harbour: Group) -> None:
    assert GROUP not in browser.sign_in(world.member(harbour, rights=(Right.OFFICER,))).get("").text


def test_more_holds_what_the_phones_bar_does_not(world: World, browser: Browser, harbour: Group) -> None:
    member = world.member(harbour)
    page = browser.sign_in(member).get("more").text
    for path in ("reciprocity", "thanks", f"members/{member.id}"):
        assert f'href="/g/harbour/{path}"' in page
    assert "For admins" not in page
    assert 'href="/groups"' not in page
    assert page.count('action="/sign-out"') == 2  # the side bar has one too


def test_more_and_the_side_bar_hold_the_admins_pages(world: World, browser: Browser, harbour: Group) -> None:
    admin = world.member(harbour, rights=(Right.ADMIN,))
    page = browser.sign_in(admin).get("more").text
    assert "For admins" in page
    assert page.count('href="/g/harbour/settings"') == 2
    assert page.count('href="/g/harbour/imports"') == 2


def test_more_is_marked_in_the_bar_and_home_is_not(world: World, browser: Browser, harbour: Group) -> None:
    page = browser.sign_in(world.member(harbour)).get("more").text
    assert page.count('aria-current="page"') == 1


def test_who_has_two_groups_can_switch(world: World, browser: Browser, harbour: Group) -> None:
    person = world.person("lucia@example.org")
    member = world.member(harbour, person=person, email=person.email)
    world.member(world.group("northside"), person=person, email=person.email)
    page = browser.sign_in(member).get("more").text
    assert page.count('href="/groups"') == 2


def test_what_waits_goes_before_a_start_list(world: World, browser: Browser, harbour: Group) -> None:
    new, giver = world.member(harbour), world.member(harbour, **KNOWN)
    quiet = browser.sign_in(new).get("").text
    assert "Nothing waits for you" in quiet
    assert quiet.count(YOURSELF) == 1
    world.referral(giver, new)
    busy = browser.get("").text
    assert "Nothing waits for you" not in busy
    assert busy.index("passed you a referral") < busy.index(YOURSELF)
    assert busy.count(YOURSELF) == 1
