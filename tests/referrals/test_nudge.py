"""One nudge after five days to who has not called, and what the giver sees meanwhile."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from groupnet.groups.models import Status as MemberStatus
from groupnet.notices.models import NoticeKind, Way
from groupnet.referrals import service
from groupnet.referrals.models import Kind, Status
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.referrals.letters import SECRETS, later, prefer, titles, told, unseen
from tests.referrals.pairs import Pair

DAY = timedelta(days=1)
NUDGE = "Have you called about what Amara Okafor passed you?"


def test_after_five_days_one_nudge_and_never_another(mailed: Pair, mailbox: Mailbox) -> None:
    mailed.give(**SECRETS)
    with later(4 * DAY):
        assert [mail.subject for mail in mailbox.deliver()] == ["Amara Okafor passed you a referral"]
    with later(5 * DAY):
        mail = mailbox.deliver_one()
        assert (mail.to, mail.subject) == (mailed.dev.email, NUDGE)
        assert all(secret in mail.text for secret in SECRETS.values())
        assert len([link for link in mail.links if "/answer/" in link]) == 2
        assert titles(mailed, mailed.dev)[0] == "Have you called about what Amara passed you?"
    for days in (6, 12, 40):
        with later(days * DAY):
            assert mailbox.deliver() == []


def test_who_accepted_and_never_called_is_nudged_once_and_asked_only_whether_they_called(
    mailed: Pair, mailbox: Mailbox
) -> None:
    referral_id = mailed.give(**SECRETS)
    with later(2 * DAY):
        mailbox.deliver()
        mailed.act(service.accept_referral, mailed.dev, referral_id)
    with later(4 * DAY):
        assert NUDGE not in [mail.subject for mail in mailbox.deliver()]
        assert unseen(mailed, mailed.dev) == 0
    with later(5 * DAY):
        mail = mailbox.deliver_one()
        assert (mail.to, mail.subject) == (mailed.dev.email, NUDGE)
        assert [link for link in mail.links if "/answer/" in link] == [mail.links[0]]
        assert 'class="button on-first"' in mail.html
        assert ">I called</a>" in mail.html
        (nudge, _) = told(mailed, mailed.dev)
        assert [(action.word, action.endpoint) for action in nudge.actions] == [
            ("I called", "group.referrals.contact")
        ]
        assert unseen(mailed, mailed.dev) == 1
        Browser(mailed.world.app).submit(mail.link("/answer/"), {})
        assert mailed.read(referral_id).status is Status.CONTACTED
        assert unseen(mailed, mailed.dev) == 0
    for days in (6, 12, 40):
        with later(days * DAY):
            assert NUDGE not in [mail.subject for mail in mailbox.deliver()]


def test_who_answers_after_the_nudge_gets_no_other(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    with later(5 * DAY):
        assert [mail.subject for mail in mailbox.deliver()][-1] == NUDGE
        mailed.act(service.accept_referral, mailed.dev, referral_id)
        assert unseen(mailed, mailed.dev) == 0
    for days in (6, 10, 11, 40):
        with later(days * DAY):
            assert NUDGE not in [mail.subject for mail in mailbox.deliver()]


OVER: list[tuple[str, list[Any]]] = [
    ("called", [service.accept_referral, service.contact_prospect]),
    ("declined", [partial(service.decline_referral, reason="Too far")]),
    ("declined after accepting", [service.accept_referral, partial(service.decline_referral, reason="Far")]),
    ("disputed", [service.dispute]),
    ("disputed after accepting", [service.accept_referral, service.dispute]),
    ("withdrawn", [service.withdraw]),
]


@pytest.mark.parametrize(("name", "acts"), OVER, ids=[name for name, _ in OVER])
def test_called_declined_disputed_or_withdrawn_there_is_no_nudge(
    mailed: Pair, mailbox: Mailbox, name: str, acts: list[Any]
) -> None:
    referral_id = mailed.give()
    with later(2 * DAY):
        mailbox.deliver()
        for act in acts:
            mailed.act(act, mailed.amara if name == "withdrawn" else mailed.dev, referral_id)
    with later(6 * DAY):
        assert NUDGE not in [mail.subject for mail in mailbox.deliver()]
        assert not any("Have you called" in title for title in titles(mailed, mailed.dev))
        assert unseen(mailed, mailed.dev) == 0


def test_who_applied_for_a_job_is_not_asked_whether_they_did(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give(kind=Kind.JOB)
    with later(2 * DAY):
        mailbox.deliver()
        mailed.act(service.accept_referral, mailed.dev, referral_id)
    with later(6 * DAY):
        assert mailed.dev.email not in [mail.to for mail in mailbox.deliver()]
        assert unseen(mailed, mailed.dev) == 0


@pytest.mark.parametrize(
    "acts",
    [
        [service.accept_referral, service.step_back],
        [service.accept_referral, service.contact_prospect, service.step_back],
        [partial(service.decline_referral, reason="Too far"), service.step_back],
        [service.dispute, service.lift_dispute],
    ],
    ids=["accepted", "called", "declined", "disputed"],
)
def test_what_was_undone_in_time_does_not_stop_the_nudge(
    mailed: Pair, mailbox: Mailbox, acts: list[Any]
) -> None:
    referral_id = mailed.give()
    for days, act in enumerate(acts, start=1):
        with later(days * DAY):
            mailed.act(act, mailed.dev, referral_id)
            mailbox.deliver()
    with later(5 * DAY):
        assert [mail.subject for mail in mailbox.deliver() if mail.to == mailed.dev.email] == [NUDGE]
        assert unseen(mailed, mailed.dev) >= 1
    with later(12 * DAY):
        assert mailed.dev.email not in [mail.to for mail in mailbox.deliver()]


def test_what_is_undone_after_the_nudge_brings_no_other(mailed: Pair, mailbox: Mailbox) -> None:
    referral_id = mailed.give()
    with later(5 * DAY):
        mailbox.deliver()
        for act in (service.accept_referral, service.contact_prospect, service.step_back):
            mailed.act(act, mailed.dev, referral_id)
    with later(12 * DAY):
        assert mailed.dev.email not in [mail.to for mail in mailbox.deliver()]
        assert unseen(mailed, mailed.dev) == 0


def test_who_is_on_leave_is_left_in_peace(mailed: Pair, mailbox: Mailbox, world: World) -> None:
    mailed.give()
    with later():
        mailbox.deliver()
    world.end_periods(mailed.dev, world.today + DAY)
    world.period(mailed.dev, MemberStatus.ON_LEAVE, world.today + 2 * DAY)
    with later(6 * DAY):
        assert mailbox.deliver() == []


def test_a_nudge_is_mailed_to_those_who_want_it(mailed: Pair, mailbox: Mailbox, world: World) -> None:
    mailed.give()
    prefer(world, mailed.dev, NoticeKind.NUDGE, Way.NEVER)
    with later(6 * DAY):
        assert NUDGE not in [mail.subject for mail in mailbox.deliver()]


def test_who_records_what_they_received_is_not_nudged(mailed: Pair, mailbox: Mailbox) -> None:
    mailed.record_received()
    with later(6 * DAY):
        assert mailed.dev.email not in [mail.to for mail in mailbox.deliver()]


@pytest.mark.parametrize(
    ("kind", "status", "mark"),
    [
        (Kind.BUSINESS, Status.PASSED, "Not called yet"),
        (Kind.BUSINESS, Status.ACCEPTED, "Not called yet"),
        (Kind.JOB, Status.PASSED, "Not applied yet"),
        (Kind.JOB, Status.ACCEPTED, None),
        (Kind.INTRODUCTION, Status.ACCEPTED, "Not in touch yet"),
        (Kind.BUSINESS, Status.CONTACTED, None),
        (Kind.BUSINESS, Status.DECLINED, None),
    ],
)
def test_from_the_fifth_day_the_giver_sees_that_nobody_called(
    world: World, pair: Pair, kind: Kind, status: Status, mark: str | None
) -> None:
    one = world.referral(pair.amara, pair.dev, kind=kind, status=status)
    for days in (4, 5):
        with later(days * DAY):
            for reader in (pair.amara, pair.dev):
                browser = Browser(world.app).sign_in(reader)
                direction = "given" if reader is pair.amara else "received"
                for path in (f"referrals?direction={direction}", f"referrals/{one.id}"):
                    page = browser.get(path).text
                    seen = any(f"Not {word} yet" in page for word in ("called", "applied", "in touch"))
                    shown = mark if days == 5 and reader is pair.amara else None
                    assert seen is bool(shown), (days, reader.name, path)
                    assert (shown or "") in page


def test_after_a_fortnight_the_mark_says_that_it_was_not_answered(world: World, pair: Pair) -> None:
    one = world.referral(pair.amara, pair.dev)
    with later(14 * DAY):
        page = Browser(world.app).sign_in(pair.amara).get(f"referrals/{one.id}").text
    assert "Not answered yet · 14 days" in page
    assert "Not called yet" not in page
