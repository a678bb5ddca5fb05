"""Signing in."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from groupnet.settings import Mode, Settings, SettingsError
from tests.browser import Browser
from tests.conftest import SECRET, settings_for
from tests.factories import PASSWORD, World

WRONG = "three other words"


def try_in(browser: Browser, email: str, password: str, page: str = "/sign-in") -> TestResponse:
    return browser.submit(page, {"email": email, "password": password})


def test_the_right_password_leads_to_the_first_page(world: World, browser: Browser) -> None:
    world.person("anna@example.org", password=PASSWORD)
    answer = try_in(browser, " Anna@Example.org ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.get("/groups").status_code == 200


def test_one_goes_on_to_where_one_wanted_to_go(world: World, browser: Browser) -> None:
    member = world.member(
        world.group("harbour"), person=world.person("anna@example.org", password=PASSWORD), email="a@b.org"
    )
    asked = browser.get("/g/harbour/settings?x=1")
    answer = try_in(browser, "anna@example.org", PASSWORD, asked.location)
    assert answer.location == "/g/harbour/settings?x=1"
    assert member.person_id


def test_after_an_error_the_address_still_stands_and_the_password_does_not(
    world: World, browser: Browser
) -> None:
    world.person("anna@example.org", password=PASSWORD)
    answer = try_in(browser, "anna@example.org", WRONG, "/sign-in?next=/groups")
    assert answer.status_code == 422
    assert 'value="anna@example.org"' in answer.text
    assert WRONG not in answer.text
    assert "<title>Error:" in answer.text
    again = browser.submit(answer, {"password": PASSWORD})
    assert again.location == "/groups"


@pytest.mark.parametrize(("email", "password"), [("", PASSWORD), ("anna@example.org", "")])
def test_what_is_missing_is_said_at_its_field(browser: Browser, email: str, password: str) -> None:
    answer = try_in(browser, email, password)
    assert answer.status_code == 422
    assert ("Type your password." in answer.text) == (password == "")
    assert ("Type the e-mail address" in answer.text) == (email == "")


def test_T16_a_known_and_an_unknown_address_get_the_same_answer(world: World, browser: Browser) -> None:
    world.person("known@example.org", password=PASSWORD)
    world.person("unset@example.org", password=None)
    pages = {
        email: try_in(browser, email, WRONG).text.replace(email, "X")
        for email in ("known@example.org", "unset@example.org", "nobody@example.org")
    }
    sentences = {page[page.index("error-summary-title") : page.index("</ul>")] for page in pages.values()}
    assert len(sentences) == 1
    assert "do not fit together" in sentences.pop()


def test_one_who_is_in_already_is_sent_on(world: World, browser: Browser) -> None:
    browser.sign_in(world.person())
    assert browser.get("/sign-in?next=/groups").location == "/groups"
    assert browser.get("/sign-in?next=//evil.example").location == "/"


def test_T23_nobody_can_plant_a_session(world: World, app: Flask) -> None:
    world.person("anna@example.org", password=PASSWORD)
    attacker, victim = Browser(app), Browser(app)
    attacker.get("/sign-in")
    planted = attacker.client.get_cookie("groupnet")
    assert planted is not None
    token = attacker.token()
    planted = attacker.client.get_cookie("groupnet")
    assert planted is not None
    victim.client.set_cookie("groupnet", planted.value)
    try_in(victim, "anna@example.org", PASSWORD)
    assert victim.get("/groups").status_code == 200
    assert attacker.get("/groups").status_code == 302
    body = {"csrf_token": token}
    assert victim.client.post("/sign-out", data=body).status_code == 400, "the planted token still works"
    assert victim.get("/groups").status_code == 200


def test_T22_production_shows_no_demo_sign_ins_and_takes_no_weak_secret(database_url: str) -> None:
    from groupnet.app import create_app

    for mode, shown in ((Mode.PRODUCTION, False), (Mode.DEMO, True)):
        app = create_app(settings_for(database_url, mode=mode))
        app.config["DEMO_SIGN_INS"] = [("Anna, an admin", "anna@demo.example", "easy to guess")]
        page = app.test_client().get("/sign-in").text
        assert ("anna@demo.example" in page) is shown
        assert ("easy to guess" in page) is shown
    for weak in ("secret", "a" * 40, SECRET[:31]):
        with pytest.raises(SettingsError):
            Settings(data_dir=settings_for("").data_dir, secret_key=weak, database_url="sqlite://").check()


def test_T22_a_new_database_has_no_account(app: Flask) -> None:
    from sqlalchemy import func, select

    from groupnet.core.db import db
    from groupnet.people.models import Person

    with app.app_context():
        assert db.session.execute(select(func.count(Person.id))).scalar_one() == 0
