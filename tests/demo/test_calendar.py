"""The demo's calendar: a year behind, a year ahead, and something to see of everything."""

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.demo.cast import load_cast
from groupnet.demo.talks import TALKS
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import (
    Answer,
    Attendance,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingSlot,
    MeetingStatus,
    OneToOne,
    SlotRole,
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


def test_nobody_stands_in_for_two_at_one_meeting(harbour: Group) -> None:
    marks = select(Attendance.meeting_id, Attendance.substitute_name).where(Attendance.substitute_name != "")
    answers = select(MeetingAnswer.meeting_id, MeetingAnswer.substitute_name).where(
        MeetingAnswer.substitute_name != ""
    )
    for names in (marks, answers):
        found = db.session.execute(names).all()
        assert len(found) == len(set(found)) > 1


def test_speakers_speak_of_their_own_trade_and_no_talk_is_heard_twice(harbour: Group) -> None:
    query = (
        select(MeetingSlot.topic, Membership.category)
        .join(Membership, Membership.id == MeetingSlot.membership_id)
        .where(MeetingSlot.role == SlotRole.SPEAKER)
    )
    talks = db.session.execute(query).all()
    assert len(talks) > 5
    assert all(TALKS[category] == topic for topic, category in talks)
    assert len(set(talks)) == len(talks)


def test_every_trade_of_the_demo_has_a_talk_of_its_own() -> None:
    trades = {member.category for group in load_cast().groups for member in group.members} - {""}
    assert trades == set(TALKS)
    assert len(set(TALKS.values())) == len(TALKS)


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
