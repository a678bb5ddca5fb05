"""How one wants to be told, and the end of mails by one click."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.signing import sign
from groupnet.groups.models import Membership
from groupnet.notices import service
from groupnet.notices.links import unsubscribing_token
from groupnet.notices.models import NoticeChoice, NoticeKind, Way
from groupnet.notices.queries import list_choices
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.notices.conftest import PlainWriter, prove, tell
from tests.snapshot import all_rows

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PAGE = "/account/notices"


def chosen_by(world: World, member: Membership) -> dict[NoticeKind, Way]:
    """What a member's person chose, without the defaults."""
    with world.app.app_context():
        query = select(NoticeChoice.kind, NoticeChoice.way).where(NoticeChoice.person_id == member.person_id)
        return {row.kind: row.way for row in db.session.execute(query)}


@pytest.fixture
def link_for(world: World, grace: Membership) -> Callable[[NoticeKind], str]:
    """The path of Grace's link for a kind."""

    def link(kind: NoticeKind) -> str:
        with world.app.app_context():
            return f"/unsubscribe/{unsubscribing_token(grace.person_id or 0, kind)}"

    return link


def test_the_defaults_mail_at_once_only_what_somebody_waits_for(world: World, grace: Membership) -> None:
    with world.app.app_context():
        assert list_choices(grace.person_id or 0) == {
            NoticeKind.REFERRAL: Way.AT_ONCE,
            NoticeKind.ANSWER: Way.AT_ONCE,
            NoticeKind.NUDGE: Way.AT_ONCE,
            NoticeKind.REMINDER: Way.AT_ONCE,
            NoticeKind.MEETING: Way.AT_ONCE,
            NoticeKind.ONE_TO_ONE: Way.AT_ONCE,
            NoticeKind.VISITORS: Way.AT_ONCE,
            NoticeKind.THANKS: Way.WEEKLY,
            NoticeKind.DIGEST: Way.WEEKLY,
        }


def test_only_what_was_changed_is_stored(world: World, browser: Browser, grace: Membership) -> None:
    browser.sign_in(grace)
    assert browser.submit(PAGE, {}).status_code == 303
    assert chosen_by(world, grace) == {}
    assert browser.submit(PAGE, {"referral": "never", "digest": "never"}).status_code == 303
    assert chosen_by(world, grace) == {NoticeKind.REFERRAL: Way.NEVER, NoticeKind.DIGEST: Way.NEVER}
    page = browser.get(PAGE)
    assert "Saved." in page.text
    assert browser.submit(page, {"referral": "weekly"}).status_code == 303
    assert chosen_by(world, grace) == {NoticeKind.REFERRAL: Way.WEEKLY, NoticeKind.DIGEST: Way.NEVER}


@pytest.mark.parametrize("wrong", [{"referral": "hourly"}, {"digest": "at_once"}, {"thanks": ""}])
def test_what_cannot_be_chosen_is_refused_in_words(
    world: World, browser: Browser, grace: Membership, wrong: dict[str, str]
) -> None:
    answer = browser.sign_in(grace).submit(PAGE, wrong)
    assert answer.status_code == 422
    assert "Error:" in answer.text
    assert "Please choose one." in answer.text
    assert chosen_by(world, grace) == {}


