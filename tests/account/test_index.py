"""The account's own page."""

import pytest
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.statements import count_statements

ACCOUNT = "/account"


def saved(world: World, person: Person) -> Person:
    with world.app.app_context():
        return db.session.execute(select(Person).where(Person.id == person.id)).scalar_one()


def test_a_line_for_each_thing_says_how_it_is_set(world: World, browser: Browser) -> None:
    person = world.person("zora@example.org", name="Zora")
    browser.sign_in(person)
    page = browser.get(ACCOUNT).text
    assert "zora@example.org · not confirmed yet" in page
    assert "None: you sign in with a mailed code" in page
    assert "Signed in on 1 browser: this one" in page
    assert "Nothing is mailed until your address is confirmed." in page
    assert "You are in no group at the moment" in page


def test_a_change_of_address_under_way_is_seen(world: World, browser: Browser) -> None:
    person = world.person("zora@example.org", password=PASSWORD)
    browser.sign_in(person)
    typed = {"email": "new@example.org", "present_password": PASSWORD}
    browser.submit("/account/address", typed, action="/account/address")
    assert "waiting for new@example.org to confirm" in browser.get(ACCOUNT).text


def test_what_is_set_is_said_to_be_set(world: World, browser: Browser) -> None:
    person = world.person("zora@example.org", password=PASSWORD)
    with world.app.app_context():
        kept = db.session.merge(person)
        kept.email_proven_at = kept.totp_confirmed_at = utc_now()
        db.session.commit()
    Browser(world.app).sign_in(person)
    page = browser.sign_in(person).get(ACCOUNT).text
    assert "zora@example.org · confirmed" in page
    assert "On: a code from your phone" in page
    assert "Signed in on 2 browsers" in page
    assert "Nothing is mailed until" not in page


def test_each_open_group_has_a_way_out(world: World, browser: Browser) -> None:
    me = world.member(world.group("harbour", name="Harbour Lunch"), "Zora")
    left = world.member(world.group("hillside", name="Hillside"), person=None)
    page = browser.sign_in(me).get(ACCOUNT).text
    assert f"/g/harbour/members/{me.id}/leaving" in page
    assert "Hillside" not in page
    assert left.id != me.id


def test_the_name_is_changed_and_profiles_keep_theirs(world: World, browser: Browser) -> None:
    me = world.member(world.group("harbour"), "Zora Quill")
    browser.sign_in(me)
    changed = browser.submit(ACCOUNT, {"name": "  Zora\tQ. "}, action=ACCOUNT)
    assert changed.status_code == 303
    page = browser.get(ACCOUNT).text
    assert 'value="Zora Q."' in page
    assert "Zora Quill" in page


def test_an_empty_name_is_refused_in_words(world: World, browser: Browser) -> None:
    browser.sign_in(world.person(name="Zora"))
    refused = browser.submit(ACCOUNT, {"name": "   "}, action=ACCOUNT)
    assert refused.status_code == 422
    assert "Type your name." in refused.text


def test_T12_nothing_but_the_name_is_taken(world: World, browser: Browser) -> None:
    person = world.person("zora@example.org", name="Zora")
    browser.sign_in(person)
    extra = {
        "name": "Zora Q.",
        "email": "else@example.org",
        "email_proven_at": "2026-01-01",
        "password_hash": "x",
    }
    browser.submit(ACCOUNT, extra, action=ACCOUNT)
    kept = saved(world, person)
    assert (kept.name, kept.email, kept.email_proven_at, kept.password_hash) == (
        "Zora Q.",
        "zora@example.org",
        None,
        None,
    )


@pytest.mark.parametrize("page", [ACCOUNT, "/account/archive", "/account/delete"])
def test_a_stranger_signs_in_first(browser: Browser, page: str) -> None:
    assert browser.client.get(page).location.startswith("/sign-in")


def test_the_page_asks_the_database_as_often_for_many_groups_as_for_one(
    world: World, browser: Browser
) -> None:
    person = world.person(password=PASSWORD)
    counts = []
    for _ in range(2):
        world.member(world.group(), person=person)
        browser.sign_in(person)
        with count_statements() as statements:
            browser.get(ACCOUNT)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6
