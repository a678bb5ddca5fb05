"""Marks of attendance: which of two wins, what makes a meeting held, who and what is refused."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.groups.models import Membership, Status
from groupnet.meetings.models import Answer, Mark, MarkWay, MeetingStatus
from groupnet.meetings.service.attendance import Tap
from tests.factories import World
from tests.meetings.marking import MINUTE, make_breakfast
from tests.statements import count_statements

LATER = timedelta(hours=2)


def test_the_first_mark_makes_a_meeting_held_and_taking_the_last_back_undoes_it(world: World) -> None:
    breakfast = make_breakfast(world)
    assert breakfast.now().status is MeetingStatus.SCHEDULED
    breakfast.mark(breakfast.dev, Mark.PRESENT)
    held = breakfast.now()
    assert held.status is MeetingStatus.HELD
    assert held.held_at is not None
    breakfast.mark(breakfast.amara, Mark.LATE)
    breakfast.mark(breakfast.dev, None)
    assert breakfast.now().status is MeetingStatus.HELD
    breakfast.mark(breakfast.amara, None)
    again = breakfast.now()
    assert (again.status, again.held_at) == (MeetingStatus.SCHEDULED, None)
    assert len(breakfast.history()) == 4


def test_a_mark_leaves_the_version_alone_so_that_no_edit_is_refused_for_it(world: World) -> None:
    breakfast = make_breakfast(world)
    before = breakfast.now().version
    breakfast.mark(breakfast.dev, Mark.PRESENT)
    assert breakfast.now().version == before


def test_whoever_is_unmarked_is_not_recorded(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.PRESENT)
    assert breakfast.marks() == {"Dev": "present"}


def test_the_latest_tap_wins_whatever_the_order_of_arrival(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.LATE, at=breakfast.start + 7 * MINUTE)
    breakfast.mark(breakfast.dev, Mark.PRESENT, at=breakfast.start)
    assert breakfast.marks() == {"Dev": "late"}
    breakfast.mark(breakfast.dev, Mark.EXCUSED, at=breakfast.start + 8 * MINUTE)
    assert breakfast.marks() == {"Dev": "excused"}
    assert len(breakfast.history()) == 3


def test_an_older_tap_does_not_bring_back_what_was_taken_back_since(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, None, at=breakfast.start + 5 * MINUTE)
    breakfast.mark(breakfast.dev, Mark.PRESENT, at=breakfast.start + 4 * MINUTE)
    assert breakfast.marks() == {}


def test_of_two_taps_of_one_instant_the_one_that_arrives_later_wins(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.PRESENT, at=breakfast.start)
    breakfast.mark(breakfast.dev, Mark.ABSENT, at=breakfast.start)
    assert breakfast.marks() == {"Dev": "absent"}


def test_a_tap_that_arrives_twice_is_one(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.PRESENT, key="one-key")
    breakfast.mark(breakfast.dev, None, key="another")
    breakfast.mark(breakfast.dev, Mark.PRESENT, key="one-key")
    assert breakfast.marks() == {}
    assert len(breakfast.history()) == 2


def test_a_clock_that_is_ahead_cannot_outweigh_what_comes_after(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.PRESENT, at=utc_now() + timedelta(days=2))
    breakfast.mark(breakfast.dev, Mark.ABSENT)
    assert breakfast.marks() == {"Dev": "absent"}


@pytest.mark.parametrize("age", [timedelta(days=7, minutes=1), timedelta(days=30)])
def test_a_tap_of_more_than_a_week_ago_is_refused(world: World, age: timedelta) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - timedelta(days=40))
    with pytest.raises(RuleBroken, match="too old"):
        breakfast.mark(breakfast.dev, Mark.PRESENT, at=utc_now() - age)
    breakfast.mark(breakfast.dev, Mark.PRESENT, at=utc_now() - timedelta(days=6))
    assert breakfast.marks() == {"Dev": "present"}


def test_a_tap_from_before_the_meetings_day_is_refused(world: World) -> None:
    breakfast = make_breakfast(world)
    with pytest.raises(RuleBroken):
        breakfast.mark(breakfast.dev, Mark.PRESENT, at=breakfast.start - timedelta(days=1))
    assert breakfast.history() == []


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.DRAFT])
def test_a_cancelled_meeting_and_a_draft_take_no_marks(world: World, status: MeetingStatus) -> None:
    breakfast = make_breakfast(world, status=status)
    with pytest.raises(RuleBroken):
        breakfast.mark(breakfast.dev, Mark.PRESENT)
    assert breakfast.history() == []


def test_marks_begin_an_hour_before_the_start(world: World) -> None:
    early = make_breakfast(world, starts_at=utc_now() + timedelta(minutes=61))
    with pytest.raises(RuleBroken, match="from an hour"):
        early.mark(early.dev, Mark.PRESENT)
    soon = make_breakfast(world, starts_at=utc_now() + timedelta(minutes=59))
    soon.mark(soon.dev, Mark.PRESENT)
    assert soon.marks() == {"Dev": "present"}


def test_only_who_belongs_to_the_group_that_day_can_be_marked(world: World) -> None:
    breakfast = make_breakfast(world)
    world.end_periods(breakfast.dev, world.today - timedelta(days=2))
    with pytest.raises(RuleBroken, match="not in the group on that day"):
        breakfast.mark(breakfast.dev, Mark.PRESENT)
    world.end_periods(breakfast.amara, world.today - timedelta(days=2))
    world.period(breakfast.amara, Status.ON_LEAVE, world.today - timedelta(days=1))
    breakfast.mark(breakfast.amara, Mark.PRESENT)
    assert breakfast.marks() == {"Amara": "present"}


def test_only_organisers_mark_others_and_members_themselves_at_the_door(world: World) -> None:
    breakfast = make_breakfast(world)
    with pytest.raises(NotAllowed):
        breakfast.mark(breakfast.dev, Mark.PRESENT, acting=breakfast.dev)
    with pytest.raises(NotAllowed):
        breakfast.mark(breakfast.amara, Mark.PRESENT, acting=breakfast.dev, way=MarkWay.DOOR)
    breakfast.mark(breakfast.dev, Mark.PRESENT, acting=breakfast.dev, way=MarkWay.DOOR)
    assert breakfast.history() == [(Mark.PRESENT, MarkWay.DOOR)]


def test_who_stood_in_is_named_by_the_tap_or_else_by_the_members_answer(world: World) -> None:
    breakfast = make_breakfast(world)
    world.answer(breakfast.meeting, breakfast.dev, Answer.SUBSTITUTE, substitute_name="Sam Stand-In")

    def stood_in(who: Membership, name: str) -> Tap:
        return Tap(
            membership_id=who.id, mark=Mark.SUBSTITUTE, at=utc_now(), key=f"k{who.id}", substitute_name=name
        )

    taken = breakfast.take([stood_in(breakfast.dev, ""), stood_in(breakfast.amara, "Kim\n\u202eLee")])
    assert taken.marks == {
        breakfast.dev.id: (Mark.SUBSTITUTE, "Sam Stand-In"),
        breakfast.amara.id: (Mark.SUBSTITUTE, "Kim Lee"),
    }


def test_one_bad_tap_among_many_is_named_and_the_others_are_taken(world: World) -> None:
    breakfast = make_breakfast(world)
    at = utc_now()
    taken = breakfast.take(
        [
            Tap(membership_id=breakfast.dev.id, mark=Mark.LATE, at=at, key="a"),
            Tap(membership_id=987_654, mark=Mark.LATE, at=at, key="b"),
            Tap(membership_id=breakfast.amara.id, mark=Mark.LATE, at=at, key="c d"),
            Tap(membership_id=breakfast.dev.id, mark=Mark.PRESENT, at=at, key="a"),
        ]
    )
    assert [refused.key for refused in taken.refused] == ["b", "c d"]
    assert breakfast.marks() == {"Dev": "late"}


def test_closing_marks_absent_only_those_named_and_still_unmarked(world: World) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.PRESENT)
    breakfast.close(breakfast.dev, breakfast.amara)
    assert breakfast.marks() == {"Dev": "present", "Amara": "absent"}
    assert breakfast.now().attendance_closed_at is not None
    with pytest.raises(RuleBroken, match="closed"):
        breakfast.mark(breakfast.amara, Mark.PRESENT)
    breakfast.reopen()
    breakfast.mark(breakfast.amara, Mark.PRESENT)
    assert breakfast.marks()["Amara"] == "present"


def test_a_tap_made_before_the_closing_still_counts_when_it_arrives_after_it(world: World) -> None:
    breakfast = make_breakfast(world)
    tapped_at = utc_now() - MINUTE
    breakfast.mark(breakfast.dev, Mark.PRESENT)
    breakfast.close(breakfast.amara)
    breakfast.mark(breakfast.amara, Mark.PRESENT, at=tapped_at)
    assert breakfast.marks() == {"Dev": "present", "Amara": "present"}


def test_nothing_is_closed_before_anybody_is_marked(world: World) -> None:
    breakfast = make_breakfast(world)
    with pytest.raises(RuleBroken, match="Nobody is marked"):
        breakfast.close()
    assert breakfast.now().attendance_closed_at is None


@pytest.mark.parametrize("many", [1, 200])
def test_many_taps_take_as_many_statements_as_one(world: World, many: int) -> None:
    breakfast = make_breakfast(world)
    people = [world.member(breakfast.group, account=False).id for _ in range(many)]
    with count_statements() as sent:
        taken = breakfast.take(
            [Tap(membership_id=one, mark=Mark.PRESENT, at=utc_now(), key=f"k{one}") for one in people]
        )
    assert len(taken.marks) == many
    assert len(sent) == 5, "\n".join(sent)  # meeting, register, history, marks, held


def test_an_import_marks_meetings_of_any_age(world: World) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - timedelta(days=400))
    breakfast.mark(
        breakfast.dev, Mark.EXCUSED, at=breakfast.start, acting=breakfast.organiser, way=MarkWay.IMPORT
    )
    assert breakfast.marks() == {"Dev": "excused"}
    assert breakfast.now().status is MeetingStatus.HELD
