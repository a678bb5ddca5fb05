"""The life of a referral, step by step."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.referrals import service
from groupnet.referrals.models import Standing, Status, Step
from tests.factories import World
from tests.referrals.pairs import Pair

FORWARD = (service.accept_referral, service.contact_prospect)


def test_the_receiver_moves_it_on_to_won(pair: Pair) -> None:
    referral_id = pair.give()
    for act in (*FORWARD, service.win):
        pair.act(act, pair.dev, referral_id)
    referral = pair.read(referral_id)
    assert referral.status is Status.WON
    assert referral.closed_at is not None
    history = [(event.status_before, event.status_after) for event in pair.events(referral_id)]
    assert history == [
        (None, "passed"),
        ("passed", "accepted"),
        ("accepted", "contacted"),
        ("contacted", "won"),
    ]


@pytest.mark.parametrize("act", [*FORWARD, service.win, service.lose, service.step_back])
def test_the_giver_moves_nothing(pair: Pair, act: Any) -> None:
    referral_id = pair.give()
    with pytest.raises(NotAllowed):
        pair.act(act, pair.amara, referral_id)
    assert pair.read(referral_id).status is Status.PASSED


def test_no_step_is_left_out(pair: Pair) -> None:
    referral_id = pair.give()
    for act in (service.contact_prospect, service.win, service.lose):
        with pytest.raises(RuleBroken):
            pair.act(act, pair.dev, referral_id)
    pair.act(service.accept_referral, pair.dev, referral_id)
    for act in (service.accept_referral, service.win, service.lose):
        with pytest.raises(RuleBroken):
            pair.act(act, pair.dev, referral_id)


def test_declining_needs_a_reason_and_keeps_it(pair: Pair) -> None:
    referral_id = pair.give()
    with pytest.raises(RuleBroken) as broken:
        pair.act(service.decline_referral, pair.dev, referral_id, reason="  ")
    assert broken.value.field == "reason"

    pair.act(service.decline_referral, pair.dev, referral_id, reason="Outside our area")
    referral = pair.read(referral_id)
    assert (referral.status, referral.decline_reason) == (Status.DECLINED, "Outside our area")
    assert referral.closed_at is not None
    assert pair.events(referral_id)[-1].note == "Outside our area"


def test_once_contacted_it_is_lost_or_won_but_not_declined(pair: Pair) -> None:
    referral_id = pair.record_received()
    pair.act(service.contact_prospect, pair.dev, referral_id)
    with pytest.raises(RuleBroken):
        pair.act(service.decline_referral, pair.dev, referral_id, reason="too late")
    pair.act(service.lose, pair.dev, referral_id)
    assert pair.read(referral_id).status is Status.LOST


def test_one_step_back_and_no_second(pair: Pair) -> None:
    referral_id = pair.give()
    for act in FORWARD:
        pair.act(act, pair.dev, referral_id)
    pair.act(service.step_back, pair.dev, referral_id)
    assert pair.read(referral_id).status is Status.ACCEPTED
    with pytest.raises(RuleBroken):
        pair.act(service.step_back, pair.dev, referral_id)
    pair.act(service.contact_prospect, pair.dev, referral_id)
    pair.act(service.step_back, pair.dev, referral_id)
    assert pair.read(referral_id).status is Status.ACCEPTED


def test_nothing_steps_back_before_where_it_started(pair: Pair) -> None:
    for referral_id in (pair.give(), pair.record_received()):
        with pytest.raises(RuleBroken):
            pair.act(service.step_back, pair.dev, referral_id)


def test_a_step_back_opens_it_again(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.decline_referral, pair.dev, referral_id, reason="a mistake")
    pair.act(service.step_back, pair.dev, referral_id)
    referral = pair.read(referral_id)
    assert (referral.status, referral.closed_at, referral.decline_reason) == (Status.PASSED, None, "")


def test_a_dispute_or_an_edit_between_does_not_hinder_the_step_back(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.accept_referral, pair.dev, referral_id)
    pair.act(service.dispute, pair.dev, referral_id)
    pair.act(service.lift_dispute, pair.dev, referral_id)
    pair.act(service.step_back, pair.dev, referral_id)
    assert pair.read(referral_id).status is Status.PASSED


def test_what_a_former_giver_passed_can_be_finished(world: World, pair: Pair) -> None:
    referral_id = pair.give()
    world.end_periods(pair.amara, world.today - timedelta(days=1))
    for act in (*FORWARD, service.win):
        pair.act(act, pair.dev, referral_id)
    pair.thank(referral_id, amount_minor=5000)
    assert pair.read(referral_id).status is Status.WON
    assert [thanks.thanked_id for thanks in pair.all_thanks()] == [pair.amara.id]


def test_the_recorder_takes_it_back_while_nobody_has_acted(pair: Pair) -> None:
    for referral_id, recorder in ((pair.give(), pair.amara), (pair.record_received(), pair.dev)):
        pair.act(service.withdraw, recorder, referral_id)
        referral = pair.read(referral_id)
        assert referral.standing is Standing.WITHDRAWN
        assert referral.closed_at is not None, "the prospect's data end from here"
        with pytest.raises(RuleBroken):
            pair.act(service.withdraw, recorder, referral_id)


def test_the_recorders_own_steps_do_not_bind_them(pair: Pair) -> None:
    referral_id = pair.record_received()
    pair.act(service.contact_prospect, pair.dev, referral_id)
    pair.act(service.withdraw, pair.dev, referral_id)
    assert pair.read(referral_id).standing is Standing.WITHDRAWN


def test_once_the_other_acted_it_cannot_be_taken_back(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.accept_referral, pair.dev, referral_id)
    pair.act(service.step_back, pair.dev, referral_id)
    with pytest.raises(RuleBroken):
        pair.act(service.withdraw, pair.amara, referral_id)
    thanked_for = pair.give()
    pair.thank(thanked_for)
    with pytest.raises(RuleBroken):
        pair.act(service.withdraw, pair.amara, thanked_for)


def test_only_the_recorder_takes_it_back(world: World, pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        pair.act(service.withdraw, pair.dev, pair.give())
    imported = world.referral(pair.amara, pair.dev, recorder_id=None, status=Status.ACCEPTED)
    for who in (pair.amara, pair.dev):
        with pytest.raises(NotAllowed):
            pair.act(service.withdraw, who, imported.id)


def test_the_other_side_disputes_and_alone_lifts(pair: Pair) -> None:
    referral_id = pair.give()
    with pytest.raises(NotAllowed):
        pair.act(service.dispute, pair.amara, referral_id)
    pair.act(service.dispute, pair.dev, referral_id, note="we never spoke of it")
    assert pair.read(referral_id).standing is Standing.DISPUTED
    assert pair.events(referral_id)[-1].note == "we never spoke of it"
    with pytest.raises(NotAllowed):
        pair.act(service.lift_dispute, pair.amara, referral_id)
    pair.act(service.lift_dispute, pair.dev, referral_id)
    assert pair.read(referral_id).standing is Standing.CLEAR


def test_both_may_dispute_what_an_import_recorded(world: World, pair: Pair) -> None:
    imported = world.referral(pair.amara, pair.dev, recorder_id=None, status=Status.ACCEPTED)
    pair.act(service.dispute, pair.amara, imported.id)
    with pytest.raises(NotAllowed):
        pair.act(service.lift_dispute, pair.dev, imported.id)
    pair.act(service.lift_dispute, pair.amara, imported.id)
    pair.act(service.dispute, pair.dev, imported.id)
    assert pair.read(imported.id).standing is Standing.DISPUTED


def test_nothing_moves_while_it_is_disputed(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.dispute, pair.dev, referral_id)
    for act, others in (
        (service.accept_referral, {}),
        (service.decline_referral, {"reason": "no"}),
        (service.dispute, {}),
    ):
        with pytest.raises(RuleBroken):
            pair.act(act, pair.dev, referral_id, **others)
    assert pair.read(referral_id).status is Status.PASSED


def test_a_disputed_one_can_still_be_taken_back(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.dispute, pair.dev, referral_id)
    pair.act(service.withdraw, pair.amara, referral_id)
    assert pair.read(referral_id).standing is Standing.WITHDRAWN
    for act in (service.accept_referral, service.lift_dispute):
        with pytest.raises(RuleBroken):
            pair.act(act, pair.dev, referral_id)


def test_every_act_is_in_the_history_with_who_and_when(pair: Pair) -> None:
    referral_id = pair.give()
    pair.act(service.dispute, pair.dev, referral_id)
    pair.act(service.lift_dispute, pair.dev, referral_id)
    pair.act(service.accept_referral, pair.dev, referral_id, note="gladly")
    pair.act(service.step_back, pair.dev, referral_id)
    events = pair.events(referral_id)
    assert [event.step for event in events] == [
        Step.RECORDED,
        Step.DISPUTED,
        Step.DISPUTE_LIFTED,
        Step.MOVED,
        Step.STEPPED_BACK,
    ]
    assert [event.actor_id for event in events] == [pair.amara.id] + 4 * [pair.dev.id]
    assert events[3].note == "gladly"
    assert all(a.happened_at <= b.happened_at for a, b in pairwise(events))
