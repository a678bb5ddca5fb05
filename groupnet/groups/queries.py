"""Reads of groups, memberships and rights."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.tenancy import bound_group, every_group
from groupnet.core.words import fold
from groupnet.groups.models import Group, Invitation, Membership, MembershipPeriod, RightsTerm, Status
from groupnet.groups.periods import status_on
from groupnet.groups.policy import may_hand_link

NO_TIME = timedelta()


def find_group(slug: str) -> Group | None:
    """The group with this slug."""
    return db.session.execute(select(Group).where(Group.slug == slug)).scalar_one_or_none()


def list_groups() -> Sequence[Group]:
    """Every group there is."""
    return db.session.execute(select(Group).order_by(Group.id)).scalars().all()


def lock_group() -> Group:
    """The bound group, fresh and held until the transaction ends: for edits, and rules over several rows."""
    query = select(Group).where(Group.id == bound_group()).with_for_update()
    return db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def find_membership_of(person_id: int) -> Membership | None:
    """A person's place in the bound group, whatever its status."""
    return db.session.execute(
        select(Membership).where(Membership.person_id == person_id)
    ).scalar_one_or_none()


def count_groups() -> int:
    """How many groups there are."""
    return db.session.execute(select(func.count()).select_from(Group)).scalar_one()


def get_membership(membership_id: int) -> Membership:
    """A membership of the bound group.

    Raises:
        NotFound: there is none with this id in this group.
    """
    query = select(Membership).where(Membership.id == membership_id)
    membership = db.session.execute(query).scalar_one_or_none()
    if membership is None:
        raise NotFound
    return membership


def period_meets(first: Any, last: Any) -> ColumnElement[bool]:
    """The criterion: a period has a day in a closed interval."""
    return and_(
        or_(MembershipPeriod.starts_on.is_(None), MembershipPeriod.starts_on <= last),
        or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on >= first),
    )


def belongs_on(
    day: Any, *, group_id: Any = Membership.group_id, membership_id: Any = Membership.id
) -> ColumnElement[bool]:
    """The criterion that joins a member to their period of a day: active or on leave then.

    Args:
        day: a day, a column such as a meeting's, or the place of one in a statement made beforehand.
        group_id, membership_id: columns that name the member.
    """
    return and_(
        MembershipPeriod.group_id == group_id,
        MembershipPeriod.membership_id == membership_id,
        period_meets(day, day),
    )


def current_on(day: date, *, give: timedelta = NO_TIME) -> ColumnElement[bool]:
    """The criterion: the membership is active or on leave on a day.

    Args:
        give: so much before and after will do, where the group's own day is not known.
    """
    return current_between(day - give, day + give)


def current_between(first: Any, last: Any) -> ColumnElement[bool]:
    """The criterion: the membership is active or on leave on a day of a closed interval.

    Args:
        first: a day, or the place of one in a statement made beforehand.
        last: the same.
    """
    return exists().where(
        MembershipPeriod.group_id == Membership.group_id,
        MembershipPeriod.membership_id == Membership.id,
        period_meets(first, last),
    )


FACE: tuple[Any, ...] = (Membership.id, Membership.name, Membership.photo_version, Membership.category)
"""The columns that a face is shown with."""


def a_to_z() -> tuple[Any, Any]:
    """The order of members by name; "Émile" stands among the Es, on both databases."""
    return Membership.sort_name, Membership.id


def groups_of(membership_ids: Iterable[int]) -> Select[int]:
    """The groups of some memberships, for what is read across groups: every index begins with the group."""
    return select(Membership.group_id).where(Membership.id.in_(list(membership_ids)))


def list_periods(membership_ids: Iterable[int] | None = None) -> dict[int, list[MembershipPeriod]]:
    """Periods by membership, in order of time.

    Args:
        membership_ids: whose; everybody's of the group when None.
    """
    query = select(MembershipPeriod).order_by(MembershipPeriod.id)
    if membership_ids is not None:
        ids = list(membership_ids)
        query = query.where(
            MembershipPeriod.group_id.in_(groups_of(ids)), MembershipPeriod.membership_id.in_(ids)
        )
    periods: dict[int, list[MembershipPeriod]] = defaultdict(list)
    for period in db.session.execute(query).scalars():
        periods[period.membership_id].append(period)
    for of_one in periods.values():
        # not by the database: one puts NULL first, the other last
        of_one.sort(key=lambda period: period.starts_on or date.min)
    return periods


