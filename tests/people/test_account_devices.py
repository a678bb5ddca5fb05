"""Where one is signed in, and signing out there."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.people.devices import read_device, short_device
from groupnet.people.models import Person, SignIn
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.people.accounts import is_in

PAGE = "/account/devices"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BUTTON = re.compile(r"/account/devices/(\d+)/sign-out")
KNOWN = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox on Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": (
        "Edge on Windows"
    ),
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6"
    " Safari/605.1.15": "Safari on Mac",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox on Linux",
    "curl/8.5.0": "A browser",
    "": "A browser",
    "<script>alert(1)</script>": "A browser",
}


@pytest.mark.parametrize(("says", "words"), KNOWN.items())
def test_a_browser_is_told_in_words_its_owner_knows(app: Flask, says: str, words: str) -> None:
    with app.test_request_context():
        kept = short_device(says)
        assert read_device(kept).in_words == words
        assert not re.search(r"\d", kept), "versions mark a browser and tell its owner nothing"


def sign_ins_of(app: Flask, person: Person) -> list[int]:
    with app.app_context():
        query = select(SignIn.id).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        return list(db.session.execute(query.order_by(SignIn.id)).scalars())


def test_each_browser_stands_there_and_this_one_is_marked(world: World, app: Flask) -> None:
    anna = world.person("anna@example.org", password=PASSWORD)
    here = Browser(app)
    agent = next(iter(KNOWN))
    here.client.environ_base["HTTP_USER_AGENT"] = agent
    here.submit("/sign-in", {"email": "anna@example.org", "password": PASSWORD}, action="/sign-in")
    Browser(app).sign_in(anna)
    page = here.get(PAGE).text
    assert "Firefox on Windows" in page
    assert page.count("This browser") == 1
    assert page.count("<li>") == 2
    own, other = sign_ins_of(app, anna)
    assert BUTTON.findall(page) == [str(other)]
    assert own != other


def test_T23_signing_one_other_browser_out_ends_its_cookie(world: World, app: Flask) -> None:
    anna = world.person()
    here, away, third = (Browser(app).sign_in(anna) for _ in range(3))
    target = sign_ins_of(app, anna)[1]
    answer = here.submit(PAGE, {}, action=f"{PAGE}/{target}/sign-out")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert not is_in(away)
    assert is_in(here)
    assert is_in(third)


def test_T23_signing_out_everywhere_but_here(world: World, app: Flask) -> None:
    anna, bert = world.person(), world.person()
    here, away, third = (Browser(app).sign_in(anna) for _ in range(3))
    berts = Browser(app).sign_in(bert)
    here.submit(PAGE, {}, action=f"{PAGE}/sign-out-others")
    assert [is_in(one) for one in (here, away, third, berts)] == [True, False, False, True]
    page = here.get(PAGE).text
    assert "nowhere else" in page
    assert "sign-out-others" not in page


def test_T3_a_foreign_and_a_missing_sign_in_answer_alike_and_nothing_ends(world: World, app: Flask) -> None:
    anna, bert = world.person(), world.person()
    here, berts = Browser(app).sign_in(anna), Browser(app).sign_in(bert)
    foreign = here.post(f"{PAGE}/{sign_ins_of(app, bert)[0]}/sign-out")
    missing = here.post(f"{PAGE}/987654/sign-out")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert is_in(berts)


def test_T26_no_link_signs_anybody_out(world: World, browser: Browser) -> None:
    anna = world.person()
    browser.sign_in(anna)
    for path in (f"{PAGE}/{sign_ins_of(browser.app, anna)[0]}/sign-out", f"{PAGE}/sign-out-others"):
        assert browser.get(path).status_code == 405
    assert is_in(browser)
