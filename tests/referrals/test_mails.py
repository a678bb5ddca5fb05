"""The mails about referrals: what stands in them, for whom, and when they are not sent after all."""

import re
from html import unescape
from typing import Any

import pytest

from groupnet.core.db import db
from groupnet.groups.queries import get_membership
from groupnet.notices.models import NoticeKind, Way
from groupnet.referrals import service
from groupnet.referrals.models import Kind
from groupnet.referrals.service import Details
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox, Sent
from tests.referrals.letters import A_WHILE, SECRETS, later, prefer, prove
from tests.referrals.pairs import Pair
from tests.rules.test_pages import POLYGLOT, PRODUCT


def forms(mail: Sent) -> tuple[str, str]:
    """A mail's two forms, the HTML without its tags' escapes."""
    return mail.text, mail.html


def test_T11_the_prospect_is_told_to_the_two_and_to_nobody_else(
    mailed: Pair, mailbox: Mailbox, world: World
) -> None:
    prove(world, world.member(mailed.group, "Chief"))
    referral_id = mailed.give(**SECRETS, told_in_person=True)
    with later():
        mail = mailbox.deliver_one()
        assert mail.to == mailed.dev.email
        for form in forms(mail):
            assert all(secret in form for secret in SECRETS.values())
            assert "Amara Okafor told you in person." in form
        assert not any(secret in mail.subject for secret in SECRETS.values())
        mailed.act(service.accept_referral, mailed.dev, referral_id)
        with later():
            answer = mailbox.deliver_one()
            assert answer.to == mailed.amara.email
            assert "Business, passed on" in answer.text
            assert "It was about Ann Secret." in answer.text
            assert "ann@secret.example" not in answer.text + answer.html


def test_T11_what_was_erased_or_is_disputed_is_not_told(mailed: Pair, mailbox: Mailbox) -> None:
    erased, disputed = mailed.give(**SECRETS), mailed.give(**SECRETS)
    mailed.act(service.erase_prospect, mailed.amara, erased)
    mailed.act(service.dispute, mailed.dev, disputed)
    with later():
        sent = mailbox.deliver()
    assert sorted(mail.subject for mail in sent) == [
        "Amara Okafor passed you a referral",
        "Dev Patel says it was different",
    ]
    assert not any("Secret" in mail.text + mail.html + mail.subject for mail in sent)


def test_a_mail_that_is_held_back_speaks_the_newest_words(
    mailed: Pair, mailbox: Mailbox, world: World
) -> None:
    referral_id = mailed.give(prospect_name="Ann Old")
    details = Details(given_on=world.today, prospect_name="Ann New", note="After six")
    mailed.act(service.edit_referral, mailed.amara, referral_id, details=details, today=world.today)
    with later():
        mail = mailbox.deliver_one()
    assert "Ann New" in mail.text
    assert "After six" in mail.text
    assert "Ann Old" not in mail.text


@pytest.mark.parametrize(
    "undo", [service.accept_referral, service.dispute, service.withdraw], ids=lambda act: act.__name__
)
def test_a_mail_is_dropped_where_it_has_become_needless(mailed: Pair, mailbox: Mailbox, undo: Any) -> None:
    referral_id = mailed.give()
    mailed.act(undo, mailed.amara if undo is service.withdraw else mailed.dev, referral_id)
    with later():
        assert mailed.dev.email not in [mail.to for mail in mailbox.deliver()]


