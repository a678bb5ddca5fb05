"""What the page of an answer tells, what follows an answer, and how it is undone."""

import re
from datetime import timedelta

import pytest

from groupnet.referrals import service
from groupnet.referrals.links import GOOD_FOR
from groupnet.referrals.models import Status
from groupnet.referrals.policy import Act
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.referrals.letters import SECRETS, later, link_to
from tests.referrals.pairs import Pair

DAY = timedelta(days=1)


def test_the_page_says_who_needs_what_is_inside_and_that_one_was_told(pair: Pair, browser: Browser) -> None:
    outside, inside = pair.give(), pair.give(inside=True, told_in_person=True)
    assert "Who needs it" not in browser.get(link_to(pair, outside)).text
    page = browser.get(link_to(pair, inside)).text
    assert "<dt>Who needs it</dt><dd>Amara Okafor</dd>" in page
    assert "Told in person" in page


def test_after_accepting_the_call_is_one_press_away_and_ends_with_the_same_link(
    pair: Pair, browser: Browser
) -> None:
    referral_id = pair.give()
    path = link_to(pair, referral_id)
    browser.submit(path, {})
    page = browser.get(path)
    (called,) = set(re.findall(r'action="(/answer/[^"/]+)"', page.text))
    assert called != path
    assert "I called" in page.text
    done = browser.submit(page, {}, action=called)
    assert (done.status_code, done.location) == (303, called)
    assert pair.read(referral_id).status is Status.CONTACTED
    assert "<h1>Contacted. Amara knows.</h1>" in browser.get(called).text
    assert "I called" not in browser.get(path).text
    with later(GOOD_FOR + DAY):
        assert browser.get(called).status_code == 404


@pytest.mark.parametrize(
    ("act", "back_to"), [(Act.ACCEPT, Status.PASSED), (Act.CONTACT, Status.ACCEPTED)], ids=str
)
def test_an_answer_is_undone_by_its_own_link_and_nobody_heard_of_it(
    mailed: Pair, mailbox: Mailbox, browser: Browser, act: Act, back_to: Status
) -> None:
    referral_id = mailed.give()
    with later():
        mailbox.deliver()
        if act is Act.CONTACT:
            mailed.act(service.accept_referral, mailed.dev, referral_id)
        with later():
            mailbox.deliver()
            path = link_to(mailed, referral_id, act)
            browser.submit(path, {})
            answer = browser.submit(browser.get(path), {}, action=f"{path}/undo")
            assert (answer.status_code, answer.location) == (303, path)
            assert mailed.read(referral_id).status is back_to
            assert "?</h1>" in browser.get(path).text
            with later():
                assert mailed.amara.email not in [mail.to for mail in mailbox.deliver()]


def test_T12_a_link_undoes_only_its_own_answer_and_only_the_last_step(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    accept, contact = link_to(pair, referral_id), link_to(pair, referral_id, Act.CONTACT)
    for path in (accept, contact):
        browser.post(f"{path}/undo")
    assert pair.read(referral_id).status is Status.PASSED, "nothing was answered yet"
    pair.act(service.accept_referral, pair.dev, referral_id)
    browser.post(f"{contact}/undo")
    assert pair.read(referral_id).status is Status.ACCEPTED
    pair.act(service.contact_prospect, pair.dev, referral_id)
    assert "Undo" not in browser.get(accept).text
    browser.post(f"{accept}/undo")
    assert pair.read(referral_id).status is Status.CONTACTED
    pair.act(service.step_back, pair.dev, referral_id)
    assert "Undo" not in browser.get(accept).text, "one step back, never two"
    browser.post(f"{accept}/undo")
    assert pair.read(referral_id).status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("act", "word"),
    [(service.accept_referral, "Accepted"), (service.contact_prospect, "Contacted"), (service.win, "Won")],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_answered_already_it_says_how_it_stands(pair: Pair, browser: Browser, act: object, word: str) -> None:
    referral_id = pair.give(**SECRETS)
    for step in (service.accept_referral, service.contact_prospect, service.win):
        pair.act(step, pair.dev, referral_id)
        if step is act:
            break
    path = link_to(pair, referral_id)
    before = pair.read(referral_id).version
    page = browser.get(path).text
    assert f"<h1>{word}. Amara knows.</h1>" in page
    assert f'action="{path}"' not in page
    assert browser.post(path).status_code == 303
    assert pair.read(referral_id).version == before
