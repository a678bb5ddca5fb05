"""What a member said after a meeting of having met others: read for them alone, whoever else asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import Answer, Attendance, Impression, Mark, Meeting, MeetingAnswer, MeetingKind
from groupnet.meetings.pairing import ASKED_WITHIN
from groupnet.meetings.policy import OPEN


def my_impressions(meeting_id: int, me: Membership) -> dict[int, Impression]:
    """What a member said after one meeting, by the other's id."""
    query = select(Impression).where(Impression.meeting_id == meeting_id, Impression.membership_id == me.id)
    return {one.other_id: one for one in db.session.execute(query).scalars()}


def to_say_for_home(membership_ids: Sequence[int], now: datetime) -> Sequence[Any]:
    """The group meetings of the last two weeks where a person was and has said of nobody whether they met.

    Called with every group open; all that is read hangs on the ids given. One statement.

    Args:
        membership_ids: a person's own places that are open today.

    Returns:
        rows of slug, meeting_id, title and starts_at, the latest first.
    """
    query = (
        select(Group.slug, Meeting.id.label("meeting_id"), Meeting.title, Meeting.starts_at)
        .select_from(Membership)
        .join(Group, Group.id == Membership.group_id)
        .join(Meeting, Meeting.group_id == Membership.group_id)
        .where(
            Membership.id.in_(membership_ids),
            Meeting.kind == MeetingKind.GROUP,
            Meeting.status.in_(OPEN),
            Meeting.starts_at > now - ASKED_WITHIN,
            Meeting.ends_at <= now,
            _was_there(),
            ~_of(Impression),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(5)
    )
    return db.session.execute(query).all()


def _was_there() -> ColumnElement[bool]:
    """The criterion: the membership is marked so, or where nobody is marked, said that they come."""
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
