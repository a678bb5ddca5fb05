"""Setting and changing one's password."""

import pytest
from flask import Flask

from groupnet.core.db import db
from groupnet.people.models import ProofPurpose
from groupnet.people.passwords import verify_password
from groupnet.people.proofs import begin_proof, code_of
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.accounts import OTHER, ask_for, is_in, mailed_code, person_of

PAGE = "/account/password"


def fits(app: Flask, person_id: int, password: str) -> bool:
    stored = person_of(app, person_id).password_hash
    with app.app_context():
        return verify_password(password, stored)


def test_the_present_password_opens_the_way_to_another(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    anna = world.person("anna@example.org", password=PASSWORD)
    answer = browser.sign_in(anna).submit(PAGE, {"present_password": PASSWORD, "password": OTHER})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert fits(world.app, anna.id, OTHER)
    assert is_in(browser)
    note = mailbox.deliver_one()
    assert (note.to, note.subject) == ("anna@example.org", "Your password was changed")
    assert browser.get(note.link("password")).status_code in (200, 302)


def test_a_wrong_present_password_changes_nothing_and_is_not_shown_again(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    anna = world.person(password=PASSWORD)
    answer = browser.sign_in(anna).submit(PAGE, {"present_password": "a wrong one", "password": OTHER})
    assert answer.status_code == 422
    assert "not your current password" in answer.text
    assert "a wrong one" not in answer.text
    assert OTHER not in answer.text
    assert fits(world.app, anna.id, PASSWORD)
    assert not mailbox.deliver()


def test_T17_wrong_present_passwords_are_counted(world: World, browser: Browser) -> None:
    anna = world.person(password=PASSWORD)
    browser.sign_in(anna)
    wrong = {"present_password": "a wrong one", "password": OTHER}
    answers = [browser.submit(PAGE, wrong).text for _ in range(11)]
    assert "Too many tries" not in answers[8]
    assert "Too many tries" in answers[10]
    right = browser.submit(PAGE, {"present_password": PASSWORD, "password": OTHER})
    assert right.status_code == 422
    assert fits(world.app, anna.id, PASSWORD)


@pytest.mark.parametrize("chosen", ["seven77", "x" * 129, "password1", "harbourcircle", "Anna Berg 1"])
def test_T20_a_password_that_would_be_guessed_is_refused(world: World, browser: Browser, chosen: str) -> None:
    anna = world.person("anna@example.org", password=PASSWORD, name="Anna Berg")
    world.member(world.group(name="Harbour Circle"), person=anna, email="anna@example.org")
    answer = browser.sign_in(anna).submit(PAGE, {"present_password": PASSWORD, "password": chosen})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert fits(world.app, anna.id, PASSWORD)


def test_T23_all_other_browsers_and_a_copied_cookie_are_out(world: World, browser: Browser) -> None:
    anna = world.person(password=PASSWORD)
    away, copied = Browser(world.app).sign_in(anna), Browser(world.app)
    cookie = browser.sign_in(anna).client.get_cookie("groupnet")
    assert cookie
    copied.client.set_cookie("groupnet", cookie.value)
    assert is_in(away)
    assert is_in(copied)
    browser.submit(PAGE, {"present_password": PASSWORD, "password": OTHER})
    assert is_in(browser)
    assert not is_in(away)
    assert not is_in(copied)


def test_T19_what_was_mailed_before_is_over(world: World, browser: Browser, mailbox: Mailbox) -> None:
    anna = world.person("anna@example.org", password=PASSWORD)
    stranger = Browser(world.app)
    stranger.submit("/forgotten-password", {"email": "anna@example.org"})
    ask_for(browser.sign_in(anna), "new@example.org")
    mails = mailbox.deliver()
    reset = next(mail.link("/new-password/") for mail in mails if "/new-password/" in mail.text)
    new_address = next(mail.link("/account/address/") for mail in mails if mail.to == "new@example.org")
    assert stranger.get(reset).status_code == 200
    browser.submit(PAGE, {"present_password": PASSWORD, "password": OTHER})
    assert stranger.get(reset).status_code == 404
    assert stranger.get(new_address).status_code == 404


def test_who_has_no_password_sets_one_with_a_mailed_code(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    anna = world.person("anna@example.org")
    page = browser.sign_in(anna).get(PAGE)
    assert "present_password" not in page.text
    assert 'name="password"' not in page.text
    code = mailed_code(browser, mailbox, PAGE)
    answer = browser.submit(PAGE, {"code": f" {code[:3]} {code[3:]}", "password": OTHER})
    assert answer.status_code == 303
    assert fits(world.app, anna.id, OTHER)
    assert "Change your password" in browser.get(PAGE).text


def test_a_wrong_code_sets_none_and_five_tries_end_it(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    anna = world.person()
    code = mailed_code(browser.sign_in(anna), mailbox, PAGE)
    wrong = "111111" if code != "111111" else "222222"
    page = browser.get(PAGE)
    answers = [browser.submit(page, {"code": wrong, "password": OTHER}, action=PAGE) for _ in range(5)]
    assert all(answer.status_code == 422 for answer in answers)
    late = browser.submit(page, {"code": code, "password": OTHER}, action=PAGE)
    assert late.status_code == 422
    assert "This code is over" in late.text
    assert person_of(world.app, anna.id).password_hash is None


def test_a_code_works_in_the_browser_that_asked_for_it_only(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    anna = world.person()
    code = mailed_code(browser.sign_in(anna), mailbox, PAGE)
    other = Browser(world.app).sign_in(anna)
    assert other.post(PAGE, {"code": code, "password": OTHER}).status_code == 422
    assert person_of(world.app, anna.id).password_hash is None


def test_a_code_mailed_for_something_else_or_to_somebody_else_does_not_do(
    world: World, browser: Browser, app: Flask
) -> None:
    anna, bert = world.person(), world.person()
    browser.sign_in(anna)
    with app.app_context():
        foreign = begin_proof(purpose=ProofPurpose.CHANGE, email=bert.email, person_id=bert.id)
        other = begin_proof(purpose=ProofPurpose.SIGN_IN, email=anna.email)
        assert foreign
        assert other
        codes = {foreign.id: code_of(foreign), other.id: code_of(other)}
        db.session.commit()
    for proof_id, code in codes.items():
        with browser.client.session_transaction() as kept:
            kept["asked_to_change"] = proof_id
        assert browser.post(PAGE, {"code": code, "password": OTHER}).status_code == 422
    assert person_of(world.app, anna.id).password_hash is None


def test_T12_more_fields_than_the_form_has_change_nothing(world: World, browser: Browser) -> None:
    anna, bert = world.person("anna@example.org", password=PASSWORD), world.person("bert@example.org")
    extra = {"person_id": bert.id, "email": "x@example.org", "email_proven_at": "2020-01-01", "name": "X"}
    data = {"present_password": PASSWORD, "password": OTHER, **extra}
    assert browser.sign_in(anna).submit(PAGE, data).status_code == 303
    kept = person_of(world.app, anna.id)
    assert (kept.email, kept.email_proven_at, kept.name) == ("anna@example.org", None, "Somebody")
    assert person_of(world.app, bert.id).password_hash is None


def test_nobody_else_comes_here(browser: Browser) -> None:
    for page in ("password", "address", "devices", "second-step", "second-step/set-up"):
        assert "/sign-in" in browser.get(f"/account/{page}").location
