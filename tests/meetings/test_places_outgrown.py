"""A group outgrows the places of a series at which everybody is expected: the last to join wait."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership, Status
from groupnet.meetings.models import Answer, Expectation, Meeting, MeetingAnswer, MeetingStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.places import count_places
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.service.answering import give_answer
from groupnet.meetings.service.scheduling import publish_meeting
from groupnet.meetings.service.series import publish_series, schedule_ahead
from tests.meetings.guests import all_of
from tests.meetings.timetable import Timetable

EVERYBODY = Expectation.EVERYBODY
TEN_WEEKS = timedelta(days=70)


def grow(table: Timetable, *days_ago: int) -> list[Membership]:
    """Members who joined so many days ago, without any word to meetings."""
    return [
        table.world.member(table.group, joined_on=table.today - timedelta(days=number)) for number in days_ago
    ]


def look_ahead(table: Timetable) -> None:
    with table.world.inside(table.group):
        schedule_ahead(group=table.group, today=table.today)
        db.session.commit()


def waiting(table: Timetable, meeting: Meeting) -> list[int]:
    """Who waits, in order."""
    found = [row for row in all_of(table.world, table.group, MeetingAnswer) if row.meeting_id == meeting.id]
    assert {row.answer for row in found} <= {Answer.WAITLISTED}
    return [row.membership_id for row in sorted(found, key=lambda row: row.queue_number or 0)]


def test_T43_a_meeting_made_by_itself_has_no_more_than_its_places(table: Timetable) -> None:
    series = table.start(capacity=3, expectation=EVERYBODY)
    last, first, before_them = grow(table, 3, 5, 9)
    with time_machine.travel(utc_now() + TEN_WEEKS):
        look_ahead(table)
        look_ahead(table)
        made = table.meetings(series)[-1]
        assert waiting(table, made) == [first.id, last.id]
        with table.world.inside(table.group):
            held = get_meeting(made.id, table.organiser, to_change=True)
            places = count_places(held)
            assert (places.taken, places.free, places.waiting) == (3, 0, 2)
            before_them.rights = frozenset()
            give_answer(acting=before_them, membership=before_them, meeting=held, answer=Answer.DECLINED)
            db.session.commit()
            assert count_places(held).taken == 3, "the place went to the first who waits"


def test_nobody_waits_where_there_are_places_for_all_or_people_sign_up(table: Timetable) -> None:
    enough = table.start(capacity=4, expectation=EVERYBODY)
    by_sign_up = table.start(capacity=2, expectation=Expectation.SIGN_UP)
    grow(table, 3)
    away = table.world.member(table.group, joined_on=table.today)
    table.world.end_periods(away, table.today)
    table.world.period(away, Status.ON_LEAVE, table.today + timedelta(days=1))
    with time_machine.travel(utc_now() + TEN_WEEKS):
        look_ahead(table)
        for series in (enough, by_sign_up):
            assert waiting(table, table.meetings(series)[-1]) == []


def test_a_draft_is_not_scheduled_with_fewer_places_than_members(table: Timetable) -> None:
    series = table.start(capacity=2, expectation=EVERYBODY, is_draft=True)
    meeting = table.schedule(capacity=2, expectation=EVERYBODY, is_draft=True)
    (new,) = grow(table, 0)
    with table.world.inside(table.group), pytest.raises(RuleBroken, match="has 3 members"):
        publish_series(acting=table.organiser, series=get_series(series.id, table.organiser, to_change=True))
    with table.world.inside(table.group), pytest.raises(RuleBroken, match="has 3 members"):
        publish_meeting(
            acting=table.organiser, meeting=get_meeting(meeting.id, table.organiser, to_change=True)
        )
    assert {one.status for one in all_of(table.world, table.group, Meeting)} == {MeetingStatus.DRAFT}
    assert waiting(table, table.meetings(series)[0]) == [], f"{new.name} waits for no draft"


def test_a_draft_that_is_scheduled_lets_those_wait_who_join_in_between(table: Timetable) -> None:
    series = table.start(capacity=2, expectation=EVERYBODY, is_draft=True)
    (coming,) = grow(table, -30)
    with table.world.inside(table.group):
        publish_series(acting=table.organiser, series=get_series(series.id, table.organiser, to_change=True))
        db.session.commit()
    meetings = table.meetings(series)
    assert waiting(table, meetings[0]) == []
    assert waiting(table, meetings[-1]) == [coming.id]
