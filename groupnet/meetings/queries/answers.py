"""Who answered a meeting and how, as its pages show it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership, MembershipPeriod, RightsTerm, Status
from groupnet.groups.queries import FACE, a_to_z, belongs_on
from groupnet.groups.roles import Right
from groupnet.meetings.marking import HERE
from groupnet.meetings.models import (
    Answer,
    Attendance,
    Expectation,
    Meeting,
    MeetingAnswer,
    MeetingStatus,
)
from groupnet.meetings.policy import (
    OPEN,
    is_answered_here,
    is_over,
    may_answer,
    may_answer_for,
    may_run,
    takes_answers,
)
from groupnet.meetings.queries.answering import Answering, OwnAnswer
from groupnet.meetings.queries.meetings import of_member_at
from groupnet.meetings.queries.places import Places, count_places, count_visits
from groupnet.meetings.queries.reminded import asked_at
from groupnet.meetings.queries.turnout import Turnout, count_came

__all__ = ["Answering", "OwnAnswer", "Places", "answers_of", "count_places", "find_answering"]


@dataclass
class _Sorted:
    """Rows by what they answered."""

    by_answer: dict[Answer, list[Any]] = field(default_factory=lambda: defaultdict(list))
    coming: list[Any] = field(default_factory=list)
    silent: list[Any] = field(default_factory=list)
    away: list[Any] = field(default_factory=list)
    mine: Any = None


def find_answering(meeting: Meeting, viewer: Membership, *, with_reminded: bool = False) -> Answering:
    """The answers to a meeting that a member may know of; one statement, however many there are.

    Every member sees who comes, who is sent and who waits. Who declined and who is silent is for those who
    run the meeting.

    Args:
        with_reminded: say too when the silent were last reminded.
    """
    now = utc_now()
    is_open, ended = takes_answers(meeting), is_over(meeting, now)
    is_closed = not is_open and meeting.status in OPEN and not ended
    query = _everybody(meeting, with_organisers=is_closed)
    if with_reminded:
        query = query.add_columns(asked_at(meeting.id).label("reminded_at"))
    rows = db.session.execute(query).all()
    found = _sort(rows, meeting, viewer)
    runs, has_begun = may_run(viewer, meeting), meeting.starts_at <= now
    waiting = sorted(found.by_answer[Answer.WAITLISTED], key=lambda row: row.queue_number)
    return Answering(
        meeting=meeting,
        mine=_own(found.mine, meeting, waiting),
        coming=found.coming,
        substitutes=found.by_answer[Answer.SUBSTITUTE],
        waiting=waiting,
        declined=found.by_answer[Answer.DECLINED] if runs else (),
        silent=found.silent if runs else (),
        away=found.away if runs else (),
        organisers=[row for row in rows if row.is_organiser] if is_closed else (),
        visitors=rows[0].visitors if rows else 0,
        may_answer=found.mine is not None and not has_begun and may_answer(viewer, meeting),
        may_run=runs,
        may_answer_for=may_answer_for(viewer, meeting),
        is_open=is_open,
        is_closed=is_closed,
        has_begun=has_begun,
        is_over=ended,
        reminded_at=rows[0].reminded_at if rows and with_reminded else None,
        turnout=_turnout(rows, found, meeting) if meeting.status is MeetingStatus.HELD else None,
    )


def _turnout(rows: Sequence[Any], found: _Sorted, meeting: Meeting) -> Turnout:
    holding = {
        row.id for row in [*found.coming, *found.by_answer[Answer.SUBSTITUTE]] if row.status is Status.ACTIVE
    }
    is_brought = meeting.import_run_id is not None
    return Turnout(
        here=sum(row.mark in HERE for row in rows),
        all=sum(row.mark in HERE or row.id in holding for row in rows),
        visitors=rows[0].came if rows else 0,
        my_mark=found.mine.mark if found.mine else None,
        stood_in=(found.mine.stood_in if found.mine else None) or "",
        unmarked=sum(is_brought and row.mark is None and row.id in holding for row in rows),
    )


def answers_of(viewer: Membership, meeting_ids: Collection[int]) -> dict[int, OwnAnswer]:
    """What a member answered to some meetings, by the meeting's id; where they are silent, nothing."""
    if not meeting_ids:
        return {}
    query = select(
        MeetingAnswer.meeting_id, MeetingAnswer.answer, MeetingAnswer.substitute_name, place_in_queue()
    ).where(MeetingAnswer.membership_id == viewer.id, MeetingAnswer.meeting_id.in_(meeting_ids))
    return {
        meeting_id: OwnAnswer(answer, name, position if answer is Answer.WAITLISTED else None)
        for meeting_id, answer, name, position in db.session.execute(query)
    }


