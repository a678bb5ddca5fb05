"""The link of a mailed invitation."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from groupnet.audit.models import Action
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Status
from groupnet.groups.periods import Span
from groupnet.groups.queries import get_membership, list_periods
from groupnet.groups.roles import Right
from groupnet.groups.service import add_member
from groupnet.people.models import Person
from groupnet.people.queries import find_person
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.groups.guests import acts_in, invite_one
from tests.groups.newcomers import (
    EMAIL,
    code_in,
    expected,
    fits,
    link_for,
    mailed_link_for,
    now,
    password_of,
    proven_at,
)
from tests.mailbox import Mailbox


def test_one_without_an_account_is_in_with_a_name_alone(
    world: World, browser: Browser, harbour: Group
) -> None:
    with world.inside(harbour):
        member = add_member(name="Anna", email=EMAIL, status=Status.INVITED)
        db.session.commit()
    page = browser.get(mailed_link_for(world, member))
    assert 'value="Anna"' in page.text
    assert "Or leave it empty" in page.text
    answer = browser.submit(page, {"name": "Anna Smith"})
    assert answer.location == "/g/harbour/"
    assert "Welcome to Harbour" in browser.get("/g/harbour/").text
    joined = now(world, member)
    assert joined.name == "Anna Smith"
    assert password_of(world, EMAIL) is None
    assert proven_at(world, EMAIL) is not None
    with world.inside(harbour):
        spans = [Span.of(period) for period in list_periods([member.id])[member.id]]
    assert spans == [Span(Status.ACTIVE, world.today, None)]
    assert acts_in(world, harbour, Action.MEMBER_JOINED) == [(member.id, member.id)]


def test_who_joined_without_a_password_signs_in_by_a_mailed_code(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    browser.submit(mailed_link_for(world, expected(world, harbour)), {"name": "Anna"})
    again = Browser(world.app)
    page = again.submit("/sign-in", {"email": EMAIL, "way": "code"}, action="/sign-in")
    assert page.status_code == 303
    code = code_in(mailbox.deliver_one())
    answer = again.submit(page.location, {"code": code}, action="/sign-in/code")
    assert answer.status_code == 303
    assert again.get("/g/harbour/").status_code == 200


def test_a_password_may_be_chosen_there(world: World, browser: Browser, harbour: Group) -> None:
    link = mailed_link_for(world, expected(world, harbour))
    assert browser.submit(link, {"name": "Anna", "password": PASSWORD}).location == "/g/harbour/"
    assert fits(world, EMAIL, PASSWORD)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "Type your name"),
        ({"name": "Anna", "password": "short"}, "A password has 8 to 128 characters"),
        ({"name": "Anna", "password": "Harbour2026"}, "guessed at once"),
    ],
)
def test_T20_what_will_not_do_is_refused(
    world: World, browser: Browser, harbour: Group, typed: dict[str, str], words: str
) -> None:
    member = expected(world, harbour)
    answer = browser.submit(mailed_link_for(world, member), typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert now(world, member).person_id is None


def test_a_wrong_name_and_a_wrong_password_are_told_at_once(
    world: World, browser: Browser, harbour: Group
) -> None:
    answer = browser.submit(mailed_link_for(world, expected(world, harbour)), {"name": " ", "password": "x"})
    assert answer.status_code == 422
    for at, words in (("name", "Type your name"), ("password", "A password has 8 to 128 characters")):
        assert f'href="#{at}">{words}' in answer.text
        assert f'id="{at}-error"' in answer.text


def test_the_page_says_who_invites_and_with_which_words(
    world: World, browser: Browser, harbour: Group, mailbox: Mailbox
) -> None:
    chiara = world.member(harbour, "Chiara Russo", rights=(Right.ORGANISER,))
    invite_one(Browser(world.app).sign_in(chiara), EMAIL, "Anna Smith", note="You would fit in well.")
    link = mailbox.deliver_one().link("/join/")
    page = browser.get(link).text
    assert "Chiara Russo invites you:" in page
    assert "You would fit in well." in page
    assert page.count("Anna Smith") == 1
    with world.inside(harbour):
        get_membership(chiara.id).erased_at = utc_now()
        db.session.commit()
    assert "Chiara" not in browser.get(link).text


def test_a_mailed_link_is_no_way_round_the_password_of_an_account(
    world: World, browser: Browser, harbour: Group
) -> None:
    world.person(EMAIL, password=PASSWORD)
    member = expected(world, harbour)
    link = mailed_link_for(world, member)
    page = browser.get(link)
    assert "There is an account for anna@example.org already" in page.text
    assert 'type="password"' not in page.text
    for typed in ({"name": "Anna"}, {"name": "Anna", "password": PASSWORD}, {"password": PASSWORD}):
        assert browser.post(link, typed).location == link
        assert browser.post(f"{link}/code", typed).location == link
    assert now(world, member).person_id is None
    assert browser.get("/groups").status_code == 302


def test_it_leads_by_way_of_signing_in_to_one_button(world: World, browser: Browser, harbour: Group) -> None:
    person = world.person(EMAIL, password=PASSWORD)
    member = expected(world, harbour)
    link = mailed_link_for(world, member)
    assert f"/sign-in?next={link}" in browser.get(link).text
    sign_in = browser.get(f"/sign-in?next={link}")
    answer = browser.submit(sign_in, {"email": EMAIL, "password": PASSWORD}, action="/sign-in")
    assert answer.location == link
    assert browser.submit(link, {}, action=link).location == "/g/harbour/"
    assert now(world, member).person_id == person.id
    assert proven_at(world, EMAIL) is not None


def test_one_signed_in_with_another_address_cannot_take_it(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour)
    link = mailed_link_for(world, member)
    browser.sign_in(world.person("other@example.org"))
    page = browser.get(link)
    assert "you are signed in as other@example.org" in page.text
    assert browser.post(link).status_code == 422
    assert now(world, member).person_id is None
    browser.submit(page, {}, action="/sign-out")
    assert browser.submit(link, {"name": "Anna"}).location == "/g/harbour/"


def test_a_link_to_hand_over_proves_nothing_and_cannot_be_made_into_a_mailed_one(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour)
    mailed = mailed_link_for(world, member)
    handed = link_for(world, member)
    assert 'name="name"' not in browser.get(handed).text
    assert browser.post(handed, {"name": "Anna"}).status_code == 422
    body, _, signature = mailed.rpartition(".")
    forged = handed.rpartition(".")[0] + "." + signature
    for link in (mailed, forged, body + "." + handed.rpartition(".")[2]):
        assert browser.get(link).status_code == 404
    assert now(world, member).person_id is None


def test_the_copied_link_and_the_mailed_one_are_one_invitation(
    world: World, app: Flask, harbour: Group
) -> None:
    from groupnet.groups.links import joining_address
    from groupnet.groups.queries import find_open_invitation

    member = expected(world, harbour)
    mailed = mailed_link_for(world, member)
    with world.inside(harbour):
        invitation = find_open_invitation(member.id)
        assert invitation
        handed = "/" + joining_address(invitation).split("/", 3)[3]
    assert Browser(app).submit(handed, {"password": PASSWORD}).location == "/g/harbour/"
    assert proven_at(world, EMAIL) is None, "what was handed over proves no address"
    assert Browser(app).get(mailed).status_code == 404


def test_an_account_opened_meanwhile_is_not_taken_over(
    world: World, browser: Browser, harbour: Group
) -> None:
    member = expected(world, harbour)
    link = mailed_link_for(world, member)
    page = browser.get(link)
    world.person(EMAIL, password=PASSWORD)
    answer = browser.submit(page, {"name": "Mallory", "password": "some other words"})
    assert answer.location == link
    assert fits(world, EMAIL, PASSWORD)
    assert now(world, member).person_id is None


def test_T26_opening_a_mailed_link_uses_nothing_up(world: World, app: Flask, harbour: Group) -> None:
    link = mailed_link_for(world, expected(world, harbour))
    for _ in range(3):
        assert Browser(app).get(link).status_code == 200
    with app.app_context():
        assert find_person(EMAIL) is None


def test_T35_the_mail_leads_to_the_configured_address(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    from groupnet.groups.roles import Right
    from tests.groups.guests import invite_one

    invite_one(browser.sign_in(world.member(harbour, rights=(Right.ADMIN,))))
    sent = mailbox.deliver_one()
    assert all(link.startswith("http://127.0.0.1:8000/join/") for link in sent.links)
    assert browser.client.get("/g/harbour/invitations", headers={"Host": "evil.example"}).status_code == 400


def test_T42_no_link_no_code_and_no_address_stands_in_a_log(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group, caplog: pytest.LogCaptureFixture
) -> None:
    from groupnet.groups.roles import Right
    from tests.groups.guests import GRACE, invite_one
    from tests.groups.newcomers import join_by_code

    caplog.set_level(logging.INFO)
    invite_one(browser.sign_in(world.member(harbour, rights=(Right.ADMIN,))), note="a private word")
    link = mailbox.deliver_one().link("/join/")
    Browser(world.app).submit(link, {"name": "Grace"})
    handed = link_for(world, expected(world, harbour, email=None))
    join_by_code(Browser(world.app), mailbox, handed, EMAIL)
    code = code_in(mailbox.sent[-1])
    for secret in (link, handed, code, GRACE, EMAIL, "a private word"):
        assert secret not in caplog.text


@pytest.mark.commits
def test_a_mailed_link_used_by_many_at_once_lets_one_in(own_app: Flask) -> None:
    world = World(own_app)
    member = world.member(world.group("harbour"), account=False, email=EMAIL)
    link = mailed_link_for(world, member)
    browsers = [Browser(own_app) for _ in range(6)]
    pages = [browser.get(link) for browser in browsers]

    def use(number: int) -> str:
        answer = browsers[number].submit(pages[number], {"name": f"Anna {number}"})
        return answer.location or str(answer.status_code)

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(use, range(6)))
    assert answers.count("/g/harbour/") == 1, answers
    assert set(answers) <= {"/g/harbour/", "404", "409", "422", link}
    with world.inside(member):
        assert len(db.session.query(Person).all()) == 1
        assert get_membership(member.id).person_id is not None


def test_one_who_follows_a_second_step_comes_back_to_one_button(
    world: World, browser: Browser, mailbox: Mailbox, harbour: Group
) -> None:
    person = world.person(EMAIL, password=PASSWORD)
    with world.app.app_context():
        found = find_person(EMAIL)
        assert found
        found.totp_nonce, found.totp_confirmed_at = "n" * 32, utc_now()
        db.session.commit()
    member = expected(world, harbour)
    link = link_for(world, member)
    answer = browser.submit(link, {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in/second-step")
    assert now(world, member).person_id is None, "nothing happens before the second step"
    assert browser.get("/groups").status_code == 302
    assert browser.sign_in(person).submit(link, {}, action=link).location == "/g/harbour/"
