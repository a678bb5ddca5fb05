"""Meetings that a change of somebody's standing concerns."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, or_, select

from groupnet.core.db import db
from groupnet.groups.models import MembershipPeriod, Status
from groupnet.meetings.models import Answer, Expectation, Meeting, MeetingAnswer, MeetingKind
from groupnet.meetings.policy import OPEN


def list_active_stays() -> Sequence[MembershipPeriod]:
    """Everybody's active times in the group, past ones too, in the order in which they began."""
    query = select(MembershipPeriod).where(MembershipPeriod.status == Status.ACTIVE)
    stays = db.session.execute(query).scalars().all()
    # not by the database: one puts NULL first, the other last
    return sorted(stays, key=lambda stay: (stay.starts_on or date.min, stay.membership_id))


def list_concerned(membership_id: int, from_day: date, now: datetime) -> Sequence[Meeting]:
    """The group's meetings to come that a member answered, where somebody waits, or where silence takes one
    of so many places; each is held, by id.

    Args:
        from_day: by the group's clock; earlier ones are left out, and so are those that have begun by `now`.
    """
    counts = exists().where(
        MeetingAnswer.group_id == Meeting.group_id,
        MeetingAnswer.meeting_id == Meeting.id,
        or_(MeetingAnswer.membership_id == membership_id, MeetingAnswer.answer == Answer.WAITLISTED),
    )
    expects = and_(Meeting.expectation == Expectation.EVERYBODY, Meeting.capacity.is_not(None))
    query = (
        select(Meeting)
        .where(
            Meeting.on_day >= from_day,
            Meeting.starts_at > now,
            Meeting.kind != MeetingKind.ONE_TO_ONE,
            Meeting.status.in_(OPEN),
            or_(counts, expects),
        )
        .order_by(Meeting.id)  # so that two who hold several never wait for each other
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).scalars().all()
