"""Series and their meetings, and the counts that their rules look at."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.references import pointed_at
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.queries import period_meets
from groupnet.groups.roles import Permission, permissions_of
from groupnet.meetings.models import (
    Answer,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingSeries,
    MeetingSlot,
    MeetingStatus,
)
from groupnet.meetings.queries.meetings import is_no_draft, seen_by
from groupnet.notices.models import Notice


def get_series(series_id: int, viewer: Membership, *, to_change: bool = False) -> MeetingSeries:
    """A series that a member may know of; a draft, cancelled or not, is known to those who schedule.

    Args:
        to_change: hold the row until the transaction ends; before any of its meetings is held.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs to see.
    """
    query = select(MeetingSeries).where(MeetingSeries.id == series_id)
    if Permission.MEETINGS_RUN not in permissions_of(viewer.rights):
        query = query.where(is_no_draft(MeetingSeries))
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    series = db.session.execute(query).scalar_one_or_none()
    if series is None:
        raise NotFound
    return series


def get_with_neighbours(
    series_id: int, viewer: Membership
) -> tuple[MeetingSeries, MeetingSeries | None, MeetingSeries | None]:
    """A series as `get_series` has it, the one that it goes on from, and the one that goes on from it.

    Raises:
        NotFound: as there.
    """
    itself = aliased(MeetingSeries)
    before_id = select(itself.continues_id).where(itself.id == series_id).scalar_subquery()
    query = select(MeetingSeries).where(
        or_(
            MeetingSeries.id == series_id,
            MeetingSeries.id == before_id,
            MeetingSeries.continues_id == series_id,
        )
    )
    if Permission.MEETINGS_RUN not in permissions_of(viewer.rights):
        query = query.where(is_no_draft(MeetingSeries))
    found = db.session.execute(query.order_by(MeetingSeries.first_on)).scalars().all()
    series = next((one for one in found if one.id == series_id), None)
    if series is None:
        raise NotFound
    before = next((one for one in found if one.id == series.continues_id), None)
    return series, before, next((one for one in found if one.continues_id == series.id), None)


def list_continuing(series_id: int) -> Sequence[MeetingSeries]:
    """The series that go on from one."""
    return (
        db.session.execute(select(MeetingSeries).where(MeetingSeries.continues_id == series_id))
        .scalars()
        .all()
    )


def list_all_series(now: datetime) -> Sequence[tuple[MeetingSeries, datetime | None]]:
    """All series of the group, each with the start of its next meeting; those that go on first."""
    coming = func.min(Meeting.starts_at)
    query = (
        select(MeetingSeries, coming)
        .outerjoin(
            Meeting,
            and_(
                Meeting.group_id == MeetingSeries.group_id,
                Meeting.series_id == MeetingSeries.id,
                Meeting.starts_at > now,
                Meeting.status != MeetingStatus.CANCELLED,
            ),
        )
        .group_by(MeetingSeries.id)
        .order_by(coming.is_(None), coming, MeetingSeries.first_on.desc(), MeetingSeries.id)
    )
    return [(series, starts_at) for series, starts_at in db.session.execute(query)]


def list_occurrences(
    series_id: int,
    *,
    viewer: Membership | None = None,
    since: datetime | None = None,
    to_change: bool = False,
) -> Sequence[Meeting]:
    """The meetings of a series, in the order of the days that its rule gave them.

    Args:
        viewer: only those that they may know of.
        since: only those that begin after this instant.
        to_change: hold the rows until the transaction ends.
    """
    query = select(Meeting).where(Meeting.series_id == series_id).order_by(Meeting.occurs_on)
    if viewer is not None:
        query = query.where(seen_by(viewer))
    if since is not None:
        query = query.where(Meeting.starts_at > since)
    if to_change:
        # by id, so that two who hold several never wait for each other
        query = query.order_by(None).order_by(Meeting.id).with_for_update(of=Meeting)
        query = query.execution_options(populate_existing=True)
    found = db.session.execute(query).scalars().all()
    return sorted(found, key=lambda meeting: meeting.occurs_on or date.min)


def find_occurrence(series_id: int, day: date) -> Meeting | None:
    """The meeting of a series that its rule gave a day, moved or not."""
    query = select(Meeting).where(Meeting.series_id == series_id, Meeting.occurs_on == day)
    return db.session.execute(query).scalar_one_or_none()


def list_occurrence_days(series_id: int) -> set[date]:
    """The days of its rule that a series has a meeting for, cancelled ones among them."""
    query = select(Meeting.occurs_on).where(Meeting.series_id == series_id)
    return {day for day in db.session.execute(query).scalars() if day is not None}


def list_running_series(today: date, *, to_change: bool = False) -> Sequence[MeetingSeries]:
    """The series that may have days after today, drafts among them.

    Args:
        to_change: hold the rows until the transaction ends.
    """
    query = (
        select(MeetingSeries)
        .where(
            MeetingSeries.status != MeetingStatus.CANCELLED,
            or_(MeetingSeries.last_on.is_(None), MeetingSeries.last_on >= today),
        )
        .order_by(MeetingSeries.id)
    )
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(query).scalars().all()


def find_running(now: datetime) -> tuple[MeetingSeries, date] | None:
    """The series of the group that meets next, and the day that its rule gave for it."""
    query = (
        select(MeetingSeries, Meeting.occurs_on)
        .join(
            Meeting,
            and_(Meeting.group_id == MeetingSeries.group_id, Meeting.series_id == MeetingSeries.id),
        )
        .where(
            Meeting.starts_at > now,
            Meeting.kind == MeetingKind.GROUP,
            Meeting.status == MeetingStatus.SCHEDULED,
            MeetingSeries.status == MeetingStatus.SCHEDULED,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )
    found = db.session.execute(query).first()
    return (found[0], found[1] or found[0].first_on) if found else None


def list_titles_between(first: date, last: date, *, besides: int | None = None) -> Sequence[tuple[date, str]]:
    """What stands on the days of a time, drafts among it: (day, title) of each meeting of the group.

    Args:
        besides: the id of a series whose own meetings are left out.
    """
    query = (
        select(Meeting.on_day, Meeting.title)
        .where(
            Meeting.on_day.between(first, last),
            Meeting.kind == MeetingKind.GROUP,
            Meeting.status != MeetingStatus.CANCELLED,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if besides is not None:
        query = query.where(or_(Meeting.series_id.is_(None), Meeting.series_id != besides))
    return [(day, title) for day, title in db.session.execute(query)]


def count_active_members(day: date) -> int:
    """How many members the group has on a day, those on leave apart."""
    query = select(func.count(func.distinct(MembershipPeriod.membership_id))).where(
        period_meets(day, day), MembershipPeriod.status == Status.ACTIVE
    )
    return db.session.execute(query).scalar_one()


def list_waited_for(meeting_ids: Collection[int]) -> set[int]:
    """Those of some meetings for which somebody is on the waiting list."""
    query = select(MeetingAnswer.meeting_id).where(
        MeetingAnswer.meeting_id.in_(meeting_ids), MeetingAnswer.answer == Answer.WAITLISTED
    )
    return set(db.session.execute(query.distinct()).scalars()) if meeting_ids else set()


def count_answers(meeting_ids: Collection[int]) -> dict[int, int]:
    """How many answered some meetings, whatever they said; those that nobody answered are left out."""
    query = (
        select(MeetingAnswer.meeting_id, func.count())
        .where(MeetingAnswer.meeting_id.in_(meeting_ids))
        .group_by(MeetingAnswer.meeting_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)} if meeting_ids else {}


def list_counted_on(meeting_ids: Collection[int]) -> set[int]:
    """Meetings that somebody has a hand in: an answer, a mark, a visit, a slot taken; a notice is none."""
    if not meeting_ids:
        return set()
    ids = select(Meeting.id).where(Meeting.id.in_(meeting_ids))
    taken = select(MeetingSlot.meeting_id).where(
        MeetingSlot.meeting_id.in_(meeting_ids), MeetingSlot.membership_id.is_not(None)
    )
    touched = pointed_at(Meeting, ids, besides=(MeetingSlot, Notice))
    return touched | set(db.session.execute(taken).scalars())


def list_told_of(meeting_ids: Collection[int]) -> set[int]:
    """The meetings that somebody was told of."""
    query = select(Notice.meeting_id).where(Notice.meeting_id.in_(meeting_ids)).distinct()
    return {number for number in db.session.execute(query).scalars() if number is not None}
