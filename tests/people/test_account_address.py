"""Proving one's address, and having another one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.outbox.models import OutgoingMail
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.accounts import ask_for, is_in, mailed_code, person_of

PAGE = "/account/address"
OLD, NEW = "anna@example.org", "new@example.org"
LINK = "/account/address/"


@pytest.fixture
def anna(world: World, browser: Browser) -> Person:
    """Signed in, with a password."""
    person = world.person(OLD, password=PASSWORD, name="Anna")
    browser.sign_in(person)
    return person


def link_to(mailbox: Mailbox, address: str) -> str:
    return next(mail.link(LINK) for mail in mailbox.deliver() if mail.to == address)


def test_T21_it_takes_the_password_and_the_old_address_is_told_at_once(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    refused = ask_for(browser, NEW, present_password="a wrong one")
    assert refused.status_code == 422
    assert f'value="{NEW}"' in refused.text
    assert not mailbox.deliver()
    assert ask_for(browser, NEW).status_code == 303
    mails = {mail.to: mail for mail in mailbox.deliver()}
    assert set(mails) == {OLD, NEW}
    assert NEW in mails[OLD].text
    assert LINK not in mails[OLD].text
    assert person_of(browser.app, anna.id).email == OLD
    assert NEW in browser.get(PAGE).text


def test_T21_T26_the_link_shows_a_button_and_only_the_button_changes_the_address(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    away = Browser(browser.app).sign_in(anna)
    ask_for(browser, NEW)
    link = link_to(mailbox, NEW)
    page = browser.get(link)
    assert NEW in page.text
    assert person_of(browser.app, anna.id).email == OLD
    answer = browser.submit(page, {})
    assert (answer.status_code, answer.location) == (303, PAGE)
    changed = person_of(browser.app, anna.id)
    assert changed.email == NEW
    assert changed.email_proven_at is not None
    assert is_in(browser)
    assert not is_in(away)
    told = mailbox.deliver_one()
    assert (told.to, NEW in told.text) == (OLD, True)
    assert browser.get(link).status_code == 404


def test_the_link_works_in_a_browser_that_is_not_signed_in(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    ask_for(browser, NEW)
    phone = Browser(browser.app)
    answer = phone.submit(link_to(mailbox, NEW), {})
    assert answer.location == "/sign-in"
    assert "You sign in with it" in phone.get("/sign-in").text
    assert not is_in(browser)
    assert person_of(browser.app, anna.id).email == NEW


def test_T16_an_address_with_an_account_gets_the_same_answer_and_only_its_owner_reads_why(
    world: World, anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    world.person("taken@example.org")
    answers = [ask_for(browser, email) for email in ("taken@example.org", "free@example.org")]
    assert [answer.status_code for answer in answers] == [303, 303]
    with browser.app.app_context():
        kinds = [mail.kind for mail in db.session.execute(select(OutgoingMail)).scalars()]
    assert sorted(kinds[:2]) == sorted(kinds[2:])
    mails = mailbox.deliver()
    assert next(mail.link(LINK) for mail in mails if mail.to == "free@example.org")
    assert not [mail for mail in mails if mail.to == "taken@example.org" and LINK in mail.text]


def test_the_owner_of_an_address_with_an_account_is_told(
    world: World, anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    world.person("taken@example.org")
    ask_for(browser, "taken@example.org")
    (note,) = [mail for mail in mailbox.deliver() if mail.to == "taken@example.org"]
    assert "has an account already" in note.subject
    assert OLD not in note.text
    assert LINK not in note.text


def test_an_address_that_got_an_account_meanwhile_is_left_alone(
    world: World, anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    ask_for(browser, NEW)
    link = link_to(mailbox, NEW)
    world.person(NEW)
    answer = browser.submit(link, {})
    assert answer.status_code == 422
    assert "has an account of its own by now" in answer.text
    assert person_of(browser.app, anna.id).email == OLD
    assert is_in(browser)
    assert not mailbox.deliver()


def test_the_link_ends_after_a_day_and_with_the_next_one(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 7, tzinfo=UTC), tick=False) as clock:
        browser.sign_in(anna)
        ask_for(browser, NEW)
        first = link_to(mailbox, NEW)
        ask_for(browser, "newer@example.org")
        second = link_to(mailbox, "newer@example.org")
        assert browser.get(first).status_code == 404
        assert browser.get(second).status_code == 200
        clock.shift(timedelta(days=1, seconds=1))
        assert browser.get(second).status_code == 404
        assert browser.post(second).status_code == 404
    assert person_of(browser.app, anna.id).email == OLD


def test_a_forged_link_opens_nothing(anna: Person, browser: Browser) -> None:
    assert browser.get(f"{LINK}WzEsIm4iXQ.forged").status_code == 404
    assert browser.post(f"{LINK}WzEsIm4iXQ.forged").status_code == 404


def test_a_new_password_by_mail_takes_the_request_for_a_new_address_back(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    ask_for(browser, NEW)
    mails = {mail.to: mail for mail in mailbox.deliver()}
    owner = Browser(browser.app)
    owner.submit(mails[OLD].link("password"), {"email": OLD})
    owner.submit(mailbox.deliver_one().link("/new-password/"), {"password": "mine again for good"})
    assert browser.post(mails[NEW].link(LINK)).status_code == 404
    assert person_of(browser.app, anna.id).email == OLD


def test_memberships_with_the_old_address_follow_where_the_new_one_is_free(
    world: World, anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    harbour, lake, hill = (world.group(name) for name in ("harbour", "lake", "hill"))
    follows = world.member(harbour, person=anna, email=OLD)
    own = world.member(lake, person=anna, email="anna@work.example.org")
    taken = world.member(hill, person=anna, email=OLD)
    other = world.member(hill, "Another", account=False, email=NEW)
    ask_for(browser, NEW)
    browser.submit(link_to(mailbox, NEW), {})
    expected = {follows: NEW, own: "anna@work.example.org", taken: OLD, other: NEW}
    assert {one.id: email_of(world, one) for one in expected} == {
        one.id: email for one, email in expected.items()
    }


def email_of(world: World, membership: Membership) -> str | None:
    with world.inside(membership):
        return db.session.execute(select(Membership.email).where(Membership.id == membership.id)).scalar_one()


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Type the address"), ("no address", "not an e-mail"), (OLD, "already")]
)
def test_what_is_no_new_address_is_said_at_its_field(
    anna: Person, browser: Browser, mailbox: Mailbox, typed: str, said: str
) -> None:
    answer = ask_for(browser, typed, present_password=PASSWORD)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="email-error"' in answer.text
    assert PASSWORD not in answer.text
    assert not mailbox.deliver()


def test_who_has_no_password_shows_a_mailed_code(world: World, browser: Browser, mailbox: Mailbox) -> None:
    bert = world.person("bert@example.org")
    code = mailed_code(browser.sign_in(bert), mailbox, PAGE)
    assert ask_for(browser, NEW, code="000000" if code != "000000" else "1").status_code == 422
    assert ask_for(browser, NEW, code=code).status_code == 303
    browser.submit(link_to(mailbox, NEW), {})
    assert person_of(browser.app, bert.id).email == NEW


def test_an_address_that_was_never_proven_is_confirmed_by_a_link(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    assert "Not confirmed yet" in browser.get(PAGE).text
    browser.submit(PAGE, {}, action="/account/address/confirm")
    link = link_to(mailbox, OLD)
    assert person_of(browser.app, anna.id).email_proven_at is None
    answer = browser.submit(link, {})
    assert answer.location == PAGE
    assert person_of(browser.app, anna.id).email_proven_at is not None
    page = browser.get(PAGE).text
    assert "Not confirmed yet" not in page
    assert "is confirmed" in page


def test_a_link_to_confirm_an_address_of_before_confirms_nothing(
    anna: Person, browser: Browser, mailbox: Mailbox, app: Flask
) -> None:
    browser.submit(PAGE, {}, action="/account/address/confirm")
    link = link_to(mailbox, OLD)
    with app.app_context():
        db.session.execute(update(Person).where(Person.id == anna.id).values(email=NEW))
        db.session.commit()
    answer = browser.submit(link, {})
    assert answer.status_code == 422
    assert person_of(app, anna.id).email_proven_at is None


def test_many_links_to_one_address_are_refused_with_what_to_do(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    answers = []
    with time_machine.travel(datetime(2026, 3, 2, 7, tzinfo=UTC), tick=False) as clock:
        browser.sign_in(anna)
        for _ in range(6):
            answers.append(ask_for(browser, NEW))
            clock.shift(timedelta(minutes=1))
    assert [answer.status_code for answer in answers] == [303] * 5 + [422]
    assert "wait an hour" in answers[-1].text
    assert len([mail for mail in mailbox.deliver() if mail.to == NEW]) <= 5


def test_T12_the_link_takes_nothing_but_its_token(
    world: World, anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    bert = world.person("bert@example.org")
    ask_for(browser, NEW)
    browser.submit(link_to(mailbox, NEW), {"email": "x@example.org", "person_id": bert.id})
    assert person_of(browser.app, anna.id).email == NEW
    assert person_of(browser.app, bert.id).email == "bert@example.org"


def test_two_who_take_one_address_at_once_are_kept_apart_by_the_database(
    world: World, anna: Person, browser: Browser, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(browser, NEW)
    link = link_to(mailbox, NEW)
    world.person(NEW)
    monkeypatch.setattr("groupnet.people.service.addresses.find_person", lambda email: None)
    answer = browser.submit(link, {})
    assert answer.status_code == 422
    assert "has an account of its own by now" in answer.text
    assert person_of(browser.app, anna.id).email == OLD
