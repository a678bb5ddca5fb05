"""Answering from a mail without signing in: one act, one referral, one button, and an end."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.signing import sign
from groupnet.groups.models import Status as MemberStatus
from groupnet.groups.queries import get_membership
from groupnet.referrals import service
from groupnet.referrals.links import GOOD_FOR
from groupnet.referrals.models import Kind, Standing, Status, Step
from groupnet.referrals.policy import Act
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.referrals.letters import SECRETS, later, link_to
from tests.referrals.pairs import Pair
from tests.rules.test_pages import POLYGLOT, PRODUCT
from tests.snapshot import all_rows
from tests.statements import count_statements

DAY = timedelta(days=1)


def test_an_answer_from_the_mail_needs_no_signing_in(
    mailed: Pair, mailbox: Mailbox, browser: Browser
) -> None:
    referral_id = mailed.give(**SECRETS)
    with later():
        mail = mailbox.deliver_one()
        path = mail.link("/answer/")
        page = browser.get(path)
        assert page.status_code == 200
        for said in (
            "<h1>Accept Amara’s referral?</h1>",
            "Amara Okafor",
            "Ann Secret",
            "Business",
            "Nothing is sent",
        ):
            assert said in page.text
        assert mailed.read(referral_id).status is Status.PASSED
        done = browser.submit(page, {})
        assert (done.status_code, done.location) == (303, path)
        assert mailed.read(referral_id).status is Status.ACCEPTED
        after = browser.get(path).text
        assert "<h1>Accepted. Amara knows.</h1>" in after
        assert "Open the referral" in after
        assert "Sign in" in browser.client.get("/", follow_redirects=True).text, "nobody was signed in by it"


def test_i_called_on_what_was_passed_accepts_and_contacts_and_tells_the_last(
    mailed: Pair, mailbox: Mailbox, browser: Browser
) -> None:
    referral_id = mailed.give()
    with later():
        mailbox.deliver()
        browser.submit(link_to(mailed, referral_id, Act.CONTACT), {})
        assert mailed.read(referral_id).status is Status.CONTACTED
        moves = [event for event in mailed.events(referral_id) if event.step is Step.MOVED]
        assert [(event.status_after, event.actor_id) for event in moves] == [
            (Status.ACCEPTED, mailed.dev.id),
            (Status.CONTACTED, mailed.dev.id),
        ]
        with later():
            assert mailbox.deliver_one().subject == "Dev Patel called about what you passed"


def test_i_called_on_what_was_accepted_contacts(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    pair.act(service.accept_referral, pair.dev, referral_id)
    browser.submit(link_to(pair, referral_id, Act.CONTACT), {})
    assert pair.read(referral_id).status is Status.CONTACTED


@pytest.mark.parametrize(
    ("kind", "act", "question", "word"),
    [
        (Kind.BUSINESS, Act.ACCEPT, "Accept Amara’s referral?", "Accept"),
        (Kind.BUSINESS, Act.CONTACT, "Say that you called about Amara’s referral?", "I called"),
        (Kind.JOB, Act.ACCEPT, "Say that you applied for Amara’s job?", "I applied"),
        (Kind.JOB, Act.CONTACT, "Say that you have an interview for Amara’s job?", "I have an interview"),
        (Kind.INTRODUCTION, Act.ACCEPT, "Accept Amara’s introduction?", "Accept"),
        (
            Kind.INTRODUCTION,
            Act.CONTACT,
            "Say that you are in touch, after Amara’s introduction?",
            "We are in touch",
        ),
    ],
)
def test_the_page_asks_about_the_answer_that_was_chosen(
    pair: Pair, browser: Browser, kind: Kind, act: Act, question: str, word: str
) -> None:
    page = browser.get(link_to(pair, pair.give(kind=kind), act)).text
    button = page[page.index('type="submit"') :].partition("</button>")[0]
    assert f"<h1>{question}</h1>" in page
    assert button == f'type="submit">{word}', "no sign that it is done already"


def test_T26_opening_the_link_changes_nothing(pair: Pair, browser: Browser) -> None:
    path = link_to(pair, pair.give())
    before = all_rows(pair.world.app)
    for _ in range(3):
        assert browser.get(path).status_code == 200
        assert browser.client.head(path).status_code == 200
    assert all_rows(pair.world.app) == before


def test_T25_an_answer_without_the_pages_token_is_refused(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    assert browser.client.post(link_to(pair, referral_id)).status_code == 400
    assert pair.read(referral_id).status is Status.PASSED


def test_T46_twenty_answers_are_one(mailed: Pair, mailbox: Mailbox, browser: Browser) -> None:
    referral_id = mailed.give()
    with later():
        mailbox.deliver()
        page = browser.get(link_to(mailed, referral_id))
        assert {browser.submit(page, {}).status_code for _ in range(20)} == {303}
        assert len(mailed.events(referral_id)) == 2
        with later():
            mailbox.deliver_one()


def test_T12_extra_fields_answer_nothing_else(pair: Pair, browser: Browser) -> None:
    mine, other = pair.give(), pair.give()
    browser.submit(
        link_to(pair, mine),
        {"act": "win", "status": "won", "referral_id": str(other), "receiver_id": str(pair.amara.id)},
    )
    assert pair.read(mine).status is Status.ACCEPTED
    assert pair.read(other).status is Status.PASSED


@pytest.mark.parametrize("standing", [Standing.WITHDRAWN, Standing.DISPUTED])
def test_T11_withdrawn_or_disputed_it_says_so_and_names_nobody_else(
    pair: Pair, browser: Browser, standing: Standing
) -> None:
    referral_id = pair.give(**SECRETS)
    who, act = pair.amara, service.withdraw
    if standing is Standing.DISPUTED:
        who, act = pair.dev, service.dispute
    pair.act(act, who, referral_id)
    path = link_to(pair, referral_id)
    page = browser.get(path).text
    assert "Nothing to answer" in page
    assert "Secret" not in page
    browser.post(path)
    assert (pair.read(referral_id).status, pair.read(referral_id).standing) == (Status.PASSED, standing)


def test_T11_an_erased_prospect_is_not_on_the_page_and_a_contact_never(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give(**SECRETS)
    page = browser.get(link_to(pair, referral_id)).text
    assert "ann@secret.example" not in page
    assert "Secret note" not in page
    pair.act(service.erase_prospect, pair.dev, referral_id)
    assert "Secret" not in browser.get(link_to(pair, referral_id)).text


def test_T8_T9_after_leaving_the_link_is_dead_on_the_very_next_request(
    world: World, pair: Pair, browser: Browser
) -> None:
    referral_id = pair.give(**SECRETS)
    path = link_to(pair, referral_id)
    page = browser.get(path)
    world.end_periods(pair.dev, world.today - DAY)
    browser.submit(page, {})
    assert pair.read(referral_id).status is Status.PASSED
    gone = browser.get(path)
    assert gone.status_code == 404
    assert "nothing to answer from here" in gone.text
    for secret in (*SECRETS.values(), "Amara", "Dev"):
        assert secret not in gone.text


def test_T9_after_the_account_went_the_link_is_dead(world: World, pair: Pair, browser: Browser) -> None:
    path = link_to(pair, pair.give())
    with world.inside(pair.group):
        dev = get_membership(pair.dev.id)
        dev.person_id, dev.erased_at = None, utc_now()
        db.session.commit()
    assert browser.get(path).status_code == 404


def test_who_is_on_leave_may_answer_as_behind_the_door(world: World, pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    world.end_periods(pair.dev, world.today - DAY)
    world.period(pair.dev, MemberStatus.ON_LEAVE, world.today)
    browser.submit(link_to(pair, referral_id), {})
    assert pair.read(referral_id).status is Status.ACCEPTED


def test_forged_foreign_and_old_links_answer_alike(world: World, pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    other = pair.give()
    good = link_to(pair, referral_id)
    elsewhere = world.group("elsewhere")
    foreign = world.referral(world.member(elsewhere), world.member(elsewhere))
    with world.app.app_context():
        other_purpose = sign("groupnet.join", [1, 2, 3, "accept", 4, 9_999_999_999])
    bad = [
        "/answer/nonsense",
        good[:-3] + "xyz",
        f"/answer/{other_purpose}",
        link_to(pair, referral_id, receiver_id=pair.amara.id),
        link_to(pair, referral_id, group_id=elsewhere.id),
        link_to(pair, referral_id, group_id=999_999),
        link_to(pair, referral_id, event_id=pair.events(other)[0].id),
        link_to(pair, referral_id, event_id=0),
    ]
    before = all_rows(world.app)
    pages = {browser.get(path).text.partition("<main")[2] for path in bad}
    assert len(pages) == 1
    assert {browser.get(path).status_code for path in bad} == {404}
    for path in bad:
        browser.post(path)
        browser.post(f"{path}/undo")
    assert all_rows(world.app) == before
    assert foreign.id
    with later(GOOD_FOR - DAY):
        assert browser.get(good).status_code == 200
    with later(GOOD_FOR + DAY):
        old = browser.get(good)
        assert old.status_code == 404
        assert old.text.partition("<main")[2] in pages
        browser.post(good)
    assert pair.read(referral_id).status is Status.PASSED


def test_T29_a_polyglot_on_the_answering_page_is_text(world: World, browser: Browser) -> None:
    group = world.group("harbour", name=POLYGLOT[:100])
    names = [f"{name}{POLYGLOT[:100]}" for name in ("Amara", "Dev")]
    two = Pair(world, group, world.member(group, names[0]), world.member(group, names[1]))
    referral_id = two.give(prospect_name=POLYGLOT[:110])
    path = link_to(two, referral_id)
    for answered in (False, True):
        page = browser.get(path).text
        assert "&lt;sVg" in page
        assert "<sVg" not in page
        assert PRODUCT not in page
        if not answered:
            browser.submit(path, {})


def test_a_link_answers_for_its_receiver_whoever_is_signed_in(pair: Pair, browser: Browser) -> None:
    referral_id = pair.give()
    browser.sign_in(pair.amara)
    page = browser.get(link_to(pair, referral_id))
    assert "Your answer, <bdi>Dev</bdi>:" in page.text
    browser.submit(page, {}, action=page.request.path)
    (_, accepted) = pair.events(referral_id)
    assert accepted.actor_id == pair.dev.id


def test_the_page_asks_the_database_little(pair: Pair, browser: Browser) -> None:
    path = link_to(pair, pair.give())
    for _ in range(2):
        with count_statements() as sent:
            browser.get(path)
        assert len(sent) <= 3, "\n".join(sent)
        browser.submit(path, {})
