"""Meetings themselves: the one asked for, the next, those of a time, and who belongs to the group then."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.tenancy import MADE_ONCE
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.queries import FACE, a_to_z, belongs_on
from groupnet.groups.roles import Permission, permissions_of
from groupnet.meetings.models import Meeting, MeetingAnswer, MeetingKind, MeetingSeries, MeetingStatus
from groupnet.meetings.policy import OPEN


def seen_by(viewer: Membership) -> ColumnElement[bool]:
    """The criterion: a member may know of a meeting.

    A one-to-one is seen by its two, who both have an answer to it; a draft by those who schedule.
    """
    return _seen_by(viewer.id, runs=_runs(viewer))


def is_no_draft(model: type[Meeting] | type[MeetingSeries]) -> ColumnElement[bool]:
    """The criterion: members may know of a meeting or a series; a draft that was cancelled is still theirs
    who schedule."""
    return and_(model.status != MeetingStatus.DRAFT, model.was_draft.is_(False))


def _runs(viewer: Membership) -> bool:
    return Permission.MEETINGS_RUN in permissions_of(viewer.rights)


def _seen_by(viewer_id: Any, *, runs: bool) -> ColumnElement[bool]:
    group_wide = Meeting.kind == MeetingKind.GROUP
    if not runs:
        group_wide = and_(group_wide, is_no_draft(Meeting))
    mine = exists().where(
        MeetingAnswer.group_id == Meeting.group_id,
        MeetingAnswer.meeting_id == Meeting.id,
        MeetingAnswer.membership_id == viewer_id,
    )
    return or_(group_wide, and_(Meeting.kind == MeetingKind.ONE_TO_ONE, mine))


def get_meeting(meeting_id: int, viewer: Membership, *, to_change: bool = False) -> Meeting:
    """A meeting that a member may know of.

    Args:
        to_change: hold the row until the transaction ends: whoever counts places or changes a meeting, an
            answer or a mark takes turns here.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs to see.
    """
    query = _one(runs=_runs(viewer), to_change=to_change)
    about = {"meeting": meeting_id, "viewer": viewer.id}
    meeting: Meeting | None = db.session.execute(query, about).scalar_one_or_none()
    if meeting is None:
        raise NotFound
    return meeting


@cache  # a crowd answers at the same time, and making it takes longer than running it
def _one(*, runs: bool, to_change: bool) -> Any:
    seen = _seen_by(bindparam("viewer"), runs=runs)
    query = select(Meeting).where(Meeting.id == bindparam("meeting"), seen).execution_options(**MADE_ONCE)
    if to_change:
        query = query.with_for_update(of=Meeting).execution_options(populate_existing=True)
    return query


def find_next(viewer: Membership, now: datetime) -> Meeting | None:
    """The next meeting that has not ended, of those a member may know of, drafts and cancelled ones apart."""
    query = (
        select(Meeting)
        .where(
            Meeting.ends_at > now,
            Meeting.status.in_(OPEN),
            seen_by(viewer),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def list_between(viewer: Membership, first: datetime, last: datetime) -> Sequence[Meeting]:
    """Meetings that a member may know of and that begin in a closed time, in order of time."""
    query = (
        select(Meeting)
        .where(Meeting.starts_at.between(first, last), seen_by(viewer))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return db.session.execute(query).scalars().all()


def of_member_at(meeting: Meeting, model: Any) -> ColumnElement[bool]:
    """The criterion that joins what the statement's member has at a meeting: an answer, a mark.

    Args:
        model: a table with `meeting_id` and `membership_id`.
    """
    return and_(
        model.group_id == Membership.group_id,
        model.membership_id == Membership.id,
        model.meeting_id == meeting.id,
    )


def list_faces_on(day: date) -> Sequence[Any]:
    """Who belongs to the group on a day, A to Z: id, name, photo_version, category, status, person_id.

    Args:
        day: in the group's zone; those on leave come with their status, and are not expected.
    """
    query = (
        select(
            *FACE,
            Membership.person_id,
            MembershipPeriod.status,
        )
        .join(MembershipPeriod, belongs_on(day))
        .where(MembershipPeriod.status.in_((Status.ACTIVE, Status.ON_LEAVE)))
        .order_by(*a_to_z())
    )
    return db.session.execute(query).all()
