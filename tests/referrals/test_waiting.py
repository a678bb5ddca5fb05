"""What waits for a person over all their groups, and what is new for a giver."""

from datetime import timedelta

from groupnet.core.clock import utc_now
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.referrals.models import Standing, Status
from groupnet.referrals.queries import (
    NewsKind,
    count_waiting_for,
    list_news_for_giver,
    list_to_answer,
    list_to_detail,
)
from tests.factories import World
from tests.referrals.pairs import Pair

DAY = timedelta(days=1)


def two_places(world: World, pair: Pair) -> tuple[Membership, Membership]:
    """Dev in a second group, and somebody there."""
    other = world.group("northside")
    return world.member(other, "Dev Patel"), world.member(other, "Nora North")


def test_what_waits_for_an_answer_over_two_groups(world: World, pair: Pair) -> None:
    dev_there, nora = two_places(world, pair)
    here = world.referral(pair.amara, pair.dev, given_on=world.today - DAY)
    there = world.referral(nora, dev_there)
    for others in ({"status": Status.ACCEPTED}, {"standing": Standing.DISPUTED}):
        world.referral(pair.amara, pair.dev, **others)
    world.referral(pair.dev, pair.amara)
    with world.app.app_context(), every_group():
        waiting = list_to_answer([pair.dev.id, dev_there.id], 5)
        assert list_to_answer([pair.dev.id, dev_there.id], 1) == waiting[:1]
    assert [(one.referral_id, one.person.name, one.person.group_slug) for one in waiting] == [
        (here.id, "Amara Okafor", "harbour"),
        (there.id, "Nora North", "northside"),
    ]
    assert [one.membership_id for one in waiting] == [pair.dev.id, dev_there.id]


def test_the_menus_count_is_what_waits(world: World, pair: Pair) -> None:
    pair.give()
    world.referral(pair.amara, pair.dev, standing=Standing.WITHDRAWN)
    with world.inside(pair.group):
        assert count_waiting_for(pair.dev.id) == 1
        assert count_waiting_for(pair.amara.id) == 0


def test_what_still_lacks_who_to_call(world: World, pair: Pair) -> None:
    bare = world.referral(pair.amara, pair.dev, given_on=world.today - DAY)
    for said in (
        {"prospect_name": "Ann"},
        {"prospect_contact": "020"},
        {"told_in_person": True},
        {"status": Status.CONTACTED},
        {"standing": Standing.WITHDRAWN},
        {"given_on": world.today - 8 * DAY},
    ):
        world.referral(pair.amara, pair.dev, **said)
    with world.app.app_context(), every_group():
        found = list_to_detail([pair.amara.id], world.today - 7 * DAY, 5)
    assert [(one.referral_id, one.person.name) for one in found] == [(bare.id, "Dev Patel")]


def test_news_for_the_giver_won_or_thanked_but_not_both(world: World, pair: Pair) -> None:
    now = utc_now()
    won = world.referral(pair.amara, pair.dev, status=Status.WON, closed_at=now - DAY)
    thanked = world.referral(pair.amara, pair.dev, status=Status.WON, closed_at=now - DAY)
    world.thanks(pair.dev, pair.amara, referral_id=thanked.id, amount_minor=500, created_at=now)
    world.referral(pair.amara, pair.dev, status=Status.WON, closed_at=now - 30 * DAY)
    world.referral(pair.amara, pair.dev, status=Status.LOST, closed_at=now)
    world.referral(pair.dev, pair.amara, status=Status.WON, closed_at=now)
    with world.app.app_context(), every_group():
        news = list_news_for_giver([pair.amara.id], now - 7 * DAY, 5)
    assert [(one.what, one.referral_id, one.amount_minor) for one in news] == [
        (NewsKind.THANKED, thanked.id, 500),
        (NewsKind.WON, won.id, None),
    ]
    assert {one.person.name for one in news} == {"Dev Patel"}