def status_today(member: Membership, timezone: str) -> Status:
    """Where a membership stands today.

    Args:
        timezone: the group's.
    """
    periods = list_periods([member.id])[member.id]
    return status_on(today_in(timezone), periods, left_undated=member.left_undated)


def list_rights(membership_id: int) -> Sequence[RightsTerm]:
    """Every grant a member holds or held, newest first."""
    query = (
        select(RightsTerm)
        .where(RightsTerm.membership_id == membership_id)
        .order_by(RightsTerm.starts_on.desc(), RightsTerm.id)
    )
    return db.session.execute(query).scalars().all()


def list_terms(membership_ids: Iterable[int]) -> Sequence[RightsTerm]:
    """Every grant that some members hold or held."""
    ids = list(membership_ids)
    query = select(RightsTerm).where(
        RightsTerm.group_id.in_(groups_of(ids)), RightsTerm.membership_id.in_(ids)
    )
    return db.session.execute(query).scalars().all()


def list_places_of(person_id: int) -> list[tuple[Group, Membership]]:
    """Every group a person has a membership in, whatever its status, by the group's name."""
    query = (
        select(Group, Membership)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.person_id == person_id)
        .order_by(Group.id)
    )
    with every_group():
        found = [(group, membership) for group, membership in db.session.execute(query)]
    return sorted(found, key=lambda place: fold(place[0].name))


def list_other_groups(me: Membership, day: date) -> list[Any]:
    """The other groups a member is active or on leave in on a day, by name: rows of `slug`, `name`.

    Args:
        day: in the member's own group's zone; the others' may differ by one, and their doors ask anew.
    """
    query = (
        select(Group.slug, Group.name)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.person_id == me.person_id, Membership.id != me.id, current_on(day))
        .order_by(Group.id)
    )
    with every_group():
        found = list(db.session.execute(query))
    return sorted(found, key=lambda group: fold(group.name))


def still_good() -> ColumnElement[bool]:
    """The criterion: an invitation is neither used nor revoked nor over."""
    return and_(
        Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > utc_now()
    )


def was_withdrawn() -> ColumnElement[bool]:
    """The criterion: a membership's newest invitation was revoked; nobody invites in its stead by the way."""
    one = aliased(Invitation)
    newest = (
        select(func.max(one.id))
        .where(one.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    return exists().where(Invitation.id == newest, Invitation.revoked_at.is_not(None))


def can_still_join(day: date) -> ColumnElement[bool]:
    """The criterion: a membership has no account and is not gone by a day."""
    periods = exists().where(
        MembershipPeriod.group_id == Membership.group_id, MembershipPeriod.membership_id == Membership.id
    )
    to_come = periods.where(or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on >= day))
    return and_(
        Membership.person_id.is_(None),
        Membership.left_undated.is_(False),
        Membership.erased_at.is_(None),
        or_(~periods, to_come),
    )


def find_open_invitation(membership_id: int) -> Invitation | None:
    """The newest joining link of a member that still works."""
    query = (
        select(Invitation)
        .where(
            Invitation.membership_id == membership_id,
            still_good(),
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def list_open_invitations(membership_ids: Iterable[int]) -> Sequence[Invitation]:
    """The joining links of some members that still work, oldest first."""
    query = (
        select(Invitation)
        .where(
            Invitation.membership_id.in_(list(membership_ids)),
            still_good(),
        )
        .order_by(Invitation.id)
    )
    return db.session.execute(query).scalars().all()


def list_invitable(acting: Membership, day: date) -> list[Membership]:
    """Everybody without an account who has not left and whose joining link `acting` may hand out, A to Z.

    Whoever's invitation was withdrawn is not among them: they are invited one by one again.
    """
    query = (
        select(Membership, RightsTerm)
        .outerjoin(
            RightsTerm,
            and_(RightsTerm.group_id == Membership.group_id, RightsTerm.membership_id == Membership.id),
        )
        .where(can_still_join(day), ~was_withdrawn())
        .order_by(*a_to_z())
    )
    people: dict[int, tuple[Membership, list[RightsTerm]]] = {}
    for membership, term in db.session.execute(query):
        terms = people.setdefault(membership.id, (membership, []))[1]
        if term is not None:
            terms.append(term)
    return [membership for membership, terms in people.values() if may_hand_link(acting, terms, day)]
