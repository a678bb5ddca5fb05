"""Sessions: what ends them, what their cookies bear, and that nothing is sent without a token."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.routing.converters import AnyConverter, BaseConverter, NumberConverter

from groupnet.people.models import ABSOLUTE_END, IDLE_END
from tests.browser import Browser
from tests.conftest import settings_for
from tests.factories import PASSWORD, World

START = datetime(2026, 3, 2, 7, tzinfo=UTC)


def copy_of(browser: Browser) -> Browser:
    """Another browser with the same cookie."""
    cookie = browser.client.get_cookie("groupnet")
    assert cookie is not None
    other = Browser(browser.app)
    other.client.set_cookie("groupnet", cookie.value)
    return other


def is_in(browser: Browser) -> bool:
    return browser.get("/groups").status_code == 200


def test_T23_a_copied_cookie_is_dead_after_signing_out(world: World, browser: Browser) -> None:
    browser.sign_in(world.person())
    thief = copy_of(browser)
    assert is_in(thief)
    browser.submit("/groups", {}, action="/sign-out")
    assert not is_in(browser)
    assert not is_in(thief)


def test_T23_signing_out_everywhere_ends_the_other_browsers_too(world: World, app: Flask) -> None:
    person, somebody = world.person(), world.person()
    here, there, other = (Browser(app).sign_in(who) for who in (person, person, somebody))
    here.post("/sign-out")
    assert is_in(there)
    there.post("/sign-out", {"everywhere": "y"})
    assert not is_in(there)
    assert is_in(other)


def test_T23_signing_out_elsewhere_reaches_a_browser_that_is_away(world: World, app: Flask) -> None:
    person = world.person()
    here, away = Browser(app).sign_in(person), Browser(app).sign_in(person)
    here.post("/sign-out", {"everywhere": "y"})
    assert not is_in(away)


def test_T23_sixty_idle_days_end_a_sign_in_and_use_renews_it(world: World, app: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        used, idle = (Browser(app).sign_in(world.person()) for _ in range(2))
        clock.shift(IDLE_END - timedelta(days=1))
        assert is_in(used)
        clock.shift(timedelta(days=2))
        assert is_in(used)
        assert not is_in(idle)


def test_T23_after_180_days_everybody_signs_in_again(world: World, browser: Browser) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser.sign_in(world.person())
        for _ in range(ABSOLUTE_END.days // 30 - 1):
            clock.shift(timedelta(days=30))
            assert is_in(browser)
        clock.shift(timedelta(days=30, seconds=1))
        assert not is_in(browser)


def test_T28_after_signing_out_back_shows_nothing(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group("harbour")))
    for page in ("", "members", "/groups"):
        assert browser.get(page).headers["Cache-Control"] == "no-store"
    answer = browser.post("/sign-out")
    assert answer.status_code == 303
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert browser.get("").status_code == 302


def cookies_of(app: Flask, path: str, **options: str) -> dict[str, str]:
    answer = app.test_client().get(path, **options)
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_T24_cookies_are_shut_in_where_people_come_by_https(database_url: str) -> None:
    from groupnet.app import create_app

    site = "https://groups.example.org"
    app = create_app(settings_for(database_url, base_url=site))
    cookies = cookies_of(app, "/sign-in", base_url=site)
    assert set(cookies) == {"__Host-groupnet"}
    parts = {part.strip() for part in cookies["__Host-groupnet"].split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


def test_T24_so_is_the_mark_of_a_known_browser(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.person("anna@example.org", password=PASSWORD)
    page = browser.get("/sign-in")
    monkeypatch.setitem(browser.app.config, "SESSION_COOKIE_SECURE", True)
    answer = browser.submit(page, {"email": "anna@example.org", "password": PASSWORD})
    lines = [line for line in answer.headers.getlist("Set-Cookie") if "known" in line]
    assert len(lines) == 1
    assert lines[0].startswith("__Host-groupnet-known=")
    parts = {part.strip() for part in lines[0].split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert "anna" not in lines[0]


def a_value_for(converter: BaseConverter) -> str | int:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, NumberConverter) else "harbour"


ONE_CLICK = "notices.unsubscribe"
"""The only exception: mail programs send it by themselves (RFC 8058)."""


def unsafe_addresses(app: Flask) -> list[str]:
    """Every address that takes a POST, with some value for each of its parts."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint != ONE_CLICK:
            values = {name: a_value_for(one) for name, one in rule._converters.items()}
            found.append(adapter.build(rule.endpoint, values, method="POST"))
    return found


def test_T25_without_a_token_nothing_unsafe_is_done(world: World, app: Flask) -> None:
    member = world.member(world.group("harbour"))
    addresses = unsafe_addresses(app)
    assert "/sign-in" in addresses
    assert len(addresses) > 4
    for browser in (Browser(app), Browser(app).sign_in(member)):
        for address in addresses:
            assert browser.client.post(address, data={}).status_code == 400, address


def test_T25_a_token_of_another_session_is_refused(world: World, app: Flask) -> None:
    member, other = (world.member(world.group(slug)) for slug in ("harbour", "other"))
    foreign = Browser(app).sign_in(other).token()
    for browser in (Browser(app), Browser(app).sign_in(member)):
        for address in unsafe_addresses(app):
            answer = browser.client.post(address, data={"csrf_token": foreign})
            assert answer.status_code == 400, address


def test_T26_signing_out_takes_more_than_a_link(world: World, browser: Browser) -> None:
    browser.sign_in(world.person())
    assert browser.get("/sign-out").status_code == 405
    assert is_in(browser)
