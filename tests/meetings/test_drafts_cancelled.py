"""A draft that is cancelled stays among those who schedule, and stays cancelled."""

from datetime import date, time
from typing import Any

import pytest

from groupnet.core.db import db
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, Meeting, MeetingStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.service.scheduling import cancel_meeting
from tests.browser import Browser
from tests.factories import World
from tests.meetings.changes import change
from tests.meetings.guests import all_of
from tests.meetings.timetable import Timetable


def test_a_cancelled_draft_is_seen_by_organisers_alone_and_comes_back_as_a_draft(world: World) -> None:
    group = world.group("harbour")
    draft = world.meeting(group, status=MeetingStatus.DRAFT, title="Secret plan")
    organiser = Browser(world.app).sign_in(world.member(group, rights=(Right.ORGANISER,)))
    member = Browser(world.app).sign_in(world.member(group))
    path = f"meetings/{draft.id}"
    assert organiser.submit(f"{path}/cancel", {}).status_code == 303
    assert organiser.get(path).status_code == 200
    assert member.get(path).status_code == 404
    assert "Secret plan" not in member.get("meetings").text
    assert organiser.post(f"{path}/bring-back").status_code == 303
    assert [one.status for one in all_of(world, group, Meeting)] == [MeetingStatus.DRAFT]
    assert member.get(path).status_code == 404
    organiser.post(f"{path}/publish")
    assert organiser.submit(f"{path}/cancel", {}).status_code == 303
    assert member.get(path).status_code == 200


def cancel(table: Timetable, meeting: Meeting) -> None:
    with table.world.inside(table.group):
        held = get_meeting(meeting.id, table.organiser, to_change=True)
        cancel_meeting(acting=table.organiser, meeting=held, reason="")
        db.session.commit()


def stand_on(table: Timetable, day: date) -> list[MeetingStatus]:
    """How the meetings stand that a rule gave a day."""
    return [one.status for one in all_of(table.world, table.group, Meeting) if one.occurs_on == day]


CHANGES: list[dict[str, Any]] = [{"title": "Brunch"}, {"starts_time": time(8)}]


@pytest.mark.parametrize("fields", CHANGES, ids=lambda fields: next(iter(fields)))
@pytest.mark.parametrize("following", [None, 2, 4])
def test_a_cancelled_draft_of_a_series_stays_so_when_the_series_changes(
    table: Timetable, fields: dict[str, Any], following: int | None
) -> None:
    series = table.start(is_draft=True)
    rows = table.meetings(series)
    cancel(table, rows[4])
    change(table, series, following=None if following is None else rows[following].occurs_on, **fields)
    assert stand_on(table, rows[4].on_day) == [MeetingStatus.CANCELLED]
    assert stand_on(table, rows[5].on_day) == [MeetingStatus.DRAFT]


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_was_cancelled_by_itself_stays_so_when_its_day_was_left_out_for_a_while(
    table: Timetable, is_draft: bool
) -> None:
    series = table.start(is_draft=is_draft)
    rows = table.meetings(series)
    cancel(table, rows[4])
    change(table, series, skipped=frozenset({rows[4].on_day, rows[5].on_day}))
    assert stand_on(table, rows[4].on_day) == [MeetingStatus.CANCELLED]
    change(table, series)
    assert stand_on(table, rows[4].on_day) == [MeetingStatus.CANCELLED]
    assert stand_on(table, rows[5].on_day) == [rows[5].status]


def test_a_draft_that_somebody_has_a_hand_in_comes_back_with_its_day(table: Timetable) -> None:
    series = table.start(is_draft=True)
    row = table.meetings(series)[4]
    table.world.answer(row, table.member, Answer.DECLINED)
    change(table, series, skipped=frozenset({row.on_day}))
    assert stand_on(table, row.on_day) == [MeetingStatus.CANCELLED]
    member = Browser(table.world.app).sign_in(table.member)
    assert member.get(f"meetings/{row.id}").status_code == 404
    change(table, series)
    assert stand_on(table, row.on_day) == [MeetingStatus.DRAFT]
