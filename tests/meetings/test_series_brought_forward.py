"""Series of which a later meeting was brought forward and held, or an earlier one put off."""

from datetime import date, time, timedelta

import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.meetings.models import Answer, Expectation, Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.service import series as service
from tests.factories import World
from tests.meetings.changes import change, days_of
from tests.meetings.timetable import Timetable
from tests.statements import count_statements

NINTH = 8


def place(table: Timetable, meeting: Meeting, on_day: date, status: MeetingStatus) -> None:
    """Let one meeting be on another day than its own by the rule."""
    with table.world.inside(table.group):
        row = get_meeting(meeting.id, table.organiser, to_change=True)
        by = on_day - row.on_day
        row.starts_at, row.ends_at, row.closes_at = (
            moment + by for moment in (row.starts_at, row.ends_at, row.closes_at)
        )
        row.on_day, row.status, row.own_fields = on_day, status, "when"
        db.session.commit()


def bring_forward(table: Timetable, series: MeetingSeries) -> list[Meeting]:
    """The ninth was yesterday."""
    meetings = table.meetings(series)
    place(table, meetings[NINTH], table.today - timedelta(days=1), MeetingStatus.HELD)
    return meetings


def end(table: Timetable, series: MeetingSeries, from_on: date | None = None) -> None:
    """End the series."""
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        service.cancel_series(acting=table.organiser, series=held, reason="", from_on=from_on)
        db.session.commit()


def made_ahead(table: Timetable) -> int:
    """How many meetings the day's work makes."""
    with table.world.inside(table.group):
        made = service.schedule_ahead(group=table.group, today=table.today)
        db.session.commit()
        return made


def test_all_to_come_are_changed_those_before_one_held_early_too(table: Timetable) -> None:
    series = table.start()
    bring_forward(table, series)
    changed = change(table, series, place="Town hall", on_day=table.coming())
    assert changed.id == series.id
    places = [meeting.place for meeting in table.meetings(series)]
    assert places[:NINTH] == ["Town hall"] * NINTH
    assert places[NINTH] == "", "what was held stays as it was"
    assert set(places[NINTH + 1 :]) == {"Town hall"}


def test_another_hour_leaves_one_held_early_and_makes_it_no_second_time(table: Timetable) -> None:
    series = table.start()
    first = table.meetings(series)[0]
    with time_machine.travel(first.ends_at + timedelta(days=1)):
        meetings = bring_forward(table, series)
        second = meetings[1].on_day
        new = change(table, series, starts_time=time(9), on_day=second)
        assert [meeting.id for meeting in table.meetings(series)] == [first.id]
        there = table.meetings(new)
        assert [meeting.id for meeting in there[: NINTH + 1]] == [one.id for one in meetings[1 : NINTH + 2]]
        assert there[NINTH - 1].status is MeetingStatus.HELD
        assert there[NINTH - 1].on_day == table.today - timedelta(days=1)
        assert {(one.occurs_on, one.status) for one in there[: NINTH - 1]} == {
            (one.occurs_on, MeetingStatus.SCHEDULED) for one in meetings[1:NINTH]
        }


def test_one_that_was_put_off_is_changed_with_the_rest_and_keeps_its_day(table: Timetable) -> None:
    series = table.start()
    first, second, third, *_ = table.meetings(series)
    later = third.on_day + timedelta(days=1)
    place(table, first, later, MeetingStatus.SCHEDULED)
    with time_machine.travel(second.ends_at + timedelta(days=1)):
        changed = change(table, series, place="Town hall", on_day=third.on_day)
        assert changed.id == series.id
        put_off, been, coming, *_ = table.meetings(series)
        assert (put_off.on_day, put_off.place) == (later, "Town hall")
        assert put_off.status is MeetingStatus.SCHEDULED
        assert (been.place, coming.place) == ("", "Town hall")


def test_a_series_that_ends_makes_nothing_anew_although_one_was_held_early(table: Timetable) -> None:
    series = table.start()
    bring_forward(table, series)
    end(table, series)
    assert made_ahead(table) == 0
    statuses = [(one.occurs_on, one.status) for one in table.meetings(series)]
    assert [status for _, status in statuses].count(MeetingStatus.HELD) == 1
    assert not [day for day, status in statuses if status is MeetingStatus.SCHEDULED]


def test_a_series_that_ends_after_some_of_it_has_been_ends_there(table: Timetable) -> None:
    series = table.start()
    meetings = table.meetings(series)
    with time_machine.travel(meetings[1].ends_at + timedelta(hours=1)):
        bring_forward(table, series)
        end(table, series)
        assert made_ahead(table) == 0
        with table.world.inside(table.group):
            last_on = get_series(series.id, table.organiser).last_on
        assert last_on == meetings[1].occurs_on


def test_ending_from_a_day_on_before_one_held_early_keeps_those_before_that_day(table: Timetable) -> None:
    series = table.start()
    meetings = bring_forward(table, series)
    end(table, series, meetings[4].occurs_on)
    assert made_ahead(table) == 0
    assert days_of(table.meetings(series)) == [meeting.on_day for meeting in meetings[:4]]


def test_more_places_in_a_year_of_meetings_are_given_where_somebody_waits(
    world: World, table: Timetable
) -> None:
    series = table.start(expectation=Expectation.SIGN_UP, capacity=1)
    waited_for = table.meetings(series)[2]
    world.answer(waited_for, table.member, Answer.COMING)
    waits = world.answer(waited_for, table.organiser, Answer.WAITLISTED, queue_number=1)
    with count_statements() as sent:
        change(table, series, expectation=Expectation.SIGN_UP, capacity=2)
    counts = [one for one in sent if "max(meeting_answer.queue_number)" in one]
    assert 0 < len(counts) <= 3, "only that one is counted"
    with world.inside(table.group):
        row = db.session.merge(waits)
        db.session.refresh(row)
        assert row.answer is Answer.COMING
        assert row.promoted_at is not None
        assert row.promoted_at <= utc_now()
