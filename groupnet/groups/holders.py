"""Who holds which right: reads for the page of rights and for a leaving."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from sqlalchemy import and_, or_, select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.admin_days import list_admin_days
from groupnet.groups.admins import first_day_without
from groupnet.groups.models import Membership, MembershipPeriod, RightsTerm
from groupnet.groups.queries import FACE, a_to_z
from groupnet.groups.roles import Right

ENDED_SHOWN = timedelta(days=92)


@dataclass
class Holder:
    """A member, and their terms of one kind: held, to come, or ended."""

    person: Any
    terms: list[RightsTerm] = field(default_factory=list)


@dataclass(frozen=True)
class Holders:
    """Everybody with a right, A to Z."""

    now: list[Holder]
    coming: list[Holder]
    ended: list[Holder]


def list_holders(today: date) -> Holders:
    """Who holds a right today, will hold one, or held one in the last three months."""
    query = (
        select(*FACE, RightsTerm)
        .join(Membership, Membership.id == RightsTerm.membership_id)
        .where(or_(RightsTerm.ends_on.is_(None), RightsTerm.ends_on >= today - ENDED_SHOWN))
        .order_by(*a_to_z(), RightsTerm.starts_on, RightsTerm.id)
    )
    parts: tuple[dict[int, Holder], ...] = ({}, {}, {})
    for row in db.session.execute(query):
        term = row.RightsTerm
        part = parts[0 if term.covers(today) else 1 if term.starts_on > today else 2]
        part.setdefault(row.id, Holder(row)).terms.append(term)
    return Holders(*(list(part.values()) for part in parts))


def find_day_without_admin(term: RightsTerm, today: date) -> date | None:
    """The first day that would have no admin if a grant ended at once; None where it may end (T13)."""
    if term.right is not Right.ADMIN:
        return None
    before = [span for spans in list_admin_days().values() for span in spans]
    after = [span for spans in list_admin_days(without=term.id, from_day=today).values() for span in spans]
    return first_day_without(after, before, today)


def get_term(term_id: int) -> tuple[RightsTerm, Membership]:
    """A grant, and who holds it.

    Raises:
        NotFound: there is none with this id in this group.
    """
    query = (
        select(RightsTerm, Membership)
        .join(Membership, Membership.id == RightsTerm.membership_id)
        .where(RightsTerm.id == term_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def get_member_with_terms(membership_id: int, day: date) -> tuple[Membership, list[RightsTerm]]:
    """A member, and what they hold on a day or later, in order of time.

    Raises:
        NotFound: there is none with this id in this group.
    """
    lasting = or_(RightsTerm.ends_on.is_(None), RightsTerm.ends_on >= day)
    query = (
        select(Membership, RightsTerm)
        .outerjoin(RightsTerm, and_(RightsTerm.membership_id == Membership.id, lasting))
        .where(Membership.id == membership_id)
        .order_by(RightsTerm.starts_on, RightsTerm.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound
    return rows[0][0], [term for _, term in rows if term is not None]


def list_grantable(today: date, *, besides: tuple[int, ...]) -> Sequence[Any]:
    """Who belongs to the group now or later, A to Z: id, name, photo_version and category.

    Args:
        besides: memberships left out.
    """
    periods = (
        select(MembershipPeriod.id)
        .where(
            MembershipPeriod.group_id == Membership.group_id, MembershipPeriod.membership_id == Membership.id
        )
        .correlate(Membership)
    )
    lasting = periods.where(or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on >= today))
    query = select(*FACE).where(
        Membership.left_undated.is_(False),
        Membership.erased_at.is_(None),
        or_(lasting.exists(), ~periods.exists()),
        Membership.id.not_in(besides),
    )
    return db.session.execute(query.order_by(*a_to_z())).all()


@dataclass(frozen=True)
class Face:
    """A member as the audit log names them."""

    id: int
    name: str
    photo_version: str | None
    is_erased: bool = False


def list_faces(membership_ids: Iterable[int]) -> dict[int, Face]:
    """Members by id, whatever their status; one whose account is erased is "Former member"."""
    ids = list(membership_ids)
    if not ids:
        return {}
    query = select(Membership.id, Membership.name, Membership.photo_version, Membership.erased_at)
    return {
        row.id: Face(
            row.id,
            gettext("Former member") if row.erased_at else row.name,
            row.photo_version,
            is_erased=row.erased_at is not None,
        )
        for row in db.session.execute(query.where(Membership.id.in_(ids)))
    }
