"""Who is told of what, and that nobody hears of what was undone at once."""

from typing import Any

import pytest

from groupnet.core.db import db
from groupnet.notices.models import NoticeKind
from groupnet.referrals import service
from groupnet.referrals.models import Kind
from groupnet.referrals.queries import get_thanks
from tests.factories import World
from tests.mailbox import Mailbox
from tests.referrals.letters import kinds, later, see_all, titles, told
from tests.referrals.pairs import Pair

STEPS: list[tuple[Any, dict[str, Any], str]] = [
    (service.accept_referral, {}, "Dev accepted what you passed"),
    (service.contact_prospect, {}, "Dev called about what you passed"),
    (service.win, {}, "Business came of what you passed Dev"),
]


def test_a_receiver_is_told_after_a_while_and_a_giver_never_of_their_own(
    mailed: Pair, mailbox: Mailbox
) -> None:
    mailed.give()
    assert mailbox.deliver() == []
    assert titles(mailed, mailed.dev) == []
    with later():
        assert [(mail.to, mail.subject) for mail in mailbox.deliver()] == [
            (mailed.dev.email, "Amara Okafor passed you a referral")
        ]
        assert titles(mailed, mailed.dev) == ["Amara passed you a referral"]
        assert titles(mailed, mailed.amara) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [(Kind.JOB, "Amara passed you a job"), (Kind.INTRODUCTION, "Amara has an introduction for you")],
)
def test_a_job_and_an_introduction_are_called_so(pair: Pair, kind: Kind, said: str) -> None:
    pair.give(kind=kind)
    with later():
        assert titles(pair, pair.dev) == [said]


def test_the_giver_hears_of_each_step_once_it_has_lasted(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    for act, others, said in STEPS:
        mailed.act(act, mailed.dev, referral_id, **others)
        with later():
            assert [(mail.to, mail.subject) for mail in mailbox.deliver()] == [
                (mailed.amara.email, said.replace("Dev", "Dev Patel"))
            ]
    with later():
        assert titles(mailed, mailed.amara)[0] == STEPS[-1][2]


def test_of_two_steps_in_a_few_minutes_only_the_last_is_told(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    mailed.act(service.contact_prospect, mailed.dev, referral_id)
    with later():
        mail = mailbox.deliver_one()
        assert (mail.to, mail.subject) == (mailed.amara.email, "Dev Patel called about what you passed")
        assert titles(mailed, mailed.amara) == ["Dev called about what you passed"]


def test_a_decline_comes_with_its_reason(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.decline_referral, mailed.dev, referral_id, reason="No time before June")
    with later():
        mail = mailbox.deliver_one()
    assert mail.subject == "Dev Patel cannot take on what you passed"
    assert "No time before June" in mail.text
    assert "No time before June" in mail.html


def test_what_a_receiver_records_is_told_to_the_giver_alone(mailed: Pair, mailbox: Mailbox) -> None:
    mailed.record_received()
    with later():
        mail = mailbox.deliver_one()
    assert (mail.to, mail.subject) == (mailed.amara.email, "Dev Patel recorded what you passed")
    assert kinds(mailed) == [NoticeKind.ANSWER]


def test_a_dispute_and_its_lifting_go_to_the_other_side(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.record_received()
    with later():
        mailbox.deliver()
        mailed.act(service.dispute, mailed.amara, referral_id, note="It was Bob")
        with later():
            mail = mailbox.deliver_one()
            assert (mail.to, mail.subject) == (mailed.dev.email, "Amara Okafor says it was different")
            assert "It was Bob" in mail.text
            mailed.act(service.lift_dispute, mailed.amara, referral_id)
            with later():
                assert mailbox.deliver_one().subject == "Amara Okafor lifted the dispute"


def test_a_dispute_lifted_at_once_is_told_to_nobody_but_what_stands_is(
    mailed: Pair, mailbox: Mailbox
) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    mailed.act(service.dispute, mailed.dev, referral_id)
    mailed.act(service.lift_dispute, mailed.dev, referral_id)
    with later():
        assert [mail.subject for mail in mailbox.deliver()] == ["Dev Patel accepted what you passed"]


def test_undone_within_minutes_it_is_told_to_nobody(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.withdraw, mailed.amara, referral_id)
    with later():
        assert mailbox.deliver() == []
        assert titles(mailed, mailed.dev) == []
    assert kinds(mailed) == []


def test_a_step_back_within_minutes_is_told_to_nobody(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    mailed.act(service.step_back, mailed.dev, referral_id)
    with later():
        assert [mail.to for mail in mailbox.deliver() if mail.to == mailed.amara.email] == []
        assert titles(mailed, mailed.amara) == []


def test_the_step_that_a_mistake_had_put_in_the_shade_is_told(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    mailed.act(service.contact_prospect, mailed.dev, referral_id)
    mailed.act(service.step_back, mailed.dev, referral_id)
    with later():
        assert mailbox.deliver_one().subject == "Dev Patel accepted what you passed"


def test_a_late_step_back_is_no_news_and_the_page_says_how_it_stands(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    with later():
        mailbox.deliver()
        mailed.act(service.contact_prospect, mailed.dev, referral_id)
        with later():
            mailbox.deliver()
            see_all(mailed, mailed.amara)
            mailed.act(service.step_back, mailed.dev, referral_id)
            with later():
                assert mailbox.deliver() == []
                assert titles(mailed, mailed.amara) == [
                    "What you passed Dev stands at: Accepted",
                    "Dev accepted what you passed",
                ]


def test_thanks_are_told_to_the_thanked_with_the_amount_that_the_two_see(mailed: Pair) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    with later():
        mailed.thank(referral_id, amount_minor=12_300)
        with later():
            (thanks, _) = told(mailed, mailed.amara)
    assert (thanks.title, thanks.about) == ("Dev thanked you", "£123")


def test_thanks_taken_back_were_never_told(mailed: Pair, mailbox: Mailbox, world: World) -> None:
    thanks_id = mailed.thank(None)
    with later():
        assert titles(mailed, mailed.amara) == ["Dev thanked you"]
        see_all(mailed, mailed.amara)
    with world.inside(mailed.group):
        service.withdraw_thanks(thanks=get_thanks(thanks_id, seen_by=mailed.dev), actor=mailed.dev)
        db.session.commit()
    with later():
        assert titles(mailed, mailed.amara) == []
        assert mailbox.deliver() == []


def test_nobody_without_an_account_or_a_proven_address_is_mailed(
    pair: Pair, mailbox: Mailbox, world: World
) -> None:
    pair.give()
    pair.dev = world.member(pair.group, "Nick Novak", account=False)
    pair.give()
    with later():
        assert mailbox.deliver() == []


def test_what_an_act_answers_is_seen_by_who_acted(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    mailed.act(service.accept_referral, mailed.dev, referral_id)
    with later():
        assert [mail.to for mail in mailbox.deliver()] == [mailed.amara.email], "no mail to who has answered"
        (words,) = told(mailed, mailed.dev)
    assert (words.about, words.actions) == ("Accepted", [])
