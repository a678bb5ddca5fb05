"""What a member said after a meeting of having met others: read for them alone, whoever else asks."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.meetings.models import Answer, Attendance, Impression, Mark, Meeting, MeetingAnswer, MeetingKind
from groupnet.meetings.pairing import ASKED_AT_HOME
from groupnet.meetings.policy import OPEN


def my_impressions(meeting_id: int, me: Membership) -> dict[int, Impression]:
    """What a member said after one meeting, by the other's id."""
    query = select(Impression).where(Impression.meeting_id == meeting_id, Impression.membership_id == me.id)
    return {one.other_id: one for one in db.session.execute(query).scalars()}


def where_nothing_is_said(now: datetime) -> ColumnElement[bool]:
    """The criterion for a `Meeting` joined to a `Membership`: a group's meeting of the last days where the
    member was, and has said of nobody whether they met. Nobody is asked about one that a file brought."""
    return and_(
        Meeting.kind == MeetingKind.GROUP,
        Meeting.import_run_id.is_(None),
        Meeting.status.in_(OPEN),
        Meeting.ends_at > now - ASKED_AT_HOME,
        Meeting.ends_at <= now,
        _was_there(),
        ~_of(Impression),
    )


def _was_there() -> ColumnElement[bool]:
    """The criterion: the membership is marked so, or where nobody is marked, said that they come.

    Where silence means coming, the silent are asked on the meeting's own page alone (`pairing.were_there`).
    """
    has_marks = exists().where(Attendance.group_id == Meeting.group_id, Attendance.meeting_id == Meeting.id)
    return or_(
        _of(Attendance, Attendance.mark.in_((Mark.PRESENT, Mark.LATE))),
        and_(_of(MeetingAnswer, MeetingAnswer.answer == Answer.COMING), ~has_marks),
    )


def _of(model: Any, *criteria: ColumnElement[bool]) -> ColumnElement[bool]:
    """The criterion: there is a row of the statement's own meeting and membership."""
    own = (
        model.group_id == Meeting.group_id,
        model.meeting_id == Meeting.id,
        model.membership_id == Membership.id,
    )
    return exists().where(*own, *criteria)
