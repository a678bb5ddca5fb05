"""What tables of meetings hold, as tuples; days are by the group's clock, windows closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.queries import a_to_z
from groupnet.meetings.models import (
    Answer,
    Attendance,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    OneToOne,
    Visit,
    Visitor,
)
from groupnet.meetings.queries.meetings import seen_by

Window = tuple[date, date]


def list_marked(window: Window) -> Sequence[Any]:
    """Every mark of held meetings, by meeting, then A to Z: on_day, title, meeting_id, Membership, mark,
    substitute_name."""
    query = (
        select(
            Meeting.on_day,
            Meeting.title,
            Attendance.meeting_id,
            Membership,
            Attendance.mark,
            Attendance.substitute_name,
        )
        .join(Meeting, and_(Meeting.group_id == Attendance.group_id, Meeting.id == Attendance.meeting_id))
        .join(
            Membership,
            and_(Membership.group_id == Attendance.group_id, Membership.id == Attendance.membership_id),
        )
        .where(
            Meeting.on_day.between(*window),
            Meeting.status == MeetingStatus.HELD,
            Meeting.kind == MeetingKind.GROUP,
        )
        .order_by(Meeting.starts_at, Meeting.id, *a_to_z())
    )
    return db.session.execute(query).all()


def list_visits_between(window: Window) -> Sequence[Any]:
    """Visits, oldest first: on_day, came, title (None where no meeting is kept), Visitor, and by name
    invited_by and owner."""
    inviter, owner = aliased(Membership), aliased(Membership)
    day = func.coalesce(Meeting.on_day, Visit.on_day)
    query = (
        select(
            day.label("on_day"),
            Visit.came,
            Meeting.title,
            Visitor,
            inviter.name.label("invited_by"),
            owner.name.label("owner"),
        )
        .select_from(Visit)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .outerjoin(Meeting, and_(Meeting.group_id == Visit.group_id, Meeting.id == Visit.meeting_id))
        .outerjoin(inviter, and_(inviter.group_id == Visitor.group_id, inviter.id == Visitor.invited_by_id))
        .outerjoin(owner, and_(owner.group_id == Visitor.group_id, owner.id == Visitor.owner_id))
        .where(day.between(*window))
        .order_by(day, func.lower(Visitor.name), Visit.id)
    )
    return db.session.execute(query).all()


def list_own_one_to_ones(viewer: Membership, window: Window) -> Sequence[Any]:
    """A member's own one-to-ones, oldest first: held_on, name of the other."""
    other = case((OneToOne.first_id == viewer.id, OneToOne.second_id), else_=OneToOne.first_id)
    query = (
        select(OneToOne.held_on, Membership.name)
        .join(Membership, and_(Membership.group_id == OneToOne.group_id, Membership.id == other))
        .where(
            or_(OneToOne.first_id == viewer.id, OneToOne.second_id == viewer.id),
            OneToOne.held_on.between(*window),
        )
        .order_by(OneToOne.held_on, OneToOne.id)
    )
    return db.session.execute(query).all()


def list_names() -> Sequence[Any]:
    """Everybody, former members too, A to Z: id, name."""
    return db.session.execute(select(Membership.id, Membership.name).order_by(*a_to_z())).all()


def list_meetings_between(viewer: Membership, window: Window) -> Sequence[Any]:
    """The group's meetings that a member may know of, in order of time: Meeting and counts of answers
    (coming, sending, declined), marks (here, absent, excused) and visitors."""
    coming = _count(MeetingAnswer, MeetingAnswer.answer == Answer.COMING)
    sending = _count(MeetingAnswer, MeetingAnswer.answer == Answer.SUBSTITUTE)
    declined = _count(MeetingAnswer, MeetingAnswer.answer == Answer.DECLINED)
    query = (
        select(
            Meeting,
            coming.label("coming"),
            sending.label("sending"),
            declined.label("declined"),
            *(_count(Attendance, Attendance.mark == mark).label(mark.value) for mark in Mark),
            _count(Visit, Visit.came.is_(True)).label("visitors"),
        )
        .where(Meeting.kind == MeetingKind.GROUP, Meeting.on_day.between(*window), seen_by(viewer))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return db.session.execute(query).all()


def _count(model: Any, criterion: Any) -> Any:
    query: Select[Any] = select(func.count()).where(
        model.group_id == Meeting.group_id, model.meeting_id == Meeting.id, criterion
    )
    return query.correlate(Meeting).scalar_subquery()
