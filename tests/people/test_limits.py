"""How many wrong passwords are borne, from whom."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
import time_machine
from flask import Flask

from groupnet.core.errors import RuleBroken
from groupnet.people.limits import MOST_BY_ACCOUNT, network
from groupnet.people.service import recognise
from tests.browser import Browser
from tests.conftest import settings_for
from tests.factories import PASSWORD, World

EMAIL = "anna@example.org"
CLOSED = "Too many tries"
PARALLEL = 12


def fail(app: Flask, times: int, *, email: str = EMAIL, address: str = "192.0.2.1") -> str:
    """Try wrong passwords, each from a fresh browser; the last page."""
    page = ""
    for _ in range(times):
        page = enter(Browser(app), "wrong words here", email=email, address=address)
    return page


def enter(
    browser: Browser, password: str = PASSWORD, *, email: str = EMAIL, address: str = "192.0.2.1"
) -> str:
    """Send the sign-in form; the page that comes, or where it leads."""
    browser.client.environ_base["REMOTE_ADDR"] = address
    answer = browser.submit("/sign-in", {"email": email, "password": password})
    return answer.location or answer.text


def test_T17_ten_failures_close_the_door_to_strangers_for_five_minutes(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    with time_machine.travel(datetime(2026, 11, 20, 7, tzinfo=UTC), tick=False) as clock:
        assert CLOSED not in fail(app, 10)
        assert CLOSED in enter(Browser(app)), "the right password is no way round it"
        assert CLOSED in enter(Browser(app), address="198.51.100.7"), "nor is another address"
        clock.shift(timedelta(minutes=5, seconds=1))
        assert enter(Browser(app)) == "/"


@pytest.mark.commits
@pytest.mark.parametrize("known", [False, True])
def test_T17_tries_at_once_do_not_pass_the_limit(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    hashed: list[str] = []
    all_here = Barrier(PARALLEL)

    def verify(password: str, stored: str | None) -> bool:
        hashed.append(password)
        with suppress(BrokenBarrierError):
            all_here.wait(0.5)  # where the limit is passed, every thread gets here before any is counted
        return False

    def attempt(_number: int) -> None:
        with own_app.test_request_context(), suppress(RuleBroken):
            recognise(email=EMAIL, password="wrong", address="192.0.2.1", known_browser=known)

    monkeypatch.setattr("groupnet.people.service.signing_in.verify_password", verify)
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(attempt, range(3 * PARALLEL)))
    assert 0 < len(hashed) <= MOST_BY_ACCOUNT


def test_T17_the_right_password_counts_for_nothing(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    for _ in range(MOST_BY_ACCOUNT + 2):
        assert enter(Browser(app)) == "/"
    fail(app, 9)
    assert enter(Browser(app)) == "/"


def test_T17_a_try_at_a_closed_door_does_not_keep_it_closed(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    with time_machine.travel(datetime(2026, 11, 20, 7, tzinfo=UTC), tick=False) as clock:
        fail(app, 10)
        clock.shift(timedelta(minutes=4))
        assert CLOSED in fail(app, 12)
        clock.shift(timedelta(minutes=1, seconds=1))
        assert enter(Browser(app)) == "/"


def test_nine_failures_close_nothing(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    fail(app, 9)
    assert enter(Browser(app)) == "/"


def test_T17_a_browser_that_has_signed_in_before_keeps_its_own_allowance(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    known = Browser(app)
    assert enter(known) == "/"
    known.post("/sign-out")
    fail(app, 12)
    assert enter(known) == "/"
    known.post("/sign-out")
    for _ in range(10):
        enter(known, "wrong words here")
    assert CLOSED in enter(known)


def test_a_browser_known_to_one_account_is_a_stranger_to_another(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    world.person("mallory@example.org", password=PASSWORD)
    browser = Browser(app)
    enter(browser, email="mallory@example.org")
    browser.post("/sign-out")
    fail(app, 10)
    assert CLOSED in enter(browser)


def test_T16_the_door_of_an_account_that_does_not_exist_closes_alike(app: Flask) -> None:
    assert CLOSED not in fail(app, 10, email="nobody@example.org")
    assert CLOSED in fail(app, 1, email="nobody@example.org")


def test_T17_sixty_people_behind_one_address_are_not_slowed(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    for number in range(60):
        fail(app, 1, email=f"person{number}@example.org")
    assert enter(Browser(app)) == "/"


def test_an_address_that_tries_a_hundred_accounts_is_closed(world: World, app: Flask) -> None:
    world.person(EMAIL, password=PASSWORD)
    for number in range(100):
        fail(app, 1, email=f"person{number}@example.org", address=f"2001:db8:0:1::{number:x}")
    assert CLOSED in enter(Browser(app), address="2001:db8:0:1:ffff::1"), "a /64 is one address"
    assert enter(Browser(app), address="2001:db8:0:2::1") == "/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "not an address"),
    ],
)
def test_T17_an_ipv6_64_is_one_address(address: str, expected: str) -> None:
    assert network(address) == expected


@pytest.mark.parametrize(("proxies", "seen"), [(0, "192.0.2.1"), (1, "203.0.113.9")])
def test_T17_forwarded_addresses_count_only_behind_a_trusted_proxy(
    database_url: str, proxies: int, seen: str
) -> None:
    from flask import request

    from groupnet.app import create_app

    app = create_app(settings_for(database_url, trusted_proxies=proxies))
    found: list[str | None] = []
    app.before_request(lambda: found.append(request.remote_addr))
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    app.test_client().get("/sign-in", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert found == [seen]
