"""Reads of calendar feeds, and of what stands in one person's calendar over all their groups."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.places import Place
from groupnet.groups.queries import groups_of
from groupnet.meetings.models import (
    CalendarFeed,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingSeries,
    MeetingStatus,
)
from groupnet.meetings.queries.meetings import is_no_draft

CANCELLED_KEPT = timedelta(days=30)
"""So long a cancelled meeting stays in calendars, marked as such."""
SHARED = (
    "id",
    "group_id",
    "title",
    "place",
    "link",
    "agenda",
    "uid",
    "sequence",
    "changed_at",
    "status",
)
OF_A_MEETING = (*SHARED, "series_id", "occurs_on", "starts_at", "ends_at")
OF_A_SERIES = (*SHARED, "rule", "first_on", "last_on", "skipped", "starts_time", "minutes")

DAY_COLUMNS = (
    Meeting.id,
    Meeting.group_id,
    Meeting.title,
    Meeting.status,
    Meeting.kind,
    Meeting.on_day,
    Meeting.starts_at,
    Meeting.place,
)


def find_feed(feed_id: int) -> CalendarFeed | None:
    """The feed with this id, ended or not."""
    return db.session.execute(select(CalendarFeed).where(CalendarFeed.id == feed_id)).scalar_one_or_none()


def find_own_feed(person_id: int) -> CalendarFeed | None:
    """A person's feed that works."""
    query = (
        select(CalendarFeed)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
        .order_by(CalendarFeed.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def list_in_calendar(places: Sequence[Place], first: date, last: date, now: datetime) -> Sequence[Any]:
    """The meetings that a person's calendar is made of, in order of time, with their own `answer`.

    One-to-ones only where they are one of the two, drafts never; of what is cancelled, the single ones for a
    while, and all of a series, since its rule would show them otherwise.

    Args:
        places: where they belong today.
        first, last: a closed time, by the day that a series' rule gave a meeting, else by its own.
    """
    own = [place.membership.id for place in places]
    kept = or_(
        Meeting.status != MeetingStatus.CANCELLED,
        Meeting.series_id.is_not(None),
        Meeting.changed_at > now - CANCELLED_KEPT,
    )
    day = func.coalesce(Meeting.occurs_on, Meeting.on_day)
    columns = [getattr(Meeting, name) for name in OF_A_MEETING]
    query = _with_own_answers(own, *columns).where(day.between(first, last), kept)
    with every_group():
        return db.session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()


def list_series_of(places: Sequence[Place]) -> Sequence[Any]:
    """The series of a person's groups, drafts apart; ended ones too, whose last meetings may have moved."""
    own = [place.membership.id for place in places]
    query = select(*(getattr(MeetingSeries, name) for name in OF_A_SERIES)).where(
        MeetingSeries.group_id.in_(groups_of(own)),
        MeetingSeries.kind == MeetingKind.GROUP,
        is_no_draft(MeetingSeries),
    )
    with every_group():
        return db.session.execute(query.order_by(MeetingSeries.id)).all()


def list_days_everywhere(places: Sequence[Place], first: date, last: date) -> Sequence[Any]:
    """What a month of a person's groups shows, in order of time; cancelled ones too."""
    own = [place.membership.id for place in places]
    query = _with_own_answers(own, *DAY_COLUMNS).where(Meeting.on_day.between(first, last))
    with every_group():
        return db.session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()


def list_days(seen: ColumnElement[bool], first: date, last: date) -> Sequence[Any]:
    """What a month of the bound group shows, in order of time; cancelled ones too.

    Args:
        seen: the criterion of what the viewer may know of.
    """
    query = select(*DAY_COLUMNS).where(Meeting.on_day.between(first, last), seen)
    return db.session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()


def _with_own_answers(own: Sequence[int], *columns: Any) -> Select[Any]:
    """Meetings that some memberships of one person may know of, with the answer they gave; no drafts."""
    query = select(*columns, MeetingAnswer.answer).outerjoin(
        MeetingAnswer,
        and_(
            MeetingAnswer.group_id == Meeting.group_id,
            MeetingAnswer.meeting_id == Meeting.id,
            MeetingAnswer.membership_id.in_(own),
        ),
    )
    one_to_one = and_(Meeting.kind == MeetingKind.ONE_TO_ONE, MeetingAnswer.id.is_not(None))
    return query.where(
        Meeting.group_id.in_(groups_of(own)),
        is_no_draft(Meeting),
        or_(Meeting.kind == MeetingKind.GROUP, one_to_one),
    )


def find_series_of(meeting: Meeting) -> MeetingSeries | None:
    """The series that a meeting belongs to."""
    if meeting.series_id is None:
        return None
    query = select(MeetingSeries).where(MeetingSeries.id == meeting.series_id)
    return db.session.execute(query).scalar_one_or_none()