def place_in_queue() -> ColumnElement[int]:
    """How many stand on the waiting list up to an answer, itself among them, as part of a statement."""
    before = aliased(MeetingAnswer)
    return (
        select(func.count(before.id))
        .where(
            before.group_id == MeetingAnswer.group_id,
            before.meeting_id == MeetingAnswer.meeting_id,
            before.queue_number <= MeetingAnswer.queue_number,
        )
        .scalar_subquery()
    )


def _everybody(meeting: Meeting, *, with_organisers: bool) -> Any:
    """Everybody who belongs to the group on the meeting's day, with their answer, A to Z."""
    query: Any = (
        select(
            *FACE,
            MembershipPeriod.status,
            MeetingAnswer.answer,
            MeetingAnswer.substitute_name,
            MeetingAnswer.queue_number,
            count_visits(meeting).label("visitors"),
        )
        .join(MembershipPeriod, belongs_on(meeting.on_day))
        .outerjoin(MeetingAnswer, of_member_at(meeting, MeetingAnswer))
        .order_by(*a_to_z())
    )
    query = _with_marks(query, meeting)
    if with_organisers:
        # the group's day may be another than that of UTC: a name for some hours more or less does no harm
        query = query.add_columns(_organises(utc_now().date()).label("is_organiser"))
    return query


def _with_marks(query: Any, meeting: Meeting) -> Any:
    if meeting.status is not MeetingStatus.HELD:
        return query.add_columns(null().label("mark"))
    of_theirs = and_(
        Attendance.group_id == Membership.group_id,
        Attendance.membership_id == Membership.id,
        Attendance.meeting_id == meeting.id,
    )
    return query.outerjoin(Attendance, of_theirs).add_columns(
        Attendance.mark, Attendance.substitute_name.label("stood_in"), count_came(meeting).label("came")
    )


def _organises(day: date) -> ColumnElement[bool]:
    return exists().where(
        RightsTerm.group_id == Membership.group_id,
        RightsTerm.membership_id == Membership.id,
        RightsTerm.right == Right.ORGANISER,
        RightsTerm.starts_on <= day,
        or_(RightsTerm.ends_on.is_(None), RightsTerm.ends_on >= day),
    )


def _sort(rows: Sequence[Any], meeting: Meeting, viewer: Membership) -> _Sorted:
    found = _Sorted()
    silence_comes = meeting.expectation is Expectation.EVERYBODY
    has_silence = is_answered_here(meeting)
    for row in rows:
        if row.id == viewer.id:
            found.mine = row
        if row.answer is not None:
            found.by_answer[row.answer].append(row)
        elif has_silence:
            (found.silent if row.status is Status.ACTIVE else found.away).append(row)
        is_silent = row.answer is None and row.status is Status.ACTIVE and has_silence
        if row.answer is Answer.COMING or (is_silent and silence_comes):
            found.coming.append(row)
    return found


def _own(row: Any, meeting: Meeting, waiting: Sequence[Any]) -> OwnAnswer:
    if row is None:
        return OwnAnswer()
    if row.answer is None:
        is_active = row.status is Status.ACTIVE
        return OwnAnswer(is_expected=is_active and meeting.expectation is Expectation.EVERYBODY)
    position = next((place for place, other in enumerate(waiting, 1) if other.id == row.id), None)
    return OwnAnswer(row.answer, row.substitute_name, position)
