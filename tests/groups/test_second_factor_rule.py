"""Where a group asks for a second step, the rights of admins and officers rest until they have one."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.links import joining_token
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.groups.service import grant_right, invite
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import World
from tests.groups.newcomers import expected
from tests.statements import count_statements

LINE = "rest until you set up the second step"


def set_second_step(world: World, member: Membership, *, on: bool) -> None:
    with world.app.app_context():
        person = db.session.execute(select(Person).where(Person.id == member.person_id)).scalar_one()
        person.totp_nonce = "nonce" if on else None
        person.totp_confirmed_at = utc_now() if on else None
        db.session.commit()


def require(world: World, group: Group, *, on: bool = True) -> None:
    with world.app.app_context():
        found = db.session.execute(select(Group).where(Group.id == group.id)).scalar_one()
        found.second_factor_required = on
        db.session.commit()


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


def test_who_turns_it_off_is_told_what_rests(world: World, browser: Browser) -> None:
    group, lax = world.group("harbour", name="Harbour"), world.group("lax", name="Lax")
    require(world, group)
    admin, plain = world.member(group, rights=(Right.ADMIN,)), world.member(group)
    elsewhere = world.member(lax, rights=(Right.OFFICER,))
    told = {}
    for member in (admin, plain, elsewhere):
        set_second_step(world, member, on=True)
        page = browser.sign_in(member).get("/account/second-step/off").text
        assert "Your recovery codes go with it." in page
        told[member.id] = "asks its admins and officers for a second step" in page
    assert told == {admin.id: True, plain.id: False, elsewhere.id: False}


def test_T8_rights_rest_from_the_very_next_request_and_wake_with_the_second_step(
    world: World, browser: Browser, group: Group
) -> None:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN,))
    browser.sign_in(admin)
    assert browser.get("rights").status_code == 200
    assert LINE not in browser.get("members").text
    require(world, group)
    for path in ("rights", "audit", "settings", "imports", "members/new"):
        assert browser.get(path).status_code == 403
    set_second_step(world, admin, on=True)
    assert browser.get("rights").status_code == 200
    set_second_step(world, admin, on=False)
    assert browser.get("rights").status_code == 403
    require(world, group, on=False)
    assert browser.get("rights").status_code == 200


def test_every_page_says_so_in_one_line_that_leads_to_the_set_up(
    world: World, browser: Browser, group: Group
) -> None:
    require(world, group)
    browser.sign_in(world.member(group, rights=(Right.ADMIN, Right.OFFICER, Right.ORGANISER)))
    for path in ("", "members", "referrals/new", "reciprocity", "more"):
        text = browser.get(path).text
        assert "Your rights as admin, officer rest until you set up the second step." in text
        assert 'href="/account/second-step"' in text
    assert browser.get("/account/second-step").status_code == 200


def test_an_organisers_right_does_not_rest_and_a_member_reads_nothing_of_it(
    world: World, browser: Browser, group: Group
) -> None:
    require(world, group)
    organiser = world.member(group, rights=(Right.ORGANISER,))
    assert browser.sign_in(organiser).get("joining-sheet").status_code == 200
    for member in (organiser, world.member(group)):
        assert LINE not in browser.sign_in(member).get("").text


def test_T13_what_rests_hands_out_no_link_to_a_right_and_records_no_leaving(
    world: World, browser: Browser, group: Group
) -> None:
    require(world, group)
    admin = world.member(group, rights=(Right.ADMIN, Right.ORGANISER))
    guest = world.member(group, "Guest Admin", account=False, rights=(Right.ADMIN,))
    other = world.member(group)
    browser.sign_in(admin)
    assert browser.get(f"members/{guest.id}/joining-link").status_code == 403
    assert browser.get(f"members/{other.id}/leaving").status_code == 403
    assert "to_admin" not in browser.get(f"members/{admin.id}/leaving").text


def test_the_door_stays_one_statement(world: World, browser: Browser, group: Group) -> None:
    admin = world.member(group, rights=(Right.ADMIN,))
    browser.sign_in(admin)
    with count_statements() as before:
        browser.client.get("/g/harbour/more")
    require(world, group)
    with count_statements() as after:
        browser.client.get("/g/harbour/more")
    assert len(after) == len(before)


def test_who_asks_it_of_others_has_one(world: World, browser: Browser, group: Group) -> None:
    admin = world.member(group, rights=(Right.ADMIN,))
    browser.sign_in(admin)
    page = browser.get("settings")
    assert 'href="/account/second-step"' in page.text
    answer = browser.submit(page, {"second_factor_required": "y"}, action="/g/harbour/settings")
    assert answer.status_code == 422
    assert "Set up your own second step first" in answer.text
    set_second_step(world, admin, on=True)
    answer = browser.submit("settings", {"second_factor_required": "y"}, action="/g/harbour/settings")
    assert answer.status_code == 303
    officer = world.member(group, rights=(Right.OFFICER,))
    other = Browser(world.app).sign_in(officer)
    assert LINE in other.get("").text
    assert other.get(f"members/{admin.id}/leave").status_code == 403


def test_a_right_that_is_over_does_not_rest(world: World, browser: Browser, group: Group) -> None:
    require(world, group)
    member = world.member(group)
    with world.inside(group):
        yesterday = world.today - timedelta(days=1)
        grant_right(membership=member, right=Right.ADMIN, starts_on=yesterday, ends_on=yesterday)
        db.session.commit()
    assert LINE not in browser.sign_in(member).get("").text


def test_T13_a_link_at_hand_opens_nothing_while_its_makers_rights_rest(
    world: World, app: Flask, group: Group
) -> None:
    newcomer = expected(world, group)
    admin = world.member(group, rights=(Right.ADMIN,))
    with world.inside(group):
        (invitation,) = invite([get_membership(newcomer.id)], invited_by=get_membership(admin.id))
        link = f"/join/{joining_token(invitation)}"
        db.session.commit()
    require(world, group)
    assert Browser(app).get(link).status_code == 404
    set_second_step(world, admin, on=True)
    assert Browser(app).get(link).status_code == 200
