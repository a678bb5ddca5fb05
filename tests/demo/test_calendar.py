"""The demo's calendar: a year behind, a year ahead, and something to see of everything."""

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.models import (
    Answer,
    Attendance,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingStatus,
    OneToOne,
    Visitor,
    VisitorStatus,
)
from groupnet.public.models import PublicPage
from tests.demo.test_fill import demo, harbour

__all__ = ["demo", "harbour"]


def test_a_year_of_breakfasts_was_held_and_a_year_is_to_come(harbour: Group) -> None:
    now = utc_now()
    breakfasts = db.session.execute(select(Meeting).where(Meeting.series_id.is_not(None))).scalars().all()
    held = [meeting for meeting in breakfasts if meeting.status is MeetingStatus.HELD]
    coming = [meeting for meeting in breakfasts if meeting.starts_at > now]
    assert len(held) >= 48
    assert len(coming) >= 48
    assert all(meeting.ends_at <= now for meeting in held)
    assert all(meeting.status is MeetingStatus.SCHEDULED for meeting in coming)


def test_who_came_looks_like_a_group_that_people_like(harbour: Group) -> None:
    marks = Counter(db.session.execute(select(Attendance.mark)).scalars())
    assert set(marks) == set(Mark)
    assert marks[Mark.PRESENT] > 0.7 * marks.total()


def test_an_evening_is_full_and_three_wait_in_order(harbour: Group) -> None:
    query = (
        select(MeetingAnswer.queue_number)
        .where(MeetingAnswer.answer == Answer.WAITLISTED)
        .order_by(MeetingAnswer.queue_number)
    )
    assert list(db.session.execute(query).scalars()) == [1, 2, 3]


def test_visitors_stand_at_every_step_and_the_page_is_open(harbour: Group) -> None:
    steps = set(db.session.execute(select(Visitor.status)).scalars())
    assert steps >= set(VisitorStatus) - {VisitorStatus.JOINED}
    assert db.session.execute(select(PublicPage.is_open)).scalar_one()


def test_members_have_talked_in_twos(demo: Flask, harbour: Group) -> None:
    assert db.session.execute(select(func.count(OneToOne.id))).scalar_one() > 40
