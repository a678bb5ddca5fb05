"""Twenty identical posts of the account's forms."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from groupnet.core.clock import utc_now
from groupnet.people.models import Person
from groupnet.people.service import open_account
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.accounts import OTHER, app_code, person_of, set_up

TIMES = 20
PROOF = {"present_password": PASSWORD}


@pytest.fixture
def _addresses_are_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second step is for accounts whose address is their owner's."""

    def open_proven(**fields: Any) -> Person:
        person = open_account(**fields)
        person.email_proven_at = utc_now()
        return person

    monkeypatch.setattr("tests.factories.open_account", open_proven)


def signed_in(world: World, browser: Browser, password: str | None = PASSWORD) -> Person:
    anna = world.person("anna@example.org", password=password)
    browser.sign_in(anna)
    return anna


def send_often(browser: Browser, path: str, data: dict[str, str]) -> list[TestResponse]:
    page = browser.get(path)
    return [browser.submit(page, data, action=path) for _ in range(TIMES)]


def test_T46_one_new_address_is_asked_for_once(world: World, browser: Browser, mailbox: Mailbox) -> None:
    signed_in(world, browser)
    answers = send_often(browser, "/account/address", {"email": "new@example.org", **PROOF})
    assert {answer.status_code for answer in answers} == {303}
    assert sorted(mail.to for mail in mailbox.deliver()) == ["anna@example.org", "new@example.org"]


def test_T46_one_code_and_one_link_are_mailed(world: World, browser: Browser, mailbox: Mailbox) -> None:
    signed_in(world, browser, password=None)
    for path, page in (
        ("/account/code", "/account/password"),
        ("/account/address/confirm", "/account/address"),
    ):
        shown = browser.get(page)
        answers = [browser.submit(shown, {}, action=path) for _ in range(TIMES)]
        assert {answer.status_code for answer in answers} == {303}
        assert len(mailbox.deliver()) == 1


def test_T46_one_change_of_password(world: World, browser: Browser, mailbox: Mailbox) -> None:
    anna = signed_in(world, browser)
    page = browser.get("/account/password")
    data = {"password": OTHER, **PROOF, "csrf_token": browser.token()}
    before = person_of(world.app, anna.id).password_hash
    first = browser.submit(page, {"password": OTHER, **PROOF})
    assert first.status_code == 303
    changed = person_of(world.app, anna.id).password_hash
    assert changed != before
    answers = [browser.post("/account/password", {**data, "csrf_token": browser.token()}) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {422}
    assert person_of(world.app, anna.id).password_hash == changed
    assert len(mailbox.deliver()) == 1


def test_the_same_password_again_is_no_change(world: World, browser: Browser, mailbox: Mailbox) -> None:
    signed_in(world, browser)
    answer = browser.submit("/account/password", {"password": PASSWORD, **PROOF})
    assert answer.status_code == 422
    assert "the same again" in answer.text
    assert not mailbox.deliver()


@pytest.mark.usefixtures("_addresses_are_proven")
def test_T46_the_second_step_is_turned_on_renewed_and_off_once(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    anna = signed_in(world, browser)
    page = browser.get("/account/second-step/set-up")
    data = {"app_code": app_code(page), **PROOF}
    answers = [browser.submit(page, data) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 422, 422]
    assert len(mailbox.deliver()) == 1
    send_often(browser, "/account/second-step/codes", PROOF)
    assert len(mailbox.deliver()) == 1
    page = browser.get("/account/second-step/off")
    assert {browser.submit(page, PROOF).status_code for _ in range(3)} == {303}
    assert len(mailbox.deliver()) == 1
    assert not person_of(world.app, anna.id).has_second_factor


@pytest.mark.usefixtures("_addresses_are_proven")
def test_the_codes_that_are_shown_last_are_the_ones_that_work(world: World, browser: Browser) -> None:
    signed_in(world, browser)
    set_up(browser)
    answers = send_often(browser, "/account/second-step/codes", PROOF)
    assert len({answer.text for answer in answers}) == TIMES
    assert "10 recovery codes left of 10" in browser.get("/account/second-step").text
