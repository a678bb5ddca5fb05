"""Answering a meeting: places, the waiting list, and who is given a place that became free."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.tenancy import group_bound
from groupnet.groups.models import Status
from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus
from groupnet.meetings.queries.places import count_places
from tests.factories import World
from tests.meetings.tables import Table, told

COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer
NEXT_WEEK = timedelta(days=7)


def test_whoever_comes_takes_a_place_and_whoever_cannot_takes_none(world: World) -> None:
    table = Table(world, capacity=3)
    assert table.say(table.amara, COMING) is COMING
    assert table.say(table.ben, SUBSTITUTE, "  Sam  Stand-In ") is SUBSTITUTE
    assert table.say(table.chiara, DECLINED) is DECLINED
    assert (table.places.taken, table.places.free, table.places.waiting) == (2, 1, 0)
    row = table.row(table.ben)
    assert row
    assert row.substitute_name == "Sam Stand-In"


def test_without_a_capacity_everybody_finds_a_place(world: World) -> None:
    table = Table(world)
    assert table.say(table.amara, COMING) is COMING
    assert table.places.free is None


def test_the_full_meeting_has_a_waiting_list_in_the_order_of_asking(world: World) -> None:
    table = Table(world, capacity=1)
    table.say(table.amara, COMING)
    assert table.say(table.ben, COMING) is WAITLISTED
    assert table.say(table.chiara, WAITLISTED) is WAITLISTED
    assert table.say(table.dev, SUBSTITUTE, "Sam") is WAITLISTED
    numbers = [row.queue_number for row in map(table.row, (table.ben, table.chiara, table.dev)) if row]
    assert numbers == [1, 2, 3]
    assert table.places.waiting == 3


def test_the_wish_to_wait_takes_a_place_where_one_is_free(world: World) -> None:
    table = Table(world, capacity=1)
    assert table.say(table.amara, WAITLISTED) is COMING


def test_a_freed_place_goes_to_the_first_on_the_waiting_list_who_is_told_once(world: World) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben, table.chiara):
        table.say(who, COMING)
    with told() as heard:
        table.say(table.amara, DECLINED)
        assert (table.answer(table.ben), table.answer(table.chiara)) == (COMING, WAITLISTED)
        table.say(table.amara, DECLINED)
    assert heard == [table.ben.id]
    row = table.row(table.ben)
    assert row
    assert row.promoted_at is not None


def test_whoever_waits_to_send_somebody_sends_them_when_a_place_is_free(world: World) -> None:
    table = Table(world, capacity=1)
    table.say(table.amara, COMING)
    table.say(table.ben, SUBSTITUTE, "Sam Stand-In")
    table.say(table.amara, DECLINED)
    row = table.row(table.ben)
    assert row
    assert (row.answer, row.substitute_name) == (SUBSTITUTE, "Sam Stand-In")


def test_changing_ones_mind_keeps_no_better_place(world: World) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben, table.chiara):
        table.say(who, COMING)
    table.say(table.ben, DECLINED)
    assert table.say(table.ben, COMING) is WAITLISTED
    table.say(table.amara, DECLINED)
    assert (table.answer(table.ben), table.answer(table.chiara)) == (WAITLISTED, COMING)
    assert table.say(table.amara, COMING) is WAITLISTED
    table.say(table.chiara, DECLINED)
    assert (table.answer(table.amara), table.answer(table.ben)) == (WAITLISTED, COMING)


def test_asking_again_or_naming_another_keeps_the_number_on_the_list(world: World) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben, table.chiara):
        table.say(who, COMING)
    assert table.say(table.ben, COMING) is WAITLISTED
    assert table.say(table.ben, SUBSTITUTE, "Sam") is WAITLISTED
    row = table.row(table.ben)
    assert row
    assert (row.queue_number, row.substitute_name) == (1, "Sam")


def test_coming_oneself_instead_of_the_substitute_keeps_the_place(world: World) -> None:
    table = Table(world, capacity=1)
    table.say(table.amara, SUBSTITUTE, "Sam")
    table.say(table.ben, COMING)
    assert table.say(table.amara, COMING) is COMING
    row = table.row(table.amara)
    assert row
    assert row.substitute_name == ""
    assert table.say(table.amara, WAITLISTED) is COMING


def test_giving_up_a_waiting_place_lets_the_next_move_up(world: World) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben, table.chiara):
        table.say(who, COMING)
    table.say(table.ben, DECLINED)
    table.say(table.amara, DECLINED)
    assert table.answer(table.chiara) is COMING


def test_more_places_go_to_as_many_as_wait(world: World) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben, table.chiara, table.dev):
        table.say(who, COMING)
    with told() as heard:
        table.change(capacity=3)
        table.change(capacity=None)
    assert heard == [table.ben.id, table.chiara.id, table.dev.id]


def test_visitors_hold_places_unless_they_did_not_come(world: World) -> None:
    table = Table(world, capacity=3)
    table.visit()
    table.visit(came=True)
    table.visit(came=False)
    assert table.places.taken == 2
    assert table.say(table.amara, COMING) is COMING
    assert table.say(table.ben, COMING) is WAITLISTED


def test_where_everybody_is_expected_silence_holds_a_place(world: World) -> None:
    table = Table(world, capacity=5, expectation=Expectation.EVERYBODY)
    assert (table.places.taken, table.places.free) == (5, 0)
    table.say(table.amara, DECLINED)
    assert table.places.free == 1
    table.visit()
    assert table.say(table.ben, COMING) is COMING, "their silence held a place already"
    assert table.say(table.amara, COMING) is WAITLISTED, "theirs went to a visitor"


def test_members_on_leave_are_not_expected_but_may_come(world: World) -> None:
    table = Table(world, capacity=5, expectation=Expectation.EVERYBODY)
    table.standing(table.dev, Status.ON_LEAVE)
    assert table.places.taken == 4
    assert table.say(table.dev, COMING) is COMING
    assert table.places.taken == 5


@pytest.mark.parametrize("status", [Status.ON_LEAVE, Status.LEFT])
def test_whoever_goes_on_leave_or_leaves_frees_the_place(world: World, status: Status) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben):
        table.say(who, COMING)
    with told() as heard:
        table.standing(table.amara, status, timedelta(days=1))
    assert heard == [table.ben.id]
    assert table.places.taken == 1
    table.standing(table.amara, Status.ACTIVE, timedelta(days=1))
    assert table.places.taken == 1, "coming back takes nobody's place"
    assert table.answer(table.amara) is None


def test_a_leave_after_the_meeting_frees_nothing(world: World) -> None:
    table = Table(world, capacity=1)
    table.say(table.amara, COMING)
    table.standing(table.amara, Status.ON_LEAVE, timedelta(days=8))
    assert table.answer(table.amara) is COMING


def test_the_silence_of_whoever_goes_on_leave_frees_a_place(world: World) -> None:
    table = Table(world, capacity=5, expectation=Expectation.EVERYBODY)
    table.say(table.amara, DECLINED)
    table.visit()
    table.say(table.amara, COMING)
    table.standing(table.dev, Status.ON_LEAVE)
    assert table.answer(table.amara) is COMING


def test_nobody_who_left_is_given_a_place(world: World) -> None:
    table = Table(world, capacity=1)
    for who in (table.amara, table.ben, table.chiara):
        table.say(who, COMING)
    world.end_periods(table.ben, world.today)
    table.say(table.amara, DECLINED)
    assert table.answer(table.chiara) is COMING
    assert table.say(table.dev, COMING) is WAITLISTED
    assert table.say(table.amara, COMING) is WAITLISTED


def test_whoever_is_not_in_the_group_on_the_day_cannot_answer(world: World) -> None:
    table = Table(world)
    world.end_periods(table.ben, world.today + timedelta(days=1))
    with pytest.raises(RuleBroken, match="Ben Brandt is not in the group on that day"):
        table.say(table.ben, COMING)


def test_a_substitute_needs_a_name_of_fair_length(world: World) -> None:
    table = Table(world)
    for name in ("", " \t ", "x" * 121):
        with pytest.raises(RuleBroken) as broken:
            table.say(table.amara, SUBSTITUTE, name)
        assert broken.value.field == "substitute_name"
    assert table.answer(table.amara) is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": MeetingStatus.CANCELLED}, "cancelled"),
        ({"closes_at": timedelta(days=-1)}, "Answers are closed"),
        ({"starts_at": timedelta(days=-1)}, "over"),
        ({"kind": MeetingKind.ONE_TO_ONE}, "settled between its two"),
    ],
)
def test_when_nobody_answers_by_themselves(world: World, fields: dict[str, object], sentence: str) -> None:
    now = utc_now()
    given = {name: now + value if isinstance(value, timedelta) else value for name, value in fields.items()}
    table = Table(world, **given)
    world.answer(table.meeting, table.ben, DECLINED)
    with pytest.raises(RuleBroken, match=sentence):
        table.say(table.ben, COMING)
    assert table.answer(table.ben) is DECLINED


def test_an_organiser_answers_for_a_member_until_the_meeting_is_over(world: World) -> None:
    now = utc_now()
    table = Table(world, starts_at=now + NEXT_WEEK, closes_at=now + timedelta(days=5), capacity=1)
    with time_machine.travel(now + NEXT_WEEK - timedelta(hours=1), tick=False):
        assert table.say(table.amara, COMING, acting=table.organiser) is COMING
        assert table.say(table.ben, COMING, acting=table.organiser) is WAITLISTED, "never beyond capacity"
        assert table.say(table.organiser, DECLINED) is DECLINED
        row = table.row(table.amara)
        assert row
        assert row.answered_by_id == table.organiser.id
    with time_machine.travel(now + NEXT_WEEK + timedelta(minutes=10), tick=False):
        table.say(table.amara, DECLINED, acting=table.organiser)
        assert table.answer(table.ben) is WAITLISTED, "nobody is given a place of what has begun"
        assert table.say(table.chiara, COMING, acting=table.organiser) is COMING
    with (
        time_machine.travel(now + NEXT_WEEK + timedelta(hours=3), tick=False),
        pytest.raises(RuleBroken, match="over"),
    ):
        table.say(table.amara, COMING, acting=table.organiser)


def test_T13_a_member_answers_for_nobody_else(world: World) -> None:
    table = Table(world)
    with pytest.raises(NotAllowed):
        table.say(table.amara, COMING, acting=table.ben)


def test_T46_the_same_answer_twenty_times_is_one(world: World) -> None:
    table = Table(world, capacity=2)
    table.say(table.amara, COMING)
    first = table.row(table.amara)
    with time_machine.travel(utc_now() + timedelta(hours=1), tick=False), told() as heard:
        for _ in range(20):
            table.say(table.amara, COMING)
    again = table.row(table.amara)
    assert first
    assert again
    assert (again.id, again.answered_at) == (first.id, first.answered_at)
    assert (table.places.taken, heard) == (1, [])


def test_places_are_counted_within_the_group_alone(world: World) -> None:
    table = Table(world, capacity=2, expectation=Expectation.EVERYBODY)
    other = world.group("hill")
    stranger = world.member(other)
    theirs = world.meeting(other, expectation=Expectation.EVERYBODY)
    world.answer(theirs, stranger, COMING)
    with world.app.app_context(), group_bound(other.id):
        assert count_places(theirs).taken == 1
    assert table.places.taken == 5
