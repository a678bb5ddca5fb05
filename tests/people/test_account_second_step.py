"""Setting up the second step, its recovery codes, and turning it off."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import Person, RecoveryCode
from groupnet.people.second_factor import use_recovery_code, use_totp
from groupnet.people.service import open_account
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.people.accounts import app_code, mailed_code, person_of, set_up

PAGE = "/account/second-step"
SET_UP = f"{PAGE}/set-up"
CODES = f"{PAGE}/codes"
OFF = f"{PAGE}/off"
PRINTED = re.compile(r"\d{4} \d{4} \d{4}")
PROOF = {"present_password": PASSWORD}


@pytest.fixture(autouse=True)
def _addresses_are_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second step is for accounts whose address is their owner's."""

    def open_proven(**fields: Any) -> Person:
        person = open_account(**fields)
        person.email_proven_at = utc_now()
        return person

    monkeypatch.setattr("tests.factories.open_account", open_proven)


@pytest.fixture
def anna(world: World, browser: Browser) -> Person:
    """Signed in, with a password."""
    person = world.person("anna@example.org", password=PASSWORD, name="Anna")
    browser.sign_in(person)
    return person


def hashes_of(browser: Browser, person: Person) -> list[str]:
    with browser.app.app_context():
        query = select(RecoveryCode.code_hash).where(RecoveryCode.person_id == person.id)
        return list(db.session.execute(query).scalars())


def opens(browser: Browser, person: Person, code: str) -> bool:
    """Whether a recovery code works; it is not used up."""
    with browser.app.app_context():
        works = use_recovery_code(person, code)
        db.session.rollback()
        return works


def test_the_page_shows_a_picture_and_a_key_to_type(anna: Person, browser: Browser) -> None:
    assert "It is off" in browser.get(PAGE).text
    page = browser.get(SET_UP).text
    assert 'src="data:image/png;base64,' in page
    assert re.search(r'id="secret">([A-Z2-7]{4} ){7}[A-Z2-7]{4}<', page)
    assert "otpauth://totp/127.0.0.1:anna%40example.org?secret=" in page
    assert "issuer=127.0.0.1" in page


def test_T26_opening_the_page_keeps_nothing(anna: Person, browser: Browser) -> None:
    first, second = app_code(browser.get(SET_UP)), app_code(browser.get(SET_UP))
    assert first != second, "each visit shows a key of its own"
    assert person_of(browser.app, anna.id).totp_nonce is None


def test_the_code_of_the_app_turns_it_on_and_ten_codes_are_shown_once(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    answer = set_up(browser)
    codes = PRINTED.findall(re.search(r'<pre class="codes"[^>]*>([^<]+)', answer.text)[1])  # type: ignore[index]
    assert len(set(codes)) == 10
    assert person_of(browser.app, anna.id).has_second_factor
    assert all(opens(browser, anna, code) for code in codes)
    page = browser.get(PAGE).text
    assert "10 recovery codes left of 10" in page
    assert codes[0] not in page
    note = mailbox.deliver_one()
    assert (note.to, note.subject) == ("anna@example.org", "Your second step is on")
    assert codes[0] not in note.text


def test_T18_recovery_codes_are_stored_as_keyed_hashes(anna: Person, browser: Browser) -> None:
    codes = PRINTED.findall(set_up(browser).text)
    stored = hashes_of(browser, anna)
    assert len(stored) == 10
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in stored)
    assert not [code for code in codes if code.replace(" ", "") in "".join(stored)]


def test_T18_the_code_that_turned_it_on_is_used_up(anna: Person, browser: Browser) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 7, tzinfo=UTC), tick=False):
        browser.sign_in(anna)
        page = browser.get(SET_UP)
        code = app_code(page)
        browser.submit(page, {"app_code": code, **PROOF})
        with browser.app.app_context():
            person = db.session.execute(select(Person).where(Person.id == anna.id)).scalar_one()
            assert not use_totp(person, code)


@pytest.mark.parametrize(
    ("field", "said"), [("app_code", "not the code in the app"), ("present_password", "not your")]
)
def test_without_the_right_code_and_password_it_stays_off(
    anna: Person, browser: Browser, mailbox: Mailbox, field: str, said: str
) -> None:
    page = browser.get(SET_UP)
    data = {"app_code": app_code(page), **PROOF, field: "123"}
    answer = browser.submit(page, data)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="{field}-error"' in answer.text
    assert not person_of(browser.app, anna.id).has_second_factor
    assert not mailbox.deliver()
    again = browser.submit(answer, {"app_code": app_code(answer), **PROOF})
    assert again.status_code == 200, "the key that the app has read is still the page's"


