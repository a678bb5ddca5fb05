"""One-to-ones that were had. Only their two read of them; others see counts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, and_, case, func, or_, select

from groupnet.core.clock import A_DAY, add_months
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.paging import Page, fetch_page
from groupnet.groups.models import Membership
from groupnet.groups.queries import FACE, a_to_z, current_on
from groupnet.meetings.models import OneToOne
from groupnet.meetings.queries.proposals import A_FACE

ENOUGH = 3
"""Of one-to-ones and of people: fewer would tell who met whom."""


def list_had(viewer: Membership, number: int = 1) -> Page[Any]:
    """The one-to-ones that a member had, the latest first.

    Returns:
        rows of id, held_on, recorded_by_id, created_at, and of the other other_id, name, photo_version and
        category.
    """
    other = case((OneToOne.first_id == viewer.id, OneToOne.second_id), else_=OneToOne.first_id)
    query = (
        select(OneToOne.id, OneToOne.held_on, OneToOne.recorded_by_id, OneToOne.created_at, *A_FACE)
        .join(Membership, Membership.id == other)
        .where(or_(OneToOne.first_id == viewer.id, OneToOne.second_id == viewer.id))
        .order_by(OneToOne.held_on.desc(), OneToOne.id.desc())
    )
    return fetch_page(query, number)


def find_had(members: tuple[int, int], held_on: date) -> OneToOne | None:
    """The one-to-one of two members on a day."""
    first, second = sorted(members)
    query = select(OneToOne).where(
        OneToOne.first_id == first, OneToOne.second_id == second, OneToOne.held_on == held_on
    )
    return db.session.execute(query).scalar_one_or_none()


def get_had(one_to_one_id: int, viewer: Membership) -> OneToOne:
    """One that a member had.

    Raises:
        NotFound: there is none with this id, or it was between others.
    """
    query = select(OneToOne).where(
        OneToOne.id == one_to_one_id,
        or_(OneToOne.first_id == viewer.id, OneToOne.second_id == viewer.id),
    )
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def last_with_viewer(viewer_id: int) -> ScalarSelect[date]:
    """The day of the last one-to-one of a member with the membership of the statement's own row."""
    pair = or_(
        and_(OneToOne.first_id == viewer_id, OneToOne.second_id == Membership.id),
        and_(OneToOne.second_id == viewer_id, OneToOne.first_id == Membership.id),
    )
    query = select(func.max(OneToOne.held_on)).where(OneToOne.group_id == Membership.group_id, pair)
    return query.correlate(Membership).scalar_subquery()


def count_by_member(first: date, last: date) -> dict[int, int]:
    """How many one-to-ones each member had in a closed time; the members without any are left out.

    Args:
        first: in the group's zone, as is `last`.
    """
    counts: Counter[int] = Counter()
    for column in (OneToOne.first_id, OneToOne.second_id):
        query = select(column, func.count()).where(OneToOne.held_on.between(first, last)).group_by(column)
        for membership_id, number in db.session.execute(query):
            counts[membership_id] += number
    return dict(counts)


def count_in_months(first: date, last: date) -> dict[int, int]:
    """How many one-to-ones each member had in the whole calendar months of a closed time (T15).

    With whom somebody met is known to the two, and one day's counts would tell it. So a month counts as a
    whole or not at all: those with fewer than three one-to-ones, or of fewer than three people, do not, and
    the difference of two times tells no more than a month does.

    Args:
        first: in the group's zone, as is `last`.
    """
    query = select(OneToOne.held_on, OneToOne.first_id, OneToOne.second_id).where(
        OneToOne.held_on.between(first, last)
    )
    months: dict[tuple[date, date], list[int]] = defaultdict(list)
    for held_on, *two in db.session.execute(query):
        months[_month_of(held_on)] += two
    counts: Counter[int] = Counter()
    for (begins, ends), people in months.items():
        is_whole = first <= begins and ends <= last
        if is_whole and len(people) >= 2 * ENOUGH and len(set(people)) >= ENOUGH:
            counts.update(people)
    return dict(counts)


def _month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, add_months(first, 1) - A_DAY


def list_people(viewer: Membership, day: date) -> Sequence[Any]:
    """Everybody else who is active or on leave on a day, A to Z, with when the viewer met them last.

    Returns:
        rows of id, name, photo_version, category and last_on.
    """
    query = (
        select(
            *FACE,
            last_with_viewer(viewer.id).label("last_on"),
        )
        .where(current_on(day), Membership.id != viewer.id)
        .order_by(*a_to_z())
    )
    return db.session.execute(query).all()


def are_members_on(membership_ids: Sequence[int], day: date) -> bool:
    """Whether all of these belong to the group on a day."""
    query = select(func.count(Membership.id)).where(Membership.id.in_(membership_ids), current_on(day))
    return db.session.execute(query).scalar_one() == len(set(membership_ids))
