"""How much one network may send."""

import logging

import pytest

from groupnet.app import create_app
from groupnet.core.migrating import migrate_database
from groupnet.settings import Mode
from tests.browser import Browser
from tests.conftest import settings_for
from tests.factories import World
from tests.public.pages import VERA, open_page

MOST = 240
"""Sixty people behind one address send each of the two forms, and mistype once."""


def test_T17_T42_one_network_sends_so_many_forms_an_hour_and_reading_is_free(
    own_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = create_app(settings_for(own_database_url, mode=Mode.DEMO))
    with app.app_context():
        migrate_database()
    world = World(app)
    group = world.group("harbour")
    open_page(world, group)
    world.meeting(group)
    browser = Browser(app)
    page = browser.get("/p/harbour/visit")
    # each address of one IPv6 household counts for the same network
    sent = [
        browser.client.post(
            "/p/harbour/visit",
            data={**VERA, "csrf_token": browser.token()},
            environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"},
        ).status_code
        for number in range(MOST + 1)
    ]
    assert 429 not in sent[:MOST]
    assert sent[MOST] == 429
    household = {"REMOTE_ADDR": "2001:db8::1"}
    assert browser.client.get("/p/harbour/visit", environ_base=household).status_code == 200
    assert browser.submit(page, VERA).status_code == 303
    assert "2001:db8" not in caplog.text
    assert "vera@example.org" not in caplog.text
