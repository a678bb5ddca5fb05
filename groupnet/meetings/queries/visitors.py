"""Visitors and their visits: one, those of a meeting, those who come next, and those to follow up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.paging import Page, fetch_page
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.places import comes_or_came
from groupnet.meetings.queries.visitors_counted import count_for_inviters
from groupnet.meetings.visiting import follows_up

__all__ = [
    "Order",
    "count_brought",
    "count_for_inviters",
    "find_by_email",
    "find_visit",
    "get_visit",
    "get_visitor",
    "has_come",
    "is_mine",
    "list_applications",
    "list_coming",
    "list_same_address",
    "list_to_follow_up",
    "list_visitors",
    "list_visits",
    "list_visits_of",
    "seen_by",
]
STILL_OPEN = (VisitorStatus.CAME, VisitorStatus.APPLIED)
"""What asks for a follow-up."""
LATELY = timedelta(days=14)
"""So long after a visit every member may look up who came."""


class Order(StrEnum):
    """How the list of visitors is ordered."""

    NEWEST = "newest"
    NAME = "name"


def list_visits(meeting_id: int) -> Sequence[Any]:
    """The visitors of a meeting but for those who cannot come, A to Z.

    Returns:
        rows of `visit_id`, `visitor_id`, `name`, `company`, `status`, `came` (None until somebody says),
        `source`, and of who brings them `invited_by_id` and `invited_by` (their name), None where nobody
        does.
    """
    query = _visits().where(Visit.meeting_id == meeting_id, comes_or_came())
    return db.session.execute(query.order_by(func.lower(Visitor.name), Visit.id)).all()


def list_coming(now: datetime) -> Sequence[Any]:
    """The visitors expected at meetings to come, in order of time: rows as of `list_visits`, with
    `meeting_id`, `title` and `starts_at`."""
    query = (
        _visits()
        .add_columns(Meeting.id.label("meeting_id"), Meeting.title, Meeting.starts_at)
        .join(Meeting, and_(Meeting.group_id == Visit.group_id, Meeting.id == Visit.meeting_id))
        .where(
            Meeting.ends_at > now,
            Meeting.status.in_(OPEN),
            comes_or_came(),
        )
        .order_by(Meeting.starts_at, Meeting.id, func.lower(Visitor.name), Visit.id)
        .limit(100)
    )
    return db.session.execute(query).all()


def _visits() -> Any:
    inviter = aliased(Membership)
    return (
        select(
            Visit.id.label("visit_id"),
            Visitor.id.label("visitor_id"),
            Visitor.name,
            Visitor.company,
            Visitor.status,
            Visit.came,
            Visitor.source,
            Visitor.invited_by_id,
            inviter.name.label("invited_by"),
        )
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .outerjoin(inviter, and_(inviter.group_id == Visitor.group_id, inviter.id == Visitor.invited_by_id))
    )


def seen_by(viewer: Membership) -> ColumnElement[bool]:
    """The criterion: a member may know of a visitor: one who visits, or did so lately, or whom they look
    after."""
    if follows_up(viewer):
        return Visitor.id.is_not(None)
    visits = exists().where(
        Visit.group_id == Visitor.group_id,
        Visit.visitor_id == Visitor.id,
        Visit.on_day >= (utc_now() - LATELY).date(),
        comes_or_came(),
    )
    return or_(is_mine(viewer), visits)


def is_mine(viewer: Membership) -> ColumnElement[bool]:
    """The criterion: brought by a member, or theirs to follow up."""
    return or_(Visitor.invited_by_id == viewer.id, Visitor.owner_id == viewer.id)


def get_visitor(visitor_id: int, viewer: Membership, *, to_change: bool = False) -> Visitor:
    """A visitor that a member may know of, with who brought them and who follows up.

    Args:
        to_change: hold the row until the transaction ends.

    Raises:
        NotFound: there is none with this id in this group, or it is not theirs to see.
    """
    query = (
        select(Visitor)
        .where(Visitor.id == visitor_id, seen_by(viewer))
        .options(joinedload(Visitor.invited_by), joinedload(Visitor.owner))
    )
    if to_change:
        query = query.with_for_update(of=Visitor).execution_options(populate_existing=True)
    visitor = db.session.execute(query).scalar_one_or_none()
    if visitor is None:
        raise NotFound
    return visitor


def find_by_email(email: str, *, viewer: Membership | None = None, to_change: bool = False) -> Visitor | None:
    """The visitor with an address in stored form; of several who are kept apart the first.

    Args:
        viewer: only one whom they may know of; of all where it is None.
        to_change: hold the row until the transaction ends.
    """
    query = select(Visitor).where(Visitor.email == email).order_by(Visitor.apart, Visitor.id).limit(1)
    if viewer is not None:
        query = query.where(seen_by(viewer))
    if to_change:
        query = query.with_for_update(of=Visitor).execution_options(populate_existing=True)
    return db.session.execute(query).scalar_one_or_none()


def list_same_address(visitor: Visitor) -> Sequence[Any]:
    """The others with a visitor's address, who are kept apart from them: `id` and `name`, the first first."""
    if visitor.email is None:
        return []
    query = select(Visitor.id, Visitor.name).where(Visitor.email == visitor.email, Visitor.id != visitor.id)
    return db.session.execute(query.order_by(Visitor.apart, Visitor.id)).all()


