"""What a joining link does not do."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.links import joining_token
from groupnet.groups.models import Group, Invitation, Status
from groupnet.groups.periods import Span
from groupnet.groups.queries import get_membership, list_periods, list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status, grant_right, invite
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.groups.newcomers import EMAIL, expected, link_for, now, password_of

OVER = "This link has ended"


def test_a_used_an_old_and_a_forged_link_read_alike(world: World, app: Flask, harbour: Group) -> None:
    used, old, ended, gone = (
        expected(world, harbour, name, email=f"{name}@example.org")
        for name in ("used", "old", "ended", "gone")
    )
    links = {name: link_for(world, one) for name, one in zip("uoeg", (used, old, ended, gone), strict=True)}
    assert Browser(app).submit(links["u"], {"password": PASSWORD}).status_code == 303
    link_for(world, ended)
    with world.inside(harbour):
        change_status(
            membership=get_membership(gone.id), status=Status.LEFT, from_day=world.today, today=world.today
        )
        row = db.session.execute(select(Invitation).where(Invitation.membership_id == old.id)).scalar_one()
        row.expires_at = utc_now() - timedelta(seconds=1)
        db.session.commit()
    tampered = links["e"][:-2] + ("AA" if links["e"][-2:] != "AA" else "BB")
    dead = [*links.values(), "/join/nonsense", "/join/WzEsIngiXQ.x", tampered]
    browser = Browser(app)
    pages = set()
    for link in dead:
        shown = browser.get(link)
        assert shown.status_code == 404
        pages.add(shown.text[shown.text.index("<body") :])
        assert OVER in browser.post(link, {"password": PASSWORD}).text
    assert len(pages) == 1
    assert now(world, ended).person_id is None


def test_a_link_works_for_thirty_days(world: World, app: Flask, harbour: Group) -> None:
    link = link_for(world, expected(world, harbour))
    for days, status in ((29, 200), (30, 404)):
        with time_machine.travel(utc_now() + timedelta(days=days, seconds=5)):
            assert Browser(app).get(link).status_code == status


def test_a_link_signed_with_another_key_or_for_another_purpose_opens_nothing(
    world: World, browser: Browser, harbour: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = expected(world, harbour)
    with monkeypatch.context() as patch:
        patch.setitem(world.app.config, "SECRET_KEY", "another-secret-that-is-long-enough-0000")
        link = link_for(world, member)
    assert browser.get(link).status_code == 404


def test_T26_opening_a_link_uses_nothing_up(world: World, app: Flask, harbour: Group) -> None:
    link = link_for(world, expected(world, harbour))
    for _ in range(3):
        assert Browser(app).get(link).status_code == 200


def test_one_who_never_had_a_period_begins_today(world: World, browser: Browser, harbour: Group) -> None:
    member = expected(world, harbour)
    with world.inside(harbour):
        for period in list_periods([member.id])[member.id]:
            db.session.delete(period)
        db.session.commit()
    assert browser.submit(link_for(world, member), {"password": PASSWORD}).location == "/g/harbour/"
    with world.inside(harbour):
        spans = [Span.of(period) for period in list_periods([member.id])[member.id]]
    assert spans == [Span(Status.ACTIVE, world.today, None)]


def test_one_who_begins_later_has_a_place_and_is_told(world: World, browser: Browser, harbour: Group) -> None:
    member = expected(world, harbour, joined_on=world.today + timedelta(days=9))
    answer = browser.submit(link_for(world, member), {"password": PASSWORD})
    assert answer.location == "/groups"
    assert "Your place is kept" in browser.get("/groups").text
    assert now(world, member).person_id is not None


def test_T12_extra_fields_of_the_joining_form_are_ignored(
    world: World, browser: Browser, harbour: Group
) -> None:
    member, other = expected(world, harbour), world.member(world.group("other"))
    extra = {
        "email": "mallory@example.org",
        "person_id": str(other.person_id),
        "membership_id": str(other.id),
        "group_id": str(other.group_id),
        "name": "Somebody Else",
        "right": "admin",
        "role": "admin",
        "is_admin": "y",
        "has_account": "y",
        "next": "//evil.example",
    }
    answer = browser.submit(link_for(world, member), {"password": PASSWORD, **extra})
    assert answer.location == "/g/harbour/"
    joined = now(world, member)
    assert (joined.email, joined.name, joined.group_id) == (EMAIL, "Anna Smith", harbour.id)
    assert password_of(world, "mallory@example.org") is None
    with world.inside(harbour):
        assert list_rights(member.id) == []


def test_an_admin_founded_by_name_joins_as_admin(world: World, browser: Browser, harbour: Group) -> None:
    founder = expected(world, harbour, rights=(Right.ADMIN, Right.ORGANISER))
    browser.submit(link_for(world, founder), {"password": PASSWORD})
    assert browser.get("/g/harbour/settings").status_code == 200


def test_T23_joining_begins_a_fresh_session(world: World, app: Flask, harbour: Group) -> None:
    attacker, victim = Browser(app), Browser(app)
    token = attacker.token()
    planted = attacker.client.get_cookie("groupnet")
    assert planted is not None
    victim.client.set_cookie("groupnet", planted.value)
    victim.submit(link_for(world, expected(world, harbour)), {"password": PASSWORD})
    assert victim.get("/groups").status_code == 200
    assert attacker.get("/groups").status_code == 302
    assert victim.client.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_T25_joining_needs_a_token(world: World, browser: Browser, harbour: Group) -> None:
    member = expected(world, harbour)
    link = link_for(world, member)
    assert browser.client.post(link, data={"password": PASSWORD}).status_code == 400
    assert now(world, member).person_id is None


@pytest.mark.parametrize("maker", [Right.ORGANISER, Right.ADMIN])
def test_T13_a_link_at_hand_opens_no_right_that_its_maker_lacks(
    world: World, app: Flask, harbour: Group, maker: Right
) -> None:
    """Who made a link may have kept a copy; rights that the member gets afterwards are not theirs to open."""
    newcomer = expected(world, harbour)
    made_by = world.member(harbour, rights=(maker,))
    with world.inside(harbour):
        (invitation,) = invite([get_membership(newcomer.id)], invited_by=get_membership(made_by.id))
        link = f"/join/{joining_token(invitation)}"
        db.session.commit()
    assert Browser(app).get(link).status_code == 200
    with world.inside(harbour):
        grant_right(membership=newcomer, right=Right.ADMIN, starts_on=world.today + timedelta(days=3))
        db.session.commit()
    is_admin = maker is Right.ADMIN
    assert Browser(app).get(link).status_code == (200 if is_admin else 404)
    assert Browser(app).post(link, {"password": PASSWORD}).status_code == (303 if is_admin else 404)


def test_T9_a_link_at_hand_dies_when_who_made_it_leaves(world: World, app: Flask, harbour: Group) -> None:
    newcomer = expected(world, harbour)
    made_by = world.member(harbour, rights=(Right.ORGANISER,))
    with world.inside(harbour):
        (invitation,) = invite([get_membership(newcomer.id)], invited_by=get_membership(made_by.id))
        link = f"/join/{joining_token(invitation)}"
        db.session.commit()
    world.end_periods(made_by, world.today - timedelta(days=1))
    assert Browser(app).get(link).status_code == 404
    assert Browser(app).post(link, {"password": PASSWORD}).status_code == 404
    assert now(world, newcomer).person_id is None


def test_a_dead_link_tells_one_signed_in_who_they_are(world: World, browser: Browser) -> None:
    browser.sign_in(world.person(name="Grace"))
    page = browser.get("/join/forged").text
    assert OVER in page
    assert "You are signed in as Grace." in page
    assert "sign in." not in page
