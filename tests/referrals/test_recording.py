"""Recording a referral from either side, and editing it."""

from datetime import timedelta

import pytest

from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.groups.models import Membership, Status
from groupnet.referrals import models as referrals
from groupnet.referrals import service
from groupnet.referrals.models import Kind, Step
from tests.factories import World
from tests.referrals.pairs import Pair

DAY = timedelta(days=1)


def give(world: World, giver: Membership, receiver: Membership, **details: object) -> None:
    with world.inside(giver):
        said = service.Details(**{"given_on": world.today, **details})  # type: ignore[arg-type]
        service.give_referral(giver=giver, receiver=receiver, details=said, today=world.today)
        db.session.commit()


def test_what_the_giver_records_waits_for_an_answer(pair: Pair) -> None:
    referral = pair.read(pair.give())
    assert (referral.status, referral.recorder_id) == (referrals.Status.PASSED, pair.amara.id)
    [event] = pair.events(referral.id)
    assert (event.step, event.actor_id, event.status_after) == (Step.RECORDED, pair.amara.id, "passed")


def test_what_the_receiver_records_starts_accepted(pair: Pair) -> None:
    referral = pair.read(pair.record_received())
    assert (referral.status, referral.recorder_id) == (referrals.Status.ACCEPTED, pair.dev.id)
    assert (referral.giver_id, referral.receiver_id) == (pair.amara.id, pair.dev.id)


def test_nobody_passes_a_referral_to_themselves(world: World, pair: Pair) -> None:
    with pytest.raises(RuleBroken) as broken:
        give(world, pair.amara, pair.amara)
    assert broken.value.field == "person_id"
    assert pair.count() == 0


def test_a_date_lies_in_the_past_and_never_in_the_future(world: World, pair: Pair) -> None:
    pair.give(given_on=world.today - 300 * DAY)
    with pytest.raises(RuleBroken) as broken:
        pair.give(given_on=world.today + DAY)
    assert broken.value.field == "given_on"
    assert pair.count() == 1


def test_somebody_on_leave_gives_and_receives(world: World, pair: Pair) -> None:
    world.end_periods(pair.dev, world.today - DAY)
    world.period(pair.dev, Status.ON_LEAVE, world.today)
    pair.give()
    pair.record_received()
    assert pair.count() == 2


def test_somebody_who_left_or_was_only_invited_gets_no_new_referral(world: World, pair: Pair) -> None:
    left = world.member(pair.group, "Lena Left")
    world.end_periods(left, world.today - DAY)
    invited = world.member(pair.group, "Ivo Invited", joined_on=world.today + DAY)
    for other in (left, invited):
        with pytest.raises(RuleBroken):
            give(world, pair.amara, other)
        with pytest.raises(RuleBroken):
            give(world, other, pair.amara)
    assert pair.count() == 0


def test_an_edit_says_what_changed_and_never_from_what_to_what(world: World, pair: Pair) -> None:
    referral_id = pair.give(prospect_name="Ann Lee")
    changed = service.Details(given_on=world.today - DAY, kind=Kind.JOB, prospect_name="Ann Lind")
    pair.act(service.edit_referral, pair.dev, referral_id, details=changed, today=world.today)

    referral, event = pair.read(referral_id), pair.events(referral_id)[-1]
    assert (referral.kind, referral.given_on, referral.prospect_name) == (
        Kind.JOB,
        world.today - DAY,
        "Ann Lind",
    )
    assert (event.step, event.actor_id) == (Step.EDITED, pair.dev.id)
    assert set(event.note.split()) == {"given_on", "kind", "prospect_name"}


def test_an_edit_that_changes_nothing_leaves_no_trace(world: World, pair: Pair) -> None:
    referral_id = pair.give()
    same = service.Details(given_on=world.today)
    pair.act(service.edit_referral, pair.amara, referral_id, details=same, today=world.today)
    assert [event.step for event in pair.events(referral_id)] == [Step.RECORDED]


def test_an_edit_keeps_the_day_out_of_the_future(world: World, pair: Pair) -> None:
    referral_id = pair.give()
    late = service.Details(given_on=world.today + DAY)
    with pytest.raises(RuleBroken):
        pair.act(service.edit_referral, pair.amara, referral_id, details=late, today=world.today)


def test_a_referral_with_an_amount_on_it_does_not_become_a_job(world: World, pair: Pair) -> None:
    referral_id = pair.give()
    pair.thank(referral_id, amount_minor=100)
    job = service.Details(given_on=world.today, kind=Kind.JOB)
    with pytest.raises(RuleBroken) as broken:
        pair.act(service.edit_referral, pair.amara, referral_id, details=job, today=world.today)
    assert broken.value.field == "kind"


def test_a_third_person_can_do_nothing_with_it(world: World, pair: Pair) -> None:
    referral_id = pair.give()
    chiara = world.member(pair.group, "Chiara")
    same = service.Details(given_on=world.today)
    with pytest.raises(NotFound):
        pair.act(service.edit_referral, chiara, referral_id, details=same, today=world.today)
    with world.inside(pair.group), pytest.raises(NotFound):
        service.accept_referral(referral=pair.read(referral_id), actor=chiara)


def test_telling_in_person_is_noted_once(pair: Pair) -> None:
    referral_id = pair.give()
    for _ in range(2):
        pair.act(service.mark_told_in_person, pair.amara, referral_id)
    assert pair.read(referral_id).told_in_person
    assert [event.step for event in pair.events(referral_id)] == [Step.RECORDED, Step.TOLD]


def test_who_to_call_can_be_added_later_and_nothing_is_emptied_by_it(pair: Pair) -> None:
    referral_id = pair.give(prospect_contact="020 7946 0000")
    pair.act(service.add_details, pair.amara, referral_id, prospect_name="Ann Lee", prospect_contact="")
    referral = pair.read(referral_id)
    assert (referral.prospect_name, referral.prospect_contact) == ("Ann Lee", "020 7946 0000")
    assert pair.events(referral_id)[-1].note == "prospect_name"
