"""The way between one's groups."""

from datetime import timedelta

from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World


def test_one_sees_ones_groups_with_what_one_is_there(world: World, browser: Browser) -> None:
    person = world.person()
    harbour, hill = world.group("harbour", name="Harbour"), world.group("hill", name="Hill")
    world.group("other", name="Somewhere else")
    world.member(harbour, "Anna Smith", person=person, rights=(Right.ADMIN, Right.ORGANISER))
    world.member(hill, "Anna S.", person=person)
    page = browser.sign_in(person).get("/groups").text
    assert 'href="/g/harbour/"' in page
    assert "Anna Smith · Admin, organiser" in page
    assert "Anna S. · Member" in page
    assert "Somewhere else" not in page


def test_a_right_that_is_over_or_to_come_is_not_named(world: World, browser: Browser) -> None:
    person = world.person()
    member = world.member(world.group("harbour"), "Anna", person=person)
    with world.inside(member):
        from groupnet.core.db import db
        from groupnet.groups.service import grant_right

        day = timedelta(days=1)
        grant_right(
            membership=member, right=Right.OFFICER, starts_on=world.today - 9 * day, ends_on=world.today - day
        )
        grant_right(membership=member, right=Right.ADMIN, starts_on=world.today + day)
        db.session.commit()
    assert "Anna · Member" in browser.sign_in(person).get("/groups").text


def test_photos_of_each_group_come_from_that_group(world: World, browser: Browser) -> None:
    person = world.person()
    for slug in ("harbour", "hill"):
        world.member(world.group(slug), person=person, photo_version=f"v-{slug}")
    page = browser.sign_in(person).get("/groups").text
    assert "/g/harbour/members/" in page
    assert "/g/hill/members/" in page


def test_a_group_one_has_left_is_gone_and_one_in_none_is_told_kindly(world: World, browser: Browser) -> None:
    person = world.person()
    member = world.member(world.group("harbour", name="Harbour"), person=person)
    world.end_periods(member, world.today - timedelta(days=1))
    for path in ("/groups", "/"):
        page = browser.sign_in(person).get(path)
        assert page.status_code == 200
        assert "You are in no group at the moment" in page.text
        assert "Harbour" not in page.text


def test_the_way_to_other_groups_stands_only_where_there_is_another_today(
    world: World, browser: Browser
) -> None:
    person = world.person()
    here = world.member(world.group("harbour"), person=person)
    there = world.member(world.group("hill"), person=person)
    browser.sign_in(here)
    assert "Switch group" in browser.get("more").text
    world.end_periods(there, world.today - timedelta(days=3))
    assert "Switch group" not in browser.get("more").text


def test_one_on_leave_still_comes_in(world: World, browser: Browser) -> None:
    person = world.person()
    member = world.member(world.group("harbour", name="Harbour"), person=person)
    world.end_periods(member, world.today - timedelta(days=1))
    world.period(member, Status.ON_LEAVE, world.today)
    assert 'href="/g/harbour/"' in browser.sign_in(person).get("/groups").text
