"""Series: ended, their places and slots, and a group's other clock."""

from datetime import time, timedelta

import pytest

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, Expectation, MeetingStatus
from groupnet.meetings.queries.series import get_series, list_occurrences
from groupnet.meetings.queries.slots import get_slot, list_slots
from groupnet.meetings.recurrence import wall_time
from groupnet.meetings.service import series as service
from groupnet.meetings.service.slots import take_slot
from groupnet.meetings.service.zone import keep_wall_time
from tests.browser import Browser
from tests.factories import World
from tests.meetings.changes import change, days_of, heard
from tests.meetings.timetable import Timetable


def test_ending_a_series_cancels_what_people_count_on_and_tells_it_once(table: Timetable) -> None:
    series = table.start()
    before = table.meetings(series)
    table.world.answer(before[30], table.member, Answer.DECLINED)
    with heard() as said, table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        service.cancel_series(acting=table.organiser, series=held, reason="We move on")
        db.session.commit()
    assert said == [("series", "cancelled")]
    after = table.meetings(series)
    assert {meeting.status for meeting in after} == {MeetingStatus.CANCELLED}
    assert before[30].id in {meeting.id for meeting in after}
    assert {meeting.cancel_reason for meeting in after} == {"We move on"}
    with pytest.raises(RuleBroken, match="ended"):
        change(table, series)


def test_ending_a_series_from_a_day_on_leaves_those_before(table: Timetable) -> None:
    series = table.start()
    before = table.meetings(series)
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        service.cancel_series(acting=table.organiser, series=held, reason="", from_on=before[10].occurs_on)
        db.session.commit()
        assert held.status is MeetingStatus.SCHEDULED
        assert service.schedule_ahead(group=table.group, today=table.today) == 0
    assert days_of(table.meetings(series)) == [meeting.on_day for meeting in before[:10]]


def test_fewer_places_than_are_taken_are_refused(world: World, table: Timetable) -> None:
    series = table.start(expectation=Expectation.SIGN_UP, capacity=10)
    second = table.meetings(series)[1]
    for _ in range(3):
        world.answer(second, world.member(table.group), Answer.COMING)
    with pytest.raises(RuleBroken, match="3 are coming already"):
        change(table, series, expectation=Expectation.SIGN_UP, capacity=2)
    changed = change(table, series, expectation=Expectation.SIGN_UP, capacity=3)
    assert changed.capacity == 3


def test_slots_follow_the_series_and_what_is_taken_stays(table: Timetable) -> None:
    series = table.start(speakers=1)
    first, second, *_ = table.meetings(series)
    with table.world.inside(table.group):
        slot = get_slot(first.id, list_slots(first.id)[0].slot_id)
        take_slot(acting=table.member, meeting=first, slot=slot, topic="Soup")
        db.session.commit()
    change(table, series, speakers=0, greeters=2)
    with table.world.inside(table.group):
        assert [(slot.role, slot.topic) for slot in list_slots(first.id)] == [
            ("speaker", "Soup"),
            ("greeter", ""),
            ("greeter", ""),
        ]
        assert [slot.role for slot in list_slots(second.id)] == ["greeter", "greeter"]


def test_T52_a_group_that_changes_its_clock_keeps_its_hours(table: Timetable) -> None:
    series = table.start(closes_minutes=780)
    table.schedule(starts_time=time(18))
    with table.world.inside(table.group):
        table.group.timezone = "America/New_York"
        assert keep_wall_time(group=table.group, old="Europe/London") > 52
        db.session.commit()
        meetings = list_occurrences(series.id)
        shown = {wall_time(meeting.starts_at, "America/New_York").time() for meeting in meetings}
        closing = {wall_time(meeting.closes_at, "America/New_York").time() for meeting in meetings}
        assert (shown, closing) == ({time(7)}, {time(18)})
        assert {meeting.on_day.weekday() for meeting in meetings} == {3}
        assert {meeting.ends_at - meeting.starts_at for meeting in meetings} == {timedelta(minutes=90)}


def test_T52_the_settings_page_moves_no_meeting_off_its_hour(
    world: World, table: Timetable, browser: Browser
) -> None:
    series = table.start()
    browser.sign_in(world.member(table.group, rights=(Right.ADMIN,)))
    sent = browser.submit("settings", {"timezone": "Australia/Sydney"})
    assert sent.status_code == 303
    meetings = table.meetings(series)
    shown = [wall_time(meeting.starts_at, "Australia/Sydney") for meeting in meetings]
    assert {moment.time() for moment in shown} == {time(7)}
    assert [moment.date() for moment in shown] == [meeting.occurs_on for meeting in meetings]
    assert {meeting.sequence for meeting in meetings} == {1}, "calendars hear of it"
