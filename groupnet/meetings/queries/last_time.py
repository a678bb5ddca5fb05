"""What meetings have to tell since last time: parts of a report's statements, of the bound group."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, String, cast, exists, func, literal, null, select, union
from sqlalchemy.orm import aliased

from groupnet.core.between import Between
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Membership
from groupnet.meetings.models import (
    Meeting,
    MeetingKind,
    MeetingSlot,
    MeetingStatus,
    OneToOne,
    SlotRole,
    Visit,
    Visitor,
)
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.meetings import is_no_draft, seen_by
from groupnet.meetings.queries.places import comes_or_came


def get_with_last_held(
    meeting_id: int, viewer: Membership, now: datetime, *, in_one_chain: bool
) -> tuple[Meeting, Meeting | None, bool]:
    """A group's meeting that a member may know of, the one that was held last before it, and whether it is
    the group's very next.

    Args:
        in_one_chain: the last of the whole group, by its end, so that the times between never overlap; else
            the last of the meeting's own series, where there is one.

    Raises:
        NotFound: there is none with this id in this group, it is a draft, or none of the group's own.
    """
    previous = aliased(Meeting)
    last_of_all = _last_held_before(of_series=False, by_end=in_one_chain)
    last_id = last_of_all if in_one_chain else func.coalesce(_last_held_before(of_series=True), last_of_all)
    query = (
        select(Meeting, previous, (Meeting.id == _very_next(now)).label("is_next"))
        .outerjoin(previous, previous.id == last_id)
        .where(
            Meeting.id == meeting_id,
            Meeting.kind == MeetingKind.GROUP,
            is_no_draft(Meeting),
            seen_by(viewer),
        )
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1], bool(found[2])


def _last_held_before(*, of_series: bool, by_end: bool = False) -> ScalarSelect[int]:
    """The id of the group's meeting held last before the statement's own, of its series or of any."""
    before = aliased(Meeting)
    moment = "ends_at" if by_end else "starts_at"
    query = select(before.id).where(
        before.kind == MeetingKind.GROUP,
        before.status == MeetingStatus.HELD,
        getattr(before, moment) < getattr(Meeting, moment),
    )
    if of_series:
        query = query.where(before.series_id == Meeting.series_id)
    query = query.order_by(getattr(before, moment).desc(), before.id.desc()).limit(1)
    return query.correlate(Meeting).scalar_subquery()


def _very_next(now: datetime) -> ScalarSelect[int]:
    one = aliased(Meeting)
    query = select(one.id).where(one.kind == MeetingKind.GROUP, one.status.in_(OPEN), one.ends_at > now)
    return query.order_by(one.starts_at, one.id).limit(1).scalar_subquery()


def one_to_ones_between(between: Between) -> Any:
    """How many one-to-ones were had."""
    return select(func.count(OneToOne.id)).where(between.holds(OneToOne.held_on, OneToOne.created_at))


def people_of_one_to_ones_between(between: Between) -> Any:
    """How many members had one-to-ones."""
    both = [
        select(who.label("id")).where(between.holds(OneToOne.held_on, OneToOne.created_at))
        for who in (OneToOne.first_id, OneToOne.second_id)
    ]
    people = union(*both).subquery()
    return select(func.count(people.c.id))


def speakers_at(meeting: Meeting) -> Any:
    """Who speaks at a meeting: rows of the member's `id`, `name` and `photo_version`, their topic as `note`,
    `by` (empty), the meeting's start as `at`, and `rank` among them."""
    return _speakers().where(MeetingSlot.meeting_id == meeting.id)


def speakers_after(meeting: Meeting) -> Any:
    """Who speaks at the next meeting after one at which somebody does: rows as of `speakers_at`."""
    later, slot = aliased(Meeting), aliased(MeetingSlot)
    somebody_speaks = exists().where(
        slot.group_id == later.group_id,
        slot.meeting_id == later.id,
        slot.role == SlotRole.SPEAKER,
        slot.membership_id.is_not(None),
    )
    next_id = (
        select(later.id)
        .where(
            later.kind == MeetingKind.GROUP,
            later.status.in_(OPEN),
            later.starts_at > meeting.starts_at,
            somebody_speaks,
        )
        .order_by(later.starts_at, later.id)
        .limit(1)
        .scalar_subquery()
    )
    return _speakers().where(MeetingSlot.meeting_id == next_id)


def _speakers() -> Any:
    return (
        select(
            Membership.id.label("id"),
            Membership.name.label("name"),
            Membership.photo_version.label("photo_version"),
            MeetingSlot.topic.label("note"),
            literal("").label("by"),
            Meeting.starts_at.label("at"),
            MeetingSlot.number.label("rank"),
        )
        .select_from(MeetingSlot)
        .join(Meeting, Meeting.id == MeetingSlot.meeting_id)
        .join(Membership, Membership.id == MeetingSlot.membership_id)
        .where(MeetingSlot.role == SlotRole.SPEAKER)
    )


def visitors_at(meeting: Meeting) -> Any:
    """Who visits a meeting, or did: rows as of `speakers_at`, of a visitor with the company as `note` and who
    brings them as `by`; their `id` is 0, since they are no member."""
    inviter = aliased(Membership)
    return (
        select(
            literal(0),
            Visitor.name,
            cast(null(), String),
            Visitor.company,
            func.coalesce(inviter.name, ""),
            literal(meeting.starts_at, Meeting.starts_at.type),
            literal(0),
        )
        .select_from(Visit)
        .join(Visitor, Visitor.id == Visit.visitor_id)
        .outerjoin(inviter, inviter.id == Visitor.invited_by_id)
        .where(Visit.meeting_id == meeting.id, comes_or_came())
    )
