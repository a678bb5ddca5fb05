"""A draft that is cancelled stays among those who schedule, and stays cancelled."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.roles import Right
from groupnet.meetings.feeds import feed_address
from groupnet.meetings.models import Answer, Meeting, MeetingStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.service.feeds import renew_feed
from groupnet.meetings.service.scheduling import cancel_meeting
from groupnet.meetings.service.series import cancel_series, publish_series
from groupnet.people.models import Person
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


def feed_of(world: World, member: Membership) -> str:
    with world.inside(member):
        feed = renew_feed(person_id=member.person_id or 0, seen_id=0)
        db.session.commit()
        address = feed_address(feed)
    return Browser(world.app).client.get("/" + address.split("/", 3)[3]).text


def in_two_groups(table: Timetable) -> Browser:
    """The member has a second group, so that the month of all is offered."""
    with table.world.inside(table.group):
        query = select(Person).where(Person.id == table.member.person_id)
        person = db.session.execute(query).scalar_one()
    table.world.member(table.world.group("second"), "Mia", person=person)
    return Browser(table.world.app).sign_in(table.member)


def test_a_cancelled_draft_is_in_no_feed_and_no_month_of_a_member(table: Timetable) -> None:
    draft = table.schedule(title="Secret plan", is_draft=True)
    cancel(table, draft)
    month = f"meetings/month?year={draft.on_day.year}&month={draft.on_day.month}"
    member = in_two_groups(table)
    assert "Secret plan" not in feed_of(table.world, table.member)
    assert "Secret plan" not in member.get(month).text
    assert "Secret plan" not in member.get(f"{month}&of=all").text
    organiser = Browser(table.world.app).sign_in(table.organiser)
    assert organiser.client.get(organiser.path(f"meetings/{draft.id}/calendar.ics")).status_code == 404


def test_a_cancelled_draft_of_a_series_is_known_to_organisers_alone(table: Timetable) -> None:
    series = table.start(title="Secret plan", is_draft=True)
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        cancel_series(acting=table.organiser, series=held, reason="")
        db.session.commit()
    path = f"meetings/series/{series.id}"
    assert Browser(table.world.app).sign_in(table.organiser).get(path).status_code == 200
    assert Browser(table.world.app).sign_in(table.member).get(path).status_code == 404
    assert "Secret plan" not in feed_of(table.world, table.member)


def test_a_series_tells_members_no_day_of_it_that_is_a_draft(table: Timetable) -> None:
    series = table.start(is_draft=True)
    day = table.meetings(series)[1]
    cancel(table, day)
    with table.world.inside(table.group):
        publish_series(acting=table.organiser, series=get_series(series.id, table.organiser, to_change=True))
        db.session.commit()
    link = f'/meetings/{day.id}"'
    path = f"meetings/series/{series.id}"
    assert link in Browser(table.world.app).sign_in(table.organiser).get(path).text
    assert link not in Browser(table.world.app).sign_in(table.member).get(path).text


def test_a_series_that_was_told_stays_known_once_it_is_cancelled(table: Timetable) -> None:
    series = table.start()
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        cancel_series(acting=table.organiser, series=held, reason="")
        db.session.commit()
    assert (
        Browser(table.world.app).sign_in(table.member).get(f"meetings/series/{series.id}").status_code == 200
    )
