"""Using a joining link."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from groupnet.groups.models import Group
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.groups.newcomers import (
    EMAIL,
    expected,
    fits,
    join_by_code,
    link_for,
    now,
    password_of,
    proven_at,
    without_mail,
)
from tests.mailbox import Mailbox

TOKENS = re.compile(r'name="(csrf_token|submission_key)"[^>]*>|nonce="[^"]*"')


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


def test_one_whose_address_nobody_knows_is_asked_for_it_and_proves_it(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    member = expected(world, harbour, email=None)
    link = link_for(world, member)
    assert 'type="password"' not in browser.get(link).text
    for typed, words in (("", "Type your e-mail address"), ("anna at home", "not an e-mail address")):
        answer = browser.submit(link, {"email": typed}, action=f"{link}/code")
        assert answer.status_code == 422
        assert words in answer.text
    assert mailbox.deliver() == []
    answer = join_by_code(browser, mailbox, link, "Anna@Example.org ")
    assert answer.location == "/g/harbour/"
    assert now(world, member).email == EMAIL
    assert proven_at(world, EMAIL) is not None


def test_without_a_mail_server_such_an_address_comes_with_a_password(
    world: World, browser: Browser, harbour: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_mail(world.app, monkeypatch)
    member = expected(world, harbour, email=None)
    link = link_for(world, member)
    for typed, words in (("", "Type your e-mail address"), ("anna at home", "not an e-mail address")):
        answer = browser.submit(link, {"email": typed, "password": PASSWORD})
        assert answer.status_code == 422
        assert words in answer.text
        assert PASSWORD not in answer.text
    assert "/code" not in answer.text
    answer = browser.submit(answer, {"email": "Anna@Example.org ", "password": PASSWORD})
    assert answer.location == "/g/harbour/"
    assert now(world, member).email == EMAIL
    assert proven_at(world, EMAIL) is None, "a password proves no address"


def test_an_address_that_somebody_else_in_the_group_has_is_refused(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    world.member(harbour, "Ben", account=False, email="ben@example.org")
    member = expected(world, harbour, email=None)
    answer = join_by_code(browser, mailbox, link_for(world, member), "ben@example.org")
    assert answer.status_code == 422
    assert "already has this e-mail address" in answer.text
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
    assert "type that account&#39;s password" in answer.text
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


@pytest.mark.parametrize("email", [None, EMAIL])
@pytest.mark.parametrize("password", ["", "short", "Harbour2026", "password1", "x" * 129])
def test_T16_a_password_that_will_not_do_is_refused_alike_whether_or_not_there_is_an_account(
    world: World,
    app: Flask,
    harbour: Group,
    email: str | None,
    password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if email is None:
        without_mail(app, monkeypatch)
    link = link_for(world, expected(world, harbour, email=email))
    typed = {"password": password} | ({} if email else {"email": EMAIL})
    pages = []
    for has_account in (False, True):
        if has_account:
            world.person(EMAIL, password=PASSWORD)
        answer = Browser(app).submit(link, typed)
        assert answer.status_code == 422
        pages.append(TOKENS.sub("", answer.text[answer.text.index("<body") :]))
    assert pages[0] == pages[1]


def counted(slow: Callable[..., Any], worked: list[str]) -> Callable[..., Any]:
    """The same work, with a note each time it is done."""

    def work(*given: Any) -> Any:
        worked.append("once")
        return slow(*given)

    return work


def test_T16_either_way_one_password_is_hashed_and_the_sentence_names_no_account(
    world: World, app: Flask, harbour: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_mail(app, monkeypatch)
    world.person(EMAIL, password=PASSWORD)
    link = link_for(world, expected(world, harbour, email=None))
    worked: list[str] = []
    for name in ("hash", "verify"):
        slow = getattr(PasswordHasher, name)
        monkeypatch.setattr(PasswordHasher, name, counted(slow, worked))
    for password in ("", "short"):
        Browser(app).submit(link, {"email": EMAIL, "password": password})
    assert worked == [], "not before the password will do"
    answer = Browser(app).submit(link, {"email": EMAIL, "password": "some other words"})
    assert worked == ["once"]
    assert "do not fit together, or the address has an account already" in answer.text
    assert "Password of your account" not in answer.text
    worked.clear()
    assert Browser(app).submit(link, {"email": "n@example.org", "password": PASSWORD}).status_code == 303
    assert worked == ["once"]


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
    assert ">Join Harbour</button>" in page.text
    assert page.text.count("Anna Smith") == 1
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
    assert ">Join Harbour</button>" not in page.text
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
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    world.member(harbour, "Anna First", person=world.person(EMAIL, password=PASSWORD), email="f@example.org")
    second = expected(world, harbour, "Anna Second", email=None)
    answer = join_by_code(browser, mailbox, link_for(world, second), EMAIL)
    assert answer.status_code == 422
    assert "This account is in the group already, as Anna First." in answer.text
