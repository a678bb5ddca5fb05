"""Capacity is kept whatever changes: the expectation, the day, who belongs to the group."""

import pytest

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Status
from groupnet.groups.service import add_member
from groupnet.meetings.models import Answer, Expectation, Meeting
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.places import count_places
from groupnet.meetings.service.scheduling import bring_back, cancel_meeting, change_meeting
from tests.factories import World
from tests.meetings.guests import announce
from tests.meetings.tables import Table
from tests.meetings.timetable import Timetable, make_timetable

EVERYBODY = Expectation.EVERYBODY


@pytest.fixture
def table(world: World) -> Timetable:
    return make_timetable(world)


def held(table: Timetable, meeting: Meeting) -> Meeting:
    return get_meeting(meeting.id, table.organiser, to_change=True)


def bring_two(table: Timetable, meeting: Meeting) -> None:
    for name in ("Vera", "Walter"):
        announce(table.world, table.group, meeting, table.organiser, name, over_full=True)


def test_T43_places_held_by_silence_count_when_there_are_to_be_fewer(table: Timetable) -> None:
    meeting = table.schedule(capacity=4, expectation=EVERYBODY)
    bring_two(table, meeting)
    with table.world.inside(table.group), pytest.raises(RuleBroken, match="4 are coming"):
        change_meeting(
            meeting=held(table, meeting), plan=table.plan(capacity=3, expectation=EVERYBODY), **table.who
        )


def test_T43_silence_counts_from_the_moment_that_everybody_is_expected(table: Timetable) -> None:
    meeting = table.schedule(capacity=3)
    bring_two(table, meeting)
    with table.world.inside(table.group), pytest.raises(RuleBroken, match="4 are coming"):
        change_meeting(
            meeting=held(table, meeting), plan=table.plan(capacity=3, expectation=EVERYBODY), **table.who
        )


def test_T43_what_was_cancelled_comes_back_only_with_places_for_all(table: Timetable) -> None:
    meeting = table.schedule(capacity=4, expectation=EVERYBODY)
    bring_two(table, meeting)
    with table.world.inside(table.group):
        cancel_meeting(acting=table.organiser, meeting=held(table, meeting), reason="")
        db.session.commit()
    table.world.member(table.group)
    with table.world.inside(table.group), pytest.raises(RuleBroken, match="5 are coming"):
        bring_back(acting=table.organiser, meeting=held(table, meeting))


def test_one_more_for_whom_an_organiser_found_room_stays_when_the_title_changes(table: Timetable) -> None:
    meeting = table.schedule(capacity=1)
    bring_two(table, meeting)
    with table.world.inside(table.group):
        row = held(table, meeting)
        change_meeting(meeting=row, plan=table.plan(capacity=1, title="Brunch"), **table.who)
        assert (row.title, count_places(row).taken) == ("Brunch", 2)


def test_T43_who_comes_back_from_leave_waits_where_every_place_is_taken(world: World) -> None:
    table = Table(world, capacity=5, expectation=EVERYBODY)
    table.standing(table.dev, Status.ON_LEAVE)
    announce(world, table.group, table.meeting, table.amara, "Vera")
    table.standing(table.dev, Status.ACTIVE)
    assert table.answer(table.dev) is Answer.WAITLISTED
    assert (table.places.taken, table.places.waiting) == (5, 1)
    table.say(table.ben, Answer.DECLINED)
    assert table.answer(table.dev) is Answer.COMING


def test_T43_who_joins_waits_where_every_place_is_taken(world: World) -> None:
    table = Table(world, capacity=5, expectation=EVERYBODY)
    with world.inside(table.group):
        nina = add_member(name="Nina New", joined_on=world.today)
        db.session.commit()
    assert table.answer(nina) is Answer.WAITLISTED
    assert table.places.taken == 5
