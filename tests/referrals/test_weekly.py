"""What referrals bring to the weekly mail: what waits, what came of it, and thanks, over all groups."""

from datetime import datetime, timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.groups.places import list_open_places
from groupnet.notices.models import NoticeKind, Way
from groupnet.referrals import service
from groupnet.referrals.notices import DIGEST
from tests.factories import World
from tests.mailbox import Mailbox
from tests.notices.weeks import at, work
from tests.referrals.letters import SECRETS, later, prefer, see_all
from tests.referrals.pairs import Pair

WEEK = timedelta(days=7)
TITLES = {
    NoticeKind.REFERRAL: "Waiting for you",
    NoticeKind.ANSWER: "What came of what you passed",
    NoticeKind.THANKS: "Thanks",
}


def coming_monday() -> datetime:
    """Its morning, some days on."""
    soon = utc_now() + timedelta(days=3)
    monday = soon + timedelta(days=-soon.weekday() % 7)
    return monday.replace(hour=8, minute=30)


def gathered(world: World, reader: Membership) -> dict[str, list[str]]:
    """The lines of each block, as the weekly mail of now gathers them."""
    assert reader.person_id is not None
    with world.app.app_context():
        places = list_open_places(reader.person_id)
        with every_group():
            return {
                str(part.title): [line.text for line in part.gather(places, utc_now() - WEEK, utc_now())]
                for part in DIGEST
            }


def test_what_waits_over_all_groups(world: World, pair: Pair) -> None:
    there = world.group("northside")
    person = world.person("dev@example.org", name="Dev Patel")
    dev = [world.member(group, "Dev Patel", person=person) for group in (pair.group, there)]
    pair.dev = dev[0]
    pair.give()
    world.referral(world.member(there, "Nora North"), dev[1])
    world.referral(dev[0], pair.amara)
    lines = gathered(world, dev[0])["Waiting for you"]
    assert sorted(lines) == [
        "Amara Okafor passed you a referral",
        "Nora North passed you a referral",
        "Who should Amara Okafor call?",
    ]


def test_of_several_steps_the_last_and_of_an_undone_one_none(pair: Pair, world: World) -> None:
    won, undone = pair.give(**SECRETS), pair.give(**SECRETS)
    for act in (service.accept_referral, service.contact_prospect, service.win):
        pair.act(act, pair.dev, won)
        with later():
            pass
    pair.act(service.accept_referral, pair.dev, undone)
    pair.act(service.step_back, pair.dev, undone)
    with later():
        assert gathered(world, pair.amara)["What came of what you passed"] == [
            "Business came of what you passed Dev Patel"
        ]
        assert gathered(world, pair.dev)["What came of what you passed"] == []


def test_thanks_with_their_amount_until_they_were_seen(pair: Pair, world: World) -> None:
    pair.thank(None, amount_minor=12_300)
    pair.thank(None)
    with later():
        assert gathered(world, pair.amara)["Thanks"] == [
            "Dev Patel thanked you",
            "Dev Patel thanked you: £123",
        ]
        see_all(pair, pair.amara)
        assert gathered(world, pair.amara)["Thanks"] == []
    with later(WEEK + timedelta(days=1)):
        assert gathered(world, pair.amara)["Thanks"] == []


@pytest.mark.parametrize(("way", "is_told"), [(Way.AT_ONCE, False), (Way.WEEKLY, True), (Way.NEVER, False)])
def test_a_call_that_is_still_open_is_told_weekly_to_those_who_want_their_reminders_there(
    mailed: Pair, mailbox: Mailbox, world: World, way: Way, is_told: bool
) -> None:
    prefer(world, mailed.dev, NoticeKind.NUDGE, way)
    monday = coming_monday()
    with at(monday - timedelta(days=6)):
        mailed.act(service.accept_referral, mailed.dev, mailed.give())
        called = mailed.give()
        for act in (service.accept_referral, service.contact_prospect):
            mailed.act(act, mailed.dev, called)
    with at(monday - timedelta(hours=1)):
        mailbox.deliver()
    with at(monday):
        work(world)
        weekly = "".join(sent.text for sent in mailbox.deliver() if sent.to == mailed.dev.email)
    assert weekly.count("Have you called about what Amara Okafor passed you?") == is_told


@pytest.mark.parametrize(
    ("kind", "way", "is_told"),
    [
        (NoticeKind.REFERRAL, Way.AT_ONCE, True),
        (NoticeKind.REFERRAL, Way.WEEKLY, True),
        (NoticeKind.REFERRAL, Way.NEVER, False),
        (NoticeKind.ANSWER, Way.AT_ONCE, False),
        (NoticeKind.ANSWER, Way.WEEKLY, True),
        (NoticeKind.ANSWER, Way.NEVER, False),
        (NoticeKind.THANKS, Way.AT_ONCE, False),
        (NoticeKind.THANKS, Way.WEEKLY, True),
        (NoticeKind.THANKS, Way.NEVER, False),
    ],
)
def test_what_was_mailed_at_once_is_told_weekly_only_while_it_waits(
    mailed: Pair, mailbox: Mailbox, world: World, kind: NoticeKind, way: Way, is_told: bool
) -> None:
    reader = mailed.dev if kind is NoticeKind.REFERRAL else mailed.amara
    prefer(world, reader, kind, way)
    monday = coming_monday()
    with at(monday - timedelta(days=2)):
        answered = mailed.give()
        mailed.act(service.accept_referral, mailed.dev, answered)
        mailed.give()
        mailed.thank(None)
    with at(monday - timedelta(days=1)):
        mailbox.deliver()
    with at(monday):
        work(world)
        weekly = "".join(sent.text for sent in mailbox.deliver() if sent.to == reader.email)
    assert (TITLES[kind] in weekly) is is_told
