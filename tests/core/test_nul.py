"""What no row can hold: a NUL, which PostgreSQL refuses, and whatever else is no slug and no key."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.app import create_app
from groupnet.core.access import public
from groupnet.core.db import db
from groupnet.people.models import Person
from tests.browser import Browser
from tests.conftest import ON_POSTGRESQL, settings_for
from tests.factories import World

NONCE = re.compile(rb'nonce="[^"]+"|value="[^"]{20,}"')
NO_SLUGS = [
    "%00",
    "harbour%00",
    "Harbour",
    "a--b",
    "-a",
    "a-",
    "%C3%A9",
    "a" * 61,
    "harbour%0A",
    "a%20b",
    "'",
]


def seen(browser: Browser, slug: str, page: str = "members") -> tuple[int, bytes]:
    answer = browser.client.get(f"/g/{slug}/{page}")
    return answer.status_code, NONCE.sub(b"", answer.data)


@pytest.mark.parametrize("slug", NO_SLUGS)
def test_T3_what_is_no_slug_answers_byte_for_byte_like_an_unknown_group(
    world: World, app: Flask, slug: str
) -> None:
    member, stranger = world.member(world.group("harbour")), world.person("stranger@example.org")
    for who in (member, stranger):
        browser = Browser(app).sign_in(who)
        unknown = seen(browser, "nowhere")
        assert unknown[0] == 404
        assert seen(browser, slug) == unknown
        assert seen(browser, slug, "imports") == unknown
        assert (
            browser.client.post(f"/g/{slug}/referrals", data={"csrf_token": browser.token()}).status_code
            == 404
        )
    assert seen(Browser(app), slug)[0] == 404


@pytest.mark.parametrize("slug", ["harbour", "a", "a-b-2", "0", "a" * 60])
def test_every_slug_a_group_may_have_opens_it(world: World, browser: Browser, slug: str) -> None:
    browser.sign_in(world.member(world.group(slug)))
    assert browser.get("members").status_code == 200


@pytest.mark.parametrize("key", ["\0", "k\0", "k" * 65, "a b", "é", "k\n", "<script>"])
def test_T46_what_is_no_submission_key_is_refused(world: World, browser: Browser, key: str) -> None:
    group = world.group()
    giver, receiver = world.member(group), world.member(group)
    browser.sign_in(giver)
    body: dict[str, Any] = {"direction": "given", "kind": "business", "person_id": str(receiver.id)}
    assert browser.post("referrals", {**body, "submission_key": key}).status_code == 400
    assert browser.post("referrals", {**body, "submission_key": "k-_9"}).status_code == 303


def test_what_a_column_cannot_hold_is_a_plain_400(database_url: str) -> None:
    app = create_app(settings_for(database_url))

    @app.get("/asks")
    @public
    def asks() -> str:
        return str(db.session.execute(select(Person.id).where(Person.email == "a\0")).first())

    answer = app.test_client().get("/asks")
    assert answer.status_code == (400 if ON_POSTGRESQL else 200), "SQLite holds a NUL"
    with app.app_context():
        db.engine.dispose()