def test_a_key_that_was_shown_to_somebody_else_or_long_ago_is_not_taken(
    world: World, anna: Person, browser: Browser
) -> None:
    other = Browser(browser.app).sign_in(world.person(password=PASSWORD))
    theirs = other.get(SET_UP)
    foreign = re.search(r'name="offer"[^>]+value="([^"]+)"', theirs.text)
    assert foreign
    data = {"app_code": app_code(theirs), **PROOF}
    answers = [browser.post(SET_UP, {**data, "offer": offer}) for offer in (foreign[1], "forged", "")]
    assert [answer.location for answer in answers] == [SET_UP] * 3
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1, seconds=1)):
        late = browser.post(SET_UP, {**data, "offer": foreign[1]})
        assert late.location == SET_UP
    assert not person_of(browser.app, anna.id).has_second_factor


def test_another_phone_takes_over_and_the_old_one_is_dead(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    old = PRINTED.findall(set_up(browser).text)
    before = person_of(browser.app, anna.id)
    set_up(browser)
    after = person_of(browser.app, anna.id)
    assert before.totp_nonce != after.totp_nonce
    assert not any(opens(browser, anna, code) for code in old)
    assert [mail.subject for mail in mailbox.deliver()][-1] == "Your second step was moved"


def test_new_codes_end_the_old_ones(anna: Person, browser: Browser, mailbox: Mailbox) -> None:
    old = PRINTED.findall(set_up(browser).text)
    refused = browser.submit(CODES, {"present_password": "a wrong one"})
    assert refused.status_code == 422
    assert opens(browser, anna, old[0])
    new = PRINTED.findall(browser.submit(CODES, PROOF).text)
    assert len(set(new)) == 10
    assert opens(browser, anna, new[0])
    assert not opens(browser, anna, old[0])
    assert [mail.subject for mail in mailbox.deliver()][-1] == "You have new recovery codes"


def test_the_codes_can_be_taken_along_as_a_file(anna: Person, browser: Browser) -> None:
    page = set_up(browser)
    codes = PRINTED.findall(page.text)[:10]
    file = browser.submit(page, {}, action=f"{CODES}/file")
    assert file.headers["Content-Disposition"] == "attachment; filename=recovery-codes.txt"
    assert file.mimetype == "text/plain"
    assert PRINTED.findall(file.text) == codes
    planted = browser.post(f"{CODES}/file", {"codes": "<b>,0000 0000 0000,x"})
    assert "<b>" not in planted.text


def test_turning_it_off_takes_the_password_and_is_told(
    anna: Person, browser: Browser, mailbox: Mailbox
) -> None:
    set_up(browser)
    mailbox.deliver()
    assert browser.submit(OFF, {"present_password": "a wrong one"}).status_code == 422
    assert person_of(browser.app, anna.id).has_second_factor
    assert browser.submit(OFF, PROOF).location == PAGE
    off = person_of(browser.app, anna.id)
    assert (off.totp_nonce, off.totp_confirmed_at, off.totp_last_step) == (None, None, None)
    assert not hashes_of(browser, anna)
    assert mailbox.deliver_one().subject == "Your second step is off"


def test_where_there_is_none_there_is_nothing_to_turn_off_or_renew(anna: Person, browser: Browser) -> None:
    assert browser.get(OFF).location == PAGE
    assert browser.get(CODES).location == PAGE
    assert browser.post(CODES, PROOF).location == PAGE
    assert browser.post(OFF, PROOF).location == PAGE
    assert not hashes_of(browser, anna)


def test_who_has_no_password_proves_it_by_a_mailed_code(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    bert = world.person("bert@example.org")
    browser.sign_in(bert)
    assert "data:image/png" not in browser.get(SET_UP).text
    code = mailed_code(browser, mailbox, SET_UP)
    set_up(browser, code=code)
    assert person_of(browser.app, bert.id).has_second_factor
    code = mailed_code(browser, mailbox, OFF)
    assert browser.submit(OFF, {"code": code}, action=OFF).status_code == 303
    assert not person_of(browser.app, bert.id).has_second_factor


def test_T12_nobody_turns_it_off_for_another(world: World, browser: Browser) -> None:
    anna, bert = (world.person(password=PASSWORD) for _ in range(2))
    set_up(Browser(browser.app).sign_in(anna))
    browser.sign_in(bert).post(OFF, {**PROOF, "person_id": anna.id})
    assert person_of(browser.app, anna.id).has_second_factor


def test_whose_address_is_unproven_locks_nobody_out_of_it_with_a_second_step(
    anna: Person, browser: Browser
) -> None:
    with browser.app.app_context():
        person = db.session.execute(select(Person).where(Person.id == anna.id)).scalar_one()
        person.email_proven_at = None
        db.session.commit()
    page = browser.get(SET_UP)
    answer = browser.submit(page, {"app_code": app_code(page), **PROOF})
    assert answer.status_code == 422
    assert "Confirm your e-mail address first" in answer.text
    assert not person_of(browser.app, anna.id).has_second_factor
