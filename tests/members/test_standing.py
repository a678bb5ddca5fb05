"""Adding members, leave, coming back and leaving."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.queries import a_to_z, current_on, list_periods
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World


def current_members(world: World) -> Sequence[Membership]:
    query = select(Membership).where(current_on(world.today)).order_by(*a_to_z())
    return db.session.execute(query).scalars().all()


def change(browser: Browser, member: Membership, what: str, **data: object) -> TestResponse:
    path = browser.path(f"members/{member.id}/{what}")
    return browser.submit(path, data, action=path)


def periods(world: World, member: Membership) -> list[tuple[Status, date | None, date | None]]:
    with world.inside(member):
        return [(one.status, one.starts_on, one.ends_on) for one in list_periods([member.id])[member.id]]


def test_an_admin_adds_a_member_once(world: World, browser: Browser) -> None:
    group = world.group()
    browser.sign_in(world.member(group, "Ada Admin", rights=(Right.ADMIN,)))
    page = browser.get("members/new")
    path = browser.path("members")
    sent = {"name": "Ben Whitlock", "email": "Ben@Example.org", "category": "Roofing", "company": "Acme"}
    answers = [browser.submit(page, sent, action=path) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    with world.inside(group):
        names = [member.name for member in current_members(world)]
    assert names == ["Ada Admin", "Ben Whitlock"]
    assert "has no account yet" in browser.get(answers[0].location).text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": " "}, "A name is needed."),
        ({"name": "Ben", "email": "ben"}, "not an e-mail address"),
        ({"name": "Ben", "email": "ada@example.org"}, "already has this e-mail address"),
        ({"name": "Ben", "category": "DENTIST"}, "Ada Admin fills the category Dentist."),
        ({"name": "Ben", "joined_on": "soon"}, "Not a valid date"),
    ],
)
def test_a_member_who_cannot_be_added(
    world: World, browser: Browser, sent: dict[str, str], sentence: str
) -> None:
    group = world.group(categories_exclusive=True)
    world.member(group, "Ada Admin", rights=(Right.ADMIN,), email="ada@example.org", category="Dentist")
    with world.inside(group):
        admin = current_members(world)[0]
    answer = browser.sign_in(admin).submit("members/new", sent, action=browser.path("members"))
    assert answer.status_code == 422
    assert sentence in answer.text
    with world.inside(group):
        assert len(current_members(world)) == 1


def test_a_name_and_an_address_that_do_not_do_are_told_at_once(world: World, browser: Browser) -> None:
    group = world.group()
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    answer = browser.submit("members/new", {"name": "", "email": "ben"}, action=browser.path("members"))
    assert "A name is needed." in answer.text
    assert answer.text.count("not an e-mail address") == 2, "on top and at the field"


def test_one_who_joins_later_waits_in_a_list_of_their_own(world: World, browser: Browser) -> None:
    group = world.group()
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    day = world.today + timedelta(days=30)
    answer = browser.submit(
        "members/new", {"name": "Sue Soon", "joined_on": day.isoformat()}, action=browser.path("members")
    )
    assert "Joins " in browser.get(answer.location).text
    assert "Sue Soon" not in browser.get("members").text.partition('class="faces"')[2]
    assert "Sue Soon" in browser.get("members?show=soon").text
    browser.sign_in(world.member(group))
    assert "Sue Soon" not in browser.get("members?show=soon").text


def test_leave_and_coming_back(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group, "Olu Away")
    joined = periods(world, member)[0][1]
    browser.sign_in(world.member(group, rights=(Right.OFFICER,)))
    assert change(browser, member, "leave").status_code == 303
    assert periods(world, member)[-1] == (Status.ON_LEAVE, world.today, None)
    assert "Back from leave" in browser.get(f"members/{member.id}").text
    assert change(browser, member, "return").status_code == 303
    assert periods(world, member) == [(Status.ACTIVE, joined, None)], "a mistake leaves no trace"


def test_leaving_and_being_brought_back(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group, "Gina Gone")
    before = periods(world, member)
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    yesterday = world.today - timedelta(days=1)
    assert change(browser, member, "leaving", last_day=yesterday.isoformat()).status_code == 303
    assert "Was a member from" in browser.get(f"members/{member.id}").text
    assert "Bring back" in browser.get("members/former").text
    assert change(browser, member, "return", from_day=world.today.isoformat()).status_code == 303
    assert periods(world, member) == before


def test_what_is_planned_can_be_called_off(world: World, browser: Browser) -> None:
    group = world.group()
    member = world.member(group)
    before = periods(world, member)
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    later = world.today + timedelta(days=40)
    assert change(browser, member, "leaving", last_day=later.isoformat()).status_code == 303
    page = browser.get(f"members/{member.id}").text
    assert "Last day" in page
    assert "Stays after all" in page
    assert change(browser, member, "return").status_code == 303
    assert periods(world, member) == before


def test_T13_the_last_admin_cannot_go(world: World, browser: Browser) -> None:
    group = world.group()
    admin = world.member(group, rights=(Right.ADMIN,))
    before = periods(world, admin)
    answer = change(browser.sign_in(admin), admin, "leaving")
    assert answer.status_code == 422
    assert "A group needs an admin. Choose who takes over." in answer.text
    assert periods(world, admin) == before


@pytest.mark.parametrize(("day", "sentence"), [("", "Say from which day."), ("1890-01-01", "Choose the day")])
def test_a_day_that_does_not_fit(world: World, browser: Browser, day: str, sentence: str) -> None:
    group = world.group()
    member = world.member(group)
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    answer = change(browser, member, "leave", from_day=day)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(periods(world, member)) == 1


def test_nobody_comes_back_to_a_category_that_is_filled(world: World, browser: Browser) -> None:
    group = world.group(categories_exclusive=True)
    gone = world.member(group, "Old Dentist", category="Dentist")
    world.end_periods(gone, world.today - timedelta(days=9))
    world.member(group, "New Dentist", category="dentist")
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    answer = change(browser, gone, "return")
    assert answer.status_code == 422
    assert "New Dentist fills the category dentist." in answer.text


@pytest.mark.parametrize("what", ["leave", "return", "leaving"])
def test_a_member_records_nobodys_leave(world: World, browser: Browser, what: str) -> None:
    group = world.group()
    member = world.member(group)
    browser.sign_in(world.member(group) if what == "leaving" else member)
    assert browser.get(f"members/{member.id}/{what}").status_code == 403
    assert (
        browser.post(
            f"members/{member.id}/{what}", {"from_day": "2026-01-01", "last_day": "2026-01-01"}
        ).status_code
        == 403
    )
    assert browser.get(f"members/999999/{what}").status_code in (403, 404)