def test_T12_the_form_changes_nobody_elses_choices(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    extra = {"person_id": str(amara.person_id), "kind": "thanks", "referral": "never"}
    assert browser.sign_in(grace).submit(PAGE, extra).status_code == 303
    assert chosen_by(world, amara) == {}
    assert chosen_by(world, grace) == {NoticeKind.REFERRAL: Way.NEVER}


def test_the_page_says_when_the_address_is_not_proven_yet(
    world: World, browser: Browser, grace: Membership
) -> None:
    assert "Nothing is mailed yet" not in browser.sign_in(grace).get(PAGE).text
    prove(world, grace, proven=False)
    text = browser.get(PAGE).text
    assert "Nothing is mailed yet" in text
    assert "grace@example.org" in text
    assert 'href="/account/address"' in text


def test_choices_are_for_who_is_signed_in(browser: Browser) -> None:
    assert browser.get(PAGE).location.startswith("/sign-in")


def test_T25_one_click_in_a_mail_program_ends_mails_of_that_kind_without_a_token_or_a_sign_in(
    world: World, browser: Browser, mailbox: Mailbox, writer: PlainWriter, grace: Membership
) -> None:
    tell(world, grace, held_back=timedelta())
    headers = mailbox.deliver_one().headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"]
    base = world.app.config["GROUPNET"].base_url
    assert address.startswith(f"<{base}/unsubscribe/")
    assert address.endswith(">")
    path = address[1:-1].removeprefix(base)
    for _ in range(2):
        answer = browser.client.post(path, data=ONE_CLICK)
        assert answer.status_code == 200
        assert "no longer mailed at once" in answer.text
        assert 'href="/account/notices"' in answer.text
        assert chosen_by(world, grace) == {NoticeKind.REFERRAL: Way.WEEKLY}
    tell(world, grace, held_back=timedelta())
    tell(world, grace, NoticeKind.ANSWER, held_back=timedelta())
    assert len(mailbox.deliver()) == 1


def test_T26_opening_the_link_changes_nothing_and_its_button_works_signed_out(
    world: World, browser: Browser, grace: Membership, link_for: Callable[[NoticeKind], str]
) -> None:
    link, before = link_for(NoticeKind.DIGEST), all_rows(world.app)
    page = browser.get(link)
    for said in ("Stop these mails?", "The weekly mail", "End the weekly mail"):
        assert said in page.text
    assert "grace@" not in page.text
    assert browser.client.head(link).status_code == 200
    assert all_rows(world.app) == before
    answer = browser.submit(page, {})
    assert answer.status_code == 200
    assert "The weekly mail no longer comes." in answer.text
    assert chosen_by(world, grace) == {NoticeKind.DIGEST: Way.NEVER}


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_its_page_and_its_end(
    world: World, browser: Browser, grace: Membership, link_for: Callable[[NoticeKind], str], kind: NoticeKind
) -> None:
    assert browser.get(link_for(kind)).status_code == 200
    assert browser.client.post(link_for(kind), data=ONE_CLICK).status_code == 200
    with world.app.app_context():
        ended = list_choices(grace.person_id or 0)[kind]
    assert ended is (Way.NEVER if kind is NoticeKind.DIGEST else Way.WEEKLY)


def test_an_old_link_never_brings_more_mail(
    world: World, browser: Browser, grace: Membership, link_for: Callable[[NoticeKind], str]
) -> None:
    with world.app.app_context():
        service.choose(person_id=grace.person_id or 0, ways={NoticeKind.REFERRAL: Way.NEVER})
        db.session.commit()
    answer = browser.client.post(link_for(NoticeKind.REFERRAL), data=ONE_CLICK)
    assert "Everything is in the app." in answer.text
    assert chosen_by(world, grace) == {NoticeKind.REFERRAL: Way.NEVER}


def test_a_forged_link_or_one_for_something_else_leads_nowhere(
    world: World, browser: Browser, grace: Membership, link_for: Callable[[NoticeKind], str]
) -> None:
    with world.app.app_context():
        foreign = sign("groupnet.join", [grace.person_id, "referral"])
    good = link_for(NoticeKind.REFERRAL)
    for path in ("/unsubscribe/x", good[:-1], f"{good}x", f"/unsubscribe/{foreign}"):
        for answer in (browser.get(path), browser.client.post(path, data=ONE_CLICK)):
            assert answer.status_code == 404
            assert "This link has ended" in answer.text
    assert chosen_by(world, grace) == {}


def test_a_link_outlives_its_account_in_peace(world: World, browser: Browser) -> None:
    with world.app.app_context():
        path = f"/unsubscribe/{unsubscribing_token(987_654, NoticeKind.THANKS)}"
    assert browser.client.post(path, data=ONE_CLICK).status_code == 200


def test_the_button_says_where_the_mails_really_go(
    world: World, browser: Browser, grace: Membership, link_for: Callable[[NoticeKind], str]
) -> None:
    link = link_for(NoticeKind.REFERRAL)
    page = browser.get(link)
    assert "Mails when somebody passes you something" in page.text
    assert "Move them to the weekly mail" in page.text
    with world.app.app_context():
        service.choose(person_id=grace.person_id or 0, ways={NoticeKind.DIGEST: Way.NEVER})
        db.session.commit()
    page = browser.get(link)
    assert "Keep it in the app only" in page.text
    assert "Everything is in the app." in browser.submit(page, {}).text


def test_a_link_of_mails_that_stopped_offers_no_button_but_the_choices(
    world: World, browser: Browser, grace: Membership, link_for: Callable[[NoticeKind], str]
) -> None:
    link = link_for(NoticeKind.REFERRAL)
    browser.submit(link, {})
    page = browser.get(link).text
    assert "no longer mailed at once" in page
    assert "<button" not in page
    assert 'href="/account/notices"' in page


def test_without_the_weekly_mail_what_would_wait_for_it_says_that_it_is_in_the_app_only(
    browser: Browser, grace: Membership
) -> None:
    only_here = "While the weekly mail is off, this is in the app only."
    page = browser.sign_in(grace).get(PAGE)
    assert only_here not in page.text
    browser.submit(page, {"digest": "never"})
    page = browser.get(PAGE)
    assert page.text.count(only_here) == 1, "thanks alone wait for the weekly mail"
