"""Reads of the directory, profiles and photos."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.paging import Page, fetch_page
from groupnet.core.words import with_starts
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.queries import FACE, a_to_z, current_on, period_meets
from groupnet.members.models import JobSearchViewer, Photo
from groupnet.members.profile_parts import ProfilePart

FACES_A_PAGE = 60


class Listed(StrEnum):
    """Who the directory lists."""

    CURRENT = "current"
    ON_LEAVE = "on-leave"
    SOON = "soon"
    FORMER = "former"


def fetch_directory(listed: Listed, day: date, *, words: Sequence[str] = (), number: int = 1) -> Page[Any]:
    """A page of faces, A to Z: id, name, photo_version, category, company, offers, good_referral.

    Args:
        listed: whose.
        day: in the group's zone.
        words: folded; a profile must hold words that begin with each.
        number: of the page, from 1.
    """
    query = select(*FACE, Membership.company, Membership.offers, Membership.good_referral)
    for word in words:  # before the look into the periods, which costs more for each row
        query = query.where(Membership.search_text.contains(with_starts(word), autoescape=True))
    query = query.where(_criterion(listed, day))
    return fetch_page(query.order_by(*a_to_z()), number, size=FACES_A_PAGE)


def list_names(day: date) -> Sequence[Any]:
    """Every current member's id, name, photo_version, category and sort_name, to guess at a misspelt name."""
    return db.session.execute(select(*FACE, Membership.sort_name).where(current_on(day))).all()


def list_former(day: date, number: int = 1) -> Page[Any]:
    """A page of those who left, as the group remembers them: a face, category, erased_at and left_on.

    left_on is the last day before `day` on which they belonged, or None where nobody recorded it.
    """
    left_on = (
        select(func.max(MembershipPeriod.ends_on))
        .where(
            MembershipPeriod.group_id == Membership.group_id,
            MembershipPeriod.membership_id == Membership.id,
            MembershipPeriod.ends_on < day,
        )
        .scalar_subquery()
    )
    query = select(*FACE, Membership.erased_at, left_on.label("left_on")).where(
        _criterion(Listed.FORMER, day)
    )
    return fetch_page(query.order_by(*a_to_z()), number, size=FACES_A_PAGE)


def count_by_status(day: date) -> dict[Status, int]:
    """How many are active and on leave on a day."""
    query = (
        select(MembershipPeriod.status, func.count(func.distinct(MembershipPeriod.membership_id)))
        .where(period_meets(day, day))
        .group_by(MembershipPeriod.status)
    )
    return {Status(status): number for status, number in db.session.execute(query)}


def list_stays(membership_ids: Iterable[int]) -> dict[int, list[Any]]:
    """Periods as rows (status, starts_on, ends_on) by membership."""
    query = select(
        MembershipPeriod.membership_id,
        MembershipPeriod.status,
        MembershipPeriod.starts_on,
        MembershipPeriod.ends_on,
    ).where(MembershipPeriod.membership_id.in_(list(membership_ids)))
    stays: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        stays.setdefault(row.membership_id, []).append(row)
    return stays


@dataclass(frozen=True)
class Sight:
    """A profile, and what its rule about looking for work says of the one who looks."""

    member: Membership
    chosen: bool
    people_chosen: int
    besides: tuple[Any, ...] = ()
    """The values of `profile_parts`, in their order."""


def get_sight(
    membership_id: int,
    viewer_id: int,
    *,
    for_update: bool = False,
    parts: Sequence[ProfilePart] = (),
) -> Sight:
    """A profile as one member meets it.

    Args:
        membership_id: whose profile.
        viewer_id: who looks.
        for_update: lock and read it afresh, so that two saves come one after the other.
        parts: what stands on the profile besides, with a value each.

    Raises:
        NotFound: there is none with this id in this group.
    """
    of_member = JobSearchViewer.membership_id == Membership.id
    chosen = exists().where(of_member, JobSearchViewer.viewer_id == viewer_id)
    people = select(func.count()).where(of_member).scalar_subquery()
    query: Select[Any] = select(Membership, chosen, people).where(Membership.id == membership_id)
    query = query.add_columns(*(part.value_for(viewer_id) for part in parts))
    if for_update:
        query = query.with_for_update(of=Membership).execution_options(populate_existing=True)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return Sight(row[0], bool(row[1]), row[2], tuple(row[3:]))


def list_choosable(member: Membership, day: date) -> Sequence[Any]:
    """Everybody current but the member, A to Z, with whether they are chosen to see the search for work."""
    chosen = and_(
        JobSearchViewer.group_id == Membership.group_id,
        JobSearchViewer.viewer_id == Membership.id,
        JobSearchViewer.membership_id == member.id,
    )
    query = (
        select(*FACE, JobSearchViewer.id.is_not(None).label("chosen"))
        .outerjoin(JobSearchViewer, chosen)
        .where(Membership.id != member.id, or_(current_on(day), JobSearchViewer.id.is_not(None)))
    )
    return db.session.execute(query.order_by(*a_to_z())).all()


def list_categories(day: date, *, besides: int | None) -> Sequence[Any]:
    """The seats that current members fill: name and category."""
    query = select(Membership.name, Membership.category).where(Membership.category != "", current_on(day))
    if besides is not None:
        query = query.where(Membership.id != besides)
    return db.session.execute(query).all()


def find_photo(membership_id: int, size: str) -> tuple[bytes, str] | None:
    """A stored face and its version.

    Args:
        size: one of `faces.SIZES`.
    """
    query = (
        select(getattr(Photo, size), Membership.photo_version)
        .join(Membership, Membership.id == Photo.membership_id)
        .where(Photo.membership_id == membership_id)
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1] or "") if row else None


def _criterion(listed: Listed, day: date) -> ColumnElement[bool]:
    theirs = exists().where(
        MembershipPeriod.group_id == Membership.group_id, MembershipPeriod.membership_id == Membership.id
    )
    begun = theirs.where(or_(MembershipPeriod.starts_on.is_(None), MembershipPeriod.starts_on <= day))
    if listed is Listed.ON_LEAVE:
        return theirs.where(MembershipPeriod.status == Status.ON_LEAVE, period_meets(day, day))
    if listed is Listed.SOON:
        return ~or_(begun, Membership.left_undated)
    if listed is Listed.FORMER:
        return and_(or_(begun, Membership.left_undated), ~current_on(day))
    return current_on(day)
