"""Series: a year of meetings, changed from a day on or all of them, with what people said kept."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.meetings.models import (
    Answer,
    Expectation,
    MeetingStatus,
)
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.recurrence import MonthlyOnDay, Weekly, wall_time
from groupnet.meetings.service import series as service
from groupnet.meetings.service.scheduling import cancel_meeting, change_meeting
from tests.meetings.changes import change, days_of, heard, local_hours
from tests.meetings.timetable import Timetable

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
WEDNESDAY = 2


def test_T52_a_year_of_thursdays_at_seven_is_made_at_once(table: Timetable) -> None:
    with heard() as said:
        meetings = table.meetings(table.start())
    assert len(meetings) in (52, 53)
    assert local_hours(table, meetings) == {time(7)}
    assert {meeting.on_day.weekday() for meeting in meetings} == {3}
    assert said == [("series", "scheduled")]


def test_a_draft_tells_nobody_until_it_is_scheduled(table: Timetable) -> None:
    with heard() as said:
        series = table.start(is_draft=True)
        assert said == []
        with table.world.inside(table.group):
            held = get_series(series.id, table.organiser, to_change=True)
            service.publish_series(acting=table.organiser, series=held)
            db.session.commit()
        assert said == [("series", "scheduled")]
    assert {meeting.status for meeting in table.meetings(series)} == {MeetingStatus.SCHEDULED}


def test_a_series_always_shows_a_year_and_once_more_changes_nothing(table: Timetable) -> None:
    series = table.start()
    before = len(table.meetings(series))
    made = []
    with time_machine.travel(utc_now() + timedelta(days=70)):
        for _ in range(2):
            with table.world.inside(table.group):
                made.append(service.schedule_ahead(group=table.group, today=table.today))
                db.session.commit()
        after = table.meetings(series)
        assert after[-1].on_day > table.today + timedelta(days=357)
    assert made == [len(after) - before, 0]
    assert len({meeting.occurs_on for meeting in after}) == len(after)


def test_T52_on_the_31st_months_without_it_are_skipped(table: Timetable) -> None:
    meetings = table.meetings(table.start(rule=MonthlyOnDay(1, 31)))
    assert len(meetings) == 7
    assert {meeting.on_day.day for meeting in meetings} == {31}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"on_day": date(2020, 1, 2)}, "on_day"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"title": ""}, "title"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 1, "expectation": Expectation.EVERYBODY}, "capacity"),
        ({"closes_minutes": -1}, "closes"),
        ({"speakers": 10}, "speakers"),
    ],
)
def test_what_no_series_can_be_is_refused_at_its_field(
    table: Timetable, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        table.start(**fields)
    assert refused.value.field == field


def test_a_last_day_before_the_first_and_no_day_left_are_refused(table: Timetable) -> None:
    with pytest.raises(RuleBroken, match="last day"):
        table.start(last_on=table.coming() - A_DAY)
    with pytest.raises(RuleBroken, match="No day is left"):
        table.start(last_on=table.coming(), skipped=frozenset({table.coming()}))


def test_T52_all_at_another_hour_keeps_answers_and_what_was_changed_for_one_alone(table: Timetable) -> None:
    series = table.start()
    first, second, third, *_ = table.meetings(series)
    table.world.answer(first, table.member, Answer.DECLINED)
    with table.world.inside(table.group):
        held = get_meeting(second.id, table.organiser, to_change=True)
        plan = table.plan(on_day=second.on_day - A_DAY, starts_time=time(18), place="The Crown")
        change_meeting(meeting=held, plan=plan, **table.who)
        held = get_meeting(third.id, table.organiser, to_change=True)
        cancel_meeting(acting=table.organiser, meeting=held, reason="Snow")
        db.session.commit()
    with heard() as said:
        changed = change(table, series, starts_time=time(8), place="The Anchor")
    assert said == [("series", "moved")]
    assert changed.id == series.id, "nothing has been, so it is the same series"
    after = table.meetings(series)
    assert [meeting.id for meeting in after[:3]] == [first.id, second.id, third.id]
    assert wall_time(after[0].starts_at, "Europe/London").time() == time(8)
    moved = wall_time(after[1].starts_at, "Europe/London")
    assert (moved.date(), moved.time()) == (second.on_day - A_DAY, time(18))
    assert (after[1].occurs_on, after[1].place) == (second.on_day, "The Crown")
    assert after[0].place == after[3].place == "The Anchor"
    assert (after[2].status, after[2].cancel_reason) == (MeetingStatus.CANCELLED, "Snow")
    assert local_hours(table, after[3:]) == {time(8)}


def test_T52_this_and_following_splits_the_series_and_answers_stay_with_their_day(table: Timetable) -> None:
    series = table.start()
    before = table.meetings(series)
    table.world.answer(before[5], table.member, Answer.DECLINED)
    with heard() as said:
        new = change(table, series, before[4].occurs_on, starts_time=time(8))
    assert said == [("series", "moved")]
    assert new.id != series.id
    assert new.uid != series.uid
    old = table.meetings(series)
    assert [meeting.id for meeting in old] == [meeting.id for meeting in before[:4]]
    assert local_hours(table, old) == {time(7)}
    with table.world.inside(table.group):
        kept = get_series(series.id, table.organiser)
        assert kept.last_on is not None
        assert before[4].occurs_on is not None
        assert kept.last_on == before[4].occurs_on - A_DAY
    later = table.meetings(new)
    assert [meeting.id for meeting in later][: len(before) - 4] == [meeting.id for meeting in before[4:]]
    assert {meeting.uid for meeting in later} == {new.uid}
    assert local_hours(table, later) == {time(8)}


def test_a_day_that_falls_away_is_cancelled_where_people_count_on_it_and_they_are_told(
    table: Timetable,
) -> None:
    series = table.start(expectation=Expectation.SIGN_UP)
    before = table.meetings(series)
    table.world.answer(before[10], table.member, Answer.COMING)
    with heard() as said:
        change(table, series, rule=Weekly(1, (WEDNESDAY,)), on_day=table.coming(WEDNESDAY))
    assert said == [("meeting", "cancelled"), ("series", "moved")]
    after = table.meetings(series)
    by_id = {meeting.id: meeting for meeting in after}
    assert by_id[before[10].id].status is MeetingStatus.CANCELLED
    assert before[20].id not in by_id, "nobody counts on it, so it is gone"
    assert by_id[before[0].id].status is MeetingStatus.CANCELLED, "the next weeks are in everybody's mind"
    assert {day.weekday() for day in days_of(after)} == {WEDNESDAY}
    assert len(days_of(after)) in (52, 53)


def test_meetings_held_are_never_changed_by_their_series(table: Timetable) -> None:
    series = table.start()
    first, second, *_ = table.meetings(series)
    with table.world.inside(table.group):
        held = get_meeting(first.id, table.organiser, to_change=True)
        held.status, held.held_at = MeetingStatus.HELD, utc_now()
        db.session.commit()
    with time_machine.travel(first.ends_at + A_DAY):
        new = change(table, series, starts_time=time(9), title="Brunch", on_day=second.on_day)
        assert new.id != series.id, "days and hours that have been stay in a series of their own"
        (kept,) = table.meetings(series)
        assert (kept.id, kept.title, kept.status) == (first.id, "Breakfast", MeetingStatus.HELD)
        assert local_hours(table, [kept]) == {time(7)}
        assert local_hours(table, table.meetings(new)) == {time(9)}
        words = change(table, new, title="Late Brunch", starts_time=time(9), on_day=second.on_day)
        assert words.id == new.id
        assert {meeting.title for meeting in table.meetings(new)} == {"Late Brunch"}


def test_words_alone_leave_a_series_whole_although_some_of_it_has_been(table: Timetable) -> None:
    series = table.start()
    first, second, *_ = table.meetings(series)
    with time_machine.travel(first.ends_at + A_DAY):
        changed = change(table, series, title="Brunch", on_day=second.on_day)
        assert changed.id == series.id
        assert [meeting.title for meeting in table.meetings(series)[:2]] == ["Breakfast", "Brunch"]


def test_a_day_left_out_and_brought_back_is_the_same_meeting_with_its_answers(table: Timetable) -> None:
    series = table.start()
    second = table.meetings(series)[1]
    table.world.answer(second, table.member, Answer.DECLINED)
    assert second.occurs_on is not None
    with heard() as said:
        change(table, series, skipped=frozenset({second.occurs_on}))
    assert said == [("meeting", "cancelled"), ("series", "moved")]
    assert second.on_day not in days_of(table.meetings(series))
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        back = service.bring_day_back(series=held, day=second.occurs_on, **table.who)
        db.session.commit()
        assert (back.id, back.status) == (second.id, MeetingStatus.SCHEDULED)
        assert not service.skipped_days(held)
    change(table, series, skipped=frozenset({second.occurs_on}))
    change(table, series, skipped=frozenset())
    assert second.on_day in days_of(table.meetings(series)), "by the form as well"
