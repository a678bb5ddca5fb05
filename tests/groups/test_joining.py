"""Using a joining link."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.links import joining_token
from groupnet.groups.models import Group, Invitation, Membership, Status
from groupnet.groups.periods import Span
from groupnet.groups.queries import get_membership, list_periods, list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status, invite
from groupnet.people.passwords import verify_password
from groupnet.people.queries import find_person
from tests.browser import Browser
from tests.factories import PASSWORD, World

OVER = "This link is no longer good"
EMAIL = "anna@example.org"


@pytest.fixture
def harbour(world: World) -> Group:
    """A group that somebody joins."""
    return world.group("harbour", name="Harbour")


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


def fits(world: World, email: str, password: str) -> bool:
    with world.app.app_context():
        return verify_password(password, password_of(world, email))


def test_a_new_member_chooses_a_password_and_is_in(world: World, browser: Browser, harbour: Group) -> None:
    member = expected(world, harbour)
    link = link_for(world, member)
    page = browser.get(link)
    assert all(words in page.text for words in ("Join Harbour", "Anna Smith", EMAIL))
    assert 'name="email"' not in page.text
    answer = browser.submit(page, {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/g/harbour/")
    assert browser.get("/g/harbour/").status_code == 200
    assert now(world, member).person_id is not None
    assert fits(world, EMAIL, PASSWORD)


def test_one_whose_address_nobody_knows_is_asked_for_it(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour, email=None)
    link = link_for(world, member)
    for typed, words in (("", "Type your e-mail address"), ("anna at home", "not an e-mail address")):
        answer = browser.submit(link, {"email": typed, "password": PASSWORD})
        assert answer.status_code == 422
        assert words in answer.text
        assert PASSWORD not in answer.text
    answer = browser.submit(answer, {"email": "Anna@Example.org ", "password": PASSWORD})
    assert answer.location == "/g/harbour/"
    assert now(world, member).email == EMAIL


def test_an_address_that_somebody_else_in_the_group_has_is_refused(
    world: World, browser: Browser, harbour: Group
) -> None:
    world.member(harbour, "Ben", account=False, email="ben@example.org")
    member = expected(world, harbour, email=None)
    answer = browser.submit(link_for(world, member), {"email": "ben@example.org", "password": PASSWORD})
    assert answer.status_code == 422
    assert "already has this e-mail address" in answer.text
    assert 'value="ben@example.org"' in answer.text
    assert now(world, member).person_id is None
    assert password_of(world, "ben@example.org") is None


@pytest.mark.parametrize(
    "password", ["", "short", "Harbour2026", "AnnaSmith1", EMAIL, "password1", "x" * 129]
)
def test_T20_a_password_that_would_be_guessed_is_refused(
    world: World, browser: Browser, harbour: Group, password: str
) -> None:
    member = expected(world, harbour)
    answer = browser.submit(link_for(world, member), {"password": password})
    assert answer.status_code == 422
    assert "password-error" in answer.text
    assert now(world, member).person_id is None


def test_a_link_never_sets_the_password_of_an_account_there_is(
    world: World, browser: Browser, harbour: Group
) -> None:
    world.person(EMAIL, password=PASSWORD)
    before = password_of(world, EMAIL)
    member = expected(world, harbour)
    answer = browser.submit(link_for(world, member), {"password": "some other words"})
    assert answer.status_code == 422
    assert "There is an account for anna@example.org already" in answer.text
    assert now(world, member).person_id is None
    assert password_of(world, EMAIL) == before
    assert browser.submit(answer, {"password": PASSWORD}).location == "/g/harbour/"
    assert password_of(world, EMAIL) == before


def test_nor_of_one_without_a_password_that_is_in_another_group(
    world: World, browser: Browser, harbour: Group
) -> None:
    world.member(world.group("other"), person=world.person(EMAIL, password=None))
    member = expected(world, harbour)
    answer = browser.submit(link_for(world, member), {"password": "some other words"})
    assert answer.status_code == 422
    assert password_of(world, EMAIL) is None
    assert now(world, member).person_id is None


def test_T16_the_page_does_not_tell_whether_there_is_an_account(
    world: World, app: Flask, harbour: Group
) -> None:
    world.person(EMAIL, password=PASSWORD)
    pages = []
    for email in (EMAIL, "new@example.org"):
        member = expected(world, harbour, email=email)
        text = Browser(app).get(link_for(world, member)).text
        pages.append(text[text.index("<form") : text.index("</form>")].replace(email, "X"))
    assert [page.count("<input") for page in pages] == [pages[0].count("<input")] * 2
    assert [page.count("account") for page in pages] == [pages[0].count("account")] * 2


def test_T17_a_link_is_no_way_round_the_limits(world: World, app: Flask, harbour: Group) -> None:
    world.person(EMAIL, password=PASSWORD)
    link = link_for(world, expected(world, harbour))
    for _ in range(10):
        assert "Too many" not in Browser(app).submit(link, {"password": "wrong words here"}).text
    answer = Browser(app).submit(link, {"password": PASSWORD})
    assert answer.status_code == 422
    assert "Too many tries" in answer.text


def test_one_signed_in_with_the_address_presses_one_button(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour)
    person = world.person(EMAIL, password=PASSWORD)
    page = browser.sign_in(person).get(link_for(world, member))
    assert "Join as Anna Smith" in page.text
    assert 'type="password"' not in page.text
    assert browser.submit(page, {}).location == "/g/harbour/"
    assert now(world, member).person_id == person.id


def test_one_signed_in_takes_a_place_without_an_address(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour, email=None)
    person = world.person("other@example.org", password=PASSWORD)
    assert browser.sign_in(person).submit(link_for(world, member), {}).location == "/g/harbour/"
    assert (now(world, member).person_id, now(world, member).email) == (person.id, "other@example.org")


def test_one_signed_in_with_another_address_signs_out_first(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour)
    link = link_for(world, member)
    page = browser.sign_in(world.person("other@example.org", password=PASSWORD)).get(link)
    assert "you are signed in as other@example.org" in page.text
    assert "Join as" not in page.text
    assert browser.post(link).status_code == 422
    assert now(world, member).person_id is None
    answer = browser.submit(page, {}, action="/sign-out")
    assert answer.location == link
    assert browser.submit(link, {"password": PASSWORD}).location == "/g/harbour/"


@pytest.mark.parametrize("email", [None, "second@example.org"])
def test_one_who_is_in_the_group_already_is_told_so(
    world: World, browser: Browser, harbour: Group, email: str | None
) -> None:
    person = world.person(EMAIL, password=PASSWORD)
    first = world.member(harbour, "Anna First", person=person, email="first@example.org")
    second = expected(world, harbour, "Anna Second", email=email)
    link = link_for(world, second)
    page = browser.sign_in(person).get(link)
    assert "in Harbour already, as Anna First" in page.text
    answer = browser.post(link)
    assert answer.status_code == 422
    assert now(world, second).person_id is None
    assert now(world, first).person_id == person.id


def test_one_in_the_group_already_who_is_not_signed_in_is_told_too(
    world: World, browser: Browser, harbour: Group
) -> None:
    world.member(harbour, "Anna First", person=world.person(EMAIL, password=PASSWORD), email="f@example.org")
    second = expected(world, harbour, "Anna Second", email=None)
    answer = browser.submit(link_for(world, second), {"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 422
    assert "This account is in the group already, as Anna First." in answer.text


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