def test_T29_a_polyglot_in_every_text_is_text_in_the_mails(world: World, mailbox: Mailbox) -> None:
    group = world.group("harbour", name=POLYGLOT[:100])
    names = [f"{POLYGLOT[:100]} {name}" for name in ("Amara", "Dev")]
    two = Pair(world, group, world.member(group, names[0]), world.member(group, names[1]))
    prove(world, two.amara, two.dev)
    prefer(world, two.amara, NoticeKind.THANKS, Way.AT_ONCE)
    texts = dict.fromkeys(("prospect_name", "prospect_contact", "note"), POLYGLOT[:110])
    referral_id = two.give(**texts)
    with later():
        mailbox.deliver()
        two.act(service.dispute, two.dev, referral_id, note=POLYGLOT)
        with later():
            mailbox.deliver()
            two.act(service.lift_dispute, two.dev, referral_id)
            two.act(service.decline_referral, two.dev, referral_id, reason=POLYGLOT)
            two.thank(None, note=POLYGLOT)
            with later():
                mailbox.deliver()
    assert len(mailbox.sent) == 4
    for mail in mailbox.sent:
        assert "&lt;sVg" in mail.html
        assert "<sVg" not in mail.html
        assert PRODUCT not in mail.text + mail.html
        assert set(addresses(mail.html)) <= {link.rstrip(")") for link in mail.links} | {""}


def addresses(html: str) -> list[str]:
    """Where the links of a mail lead."""
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', html)]


def test_T33_a_name_over_two_lines_makes_one_subject_and_no_header(
    world: World, mailed: Pair, mailbox: Mailbox
) -> None:
    with world.inside(mailed.group):
        get_membership(mailed.amara.id).name = "Amara\r\nBcc: everybody@example.org"
        db.session.commit()
    mailed.give(prospect_name="Ann\r\nBcc: everybody@example.org")
    with later():
        mail = mailbox.deliver_one()
    assert mail.subject == "Amara Bcc: everybody@example.org passed you a referral"
    assert "Bcc" not in mail.headers


def test_T35_links_lead_to_the_configured_address(mailed: Pair, mailbox: Mailbox) -> None:
    base = mailed.world.app.config["GROUPNET"].base_url
    browser = Browser(mailed.world.app).sign_in(mailed.amara)
    browser.submit("referrals/new", {"person_id": str(mailed.dev.id)})
    with later():
        mail = mailbox.deliver_one()
    assert len([link for link in mail.links if "/answer/" in link]) == 2
    assert all(link.startswith(base) for link in [*mail.links, *addresses(mail.html)])


def test_T46_twenty_posts_of_one_form_make_one_referral_and_one_mail(mailed: Pair, mailbox: Mailbox) -> None:
    browser = Browser(mailed.world.app).sign_in(mailed.amara)
    page = browser.get("referrals/new")
    for _ in range(20):
        browser.submit(page, {"person_id": str(mailed.dev.id)})
    assert mailed.count() == 1
    with later():
        mailbox.deliver_one()


@pytest.mark.parametrize(
    ("kind", "accept", "call"),
    [
        (Kind.BUSINESS, "Accept", "I called"),
        (Kind.JOB, "I applied", "I have an interview"),
        (Kind.INTRODUCTION, "Accept", "We are in touch"),
    ],
)
def test_the_buttons_speak_of_what_was_passed(
    mailed: Pair, mailbox: Mailbox, kind: Kind, accept: str, call: str
) -> None:
    mailed.give(kind=kind)
    with later():
        mail = mailbox.deliver_one()
    buttons = re.findall(r'class="button on-(\w+)"[^>]*>([^<]+)<', mail.html)
    assert buttons == [("first", accept), ("second", call)]
    assert ">See it in groupnet</a>" in mail.html


def test_thanks_by_mail_tell_the_amount_to_the_thanked(mailed: Pair, mailbox: Mailbox, world: World) -> None:
    prefer(world, mailed.amara, NoticeKind.THANKS, Way.AT_ONCE)
    mailed.thank(None, amount_minor=120_000, note="The Hill house")
    with later():
        mail = mailbox.deliver_one()
    assert (mail.to, mail.subject) == (mailed.amara.email, "Dev Patel thanked you")
    assert "£1,200" in mail.text
    assert "The Hill house" in mail.text
    assert "/g/harbour/thanks" in mail.text


def test_thanks_wait_for_the_weekly_mail_unless_chosen_otherwise(mailed: Pair, mailbox: Mailbox) -> None:
    mailed.thank(None, amount_minor=120_000)
    with later(A_WHILE * 8):
        assert mailbox.deliver() == []