def get_visit(visit_id: int, *, to_change: bool = False) -> Visit:
    """A visit with its visitor and its meeting.

    Raises:
        NotFound: there is none with this id in this group.
    """
    query = (
        select(Visit)
        .where(Visit.id == visit_id)
        .options(joinedload(Visit.visitor), joinedload(Visit.meeting))
    )
    if to_change:
        query = query.with_for_update(of=Visit).execution_options(populate_existing=True)
    visit = db.session.execute(query).scalar_one_or_none()
    if visit is None:
        raise NotFound
    return visit


def find_visit(visitor_id: int, day: date) -> Visit | None:
    """A visitor's visit on a day, fresh."""
    query = select(Visit).where(Visit.visitor_id == visitor_id, Visit.on_day == day)
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def list_visits_of(visitor_id: int) -> Sequence[Any]:
    """A visitor's visits, newest first: rows of `visit_id`, `on_day`, `came`, `meeting_id`, `title`,
    `starts_at` and `meeting_status`, the last four None where no meeting is kept."""
    query = (
        select(
            Visit.id.label("visit_id"),
            func.coalesce(Meeting.on_day, Visit.on_day).label("on_day"),
            Visit.came,
            Meeting.id.label("meeting_id"),
            Meeting.title,
            Meeting.starts_at,
            Meeting.status.label("meeting_status"),
        )
        .outerjoin(Meeting, and_(Meeting.group_id == Visit.group_id, Meeting.id == Visit.meeting_id))
        .where(Visit.visitor_id == visitor_id)
        .order_by(Visit.on_day.desc(), Visit.id.desc())
    )
    return db.session.execute(query).all()


def count_brought(meeting_id: int, announcer: Membership) -> int:
    """How many visitors of a meeting a member announced, whoever brings them by now, but for those who cannot
    come."""
    query = select(func.count(Visit.id)).where(
        Visit.meeting_id == meeting_id, Visit.announced_by_id == announcer.id, comes_or_came()
    )
    return db.session.execute(query).scalar_one()


def has_come(visitor_id: int) -> bool:
    """Whether a visitor came at least once."""
    query = select(Visit.id).where(Visit.visitor_id == visitor_id, Visit.came.is_(True)).limit(1)
    return db.session.execute(query).first() is not None


def list_visitors(
    viewer: Membership, *, status: VisitorStatus | None, order: Order, mine: bool, number: int
) -> Page[Any]:
    """One page of visitors; for those who do not follow up for the group, of their own alone.

    Returns:
        rows of `id`, `name`, `company`, `status`, `stepped_at`, `follow_up_on`, `source`, and `invited_by`
        and `owner` (names or None).
    """
    query = _lines().where(Visitor.erased_at.is_(None))
    if mine or not follows_up(viewer):
        query = query.where(is_mine(viewer))
    if status is not None:
        query = query.where(Visitor.status == status)
    if order is Order.NAME:
        return fetch_page(query.order_by(func.lower(Visitor.name), Visitor.id), number)
    return fetch_page(query.order_by(Visitor.stepped_at.desc(), Visitor.id.desc()), number)


def list_to_follow_up(viewer: Membership, *, most: int = 20) -> Sequence[Any]:
    """Who came or asked to join, and waits for what follows: the viewer's own first, then by their day.

    Returns:
        rows as of `list_visitors`.
    """
    query = _lines().where(Visitor.status.in_(STILL_OPEN), Visitor.erased_at.is_(None))
    if not follows_up(viewer):
        query = query.where(is_mine(viewer))
    query = query.order_by(
        Visitor.owner_id.is_distinct_from(viewer.id),
        Visitor.follow_up_on.is_(None),
        Visitor.follow_up_on,
        Visitor.stepped_at,
        Visitor.id,
    )
    return db.session.execute(query.limit(most)).all()


def list_applications(number: int) -> Page[Any]:
    """One page of those who ask to join, the longest waiting first: rows as of `list_visitors`, with
    `email`, `message` and `version`."""
    query = (
        _lines()
        .add_columns(Visitor.email, Visitor.message, Visitor.version)
        .where(Visitor.status == VisitorStatus.APPLIED, Visitor.erased_at.is_(None))
        .order_by(Visitor.stepped_at, Visitor.id)
    )
    return fetch_page(query, number)


def _lines() -> Any:
    inviter, owner = aliased(Membership), aliased(Membership)
    return (
        select(
            Visitor.id,
            Visitor.name,
            Visitor.company,
            Visitor.status,
            Visitor.stepped_at,
            Visitor.follow_up_on,
            Visitor.owner_id,
            Visitor.source,
            inviter.name.label("invited_by"),
            owner.name.label("owner"),
        )
        .outerjoin(inviter, and_(inviter.group_id == Visitor.group_id, inviter.id == Visitor.invited_by_id))
        .outerjoin(owner, and_(owner.group_id == Visitor.group_id, owner.id == Visitor.owner_id))
    )
