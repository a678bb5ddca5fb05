"""The days on which groups have an admin, and who keeps one from having none (T13)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, select

from groupnet.core.clock import A_DAY
from groupnet.core.db import db
from groupnet.core.tenancy import bound_group, every_group
from groupnet.groups.admins import DaySpan, first_day_without
from groupnet.groups.models import Membership, MembershipPeriod, RightsTerm
from groupnet.groups.roles import Right

DaysOfMembers = dict[int, list[DaySpan]]


def list_admin_days(*, without: int | None = None, from_day: date = date.min) -> DaysOfMembers:
    """The days on which each member of the bound group is an admin: holds the right and belongs to the group.

    Whoever has no account can administer nothing, and counts only while no admin has one.

    Args:
        without: a grant, by id, that is thought to end before `from_day`.
    """
    group_id = bound_group()
    return _list_days([group_id], without=without, from_day=from_day).get(group_id, {})


def find_days_without(leavers: Iterable[tuple[Membership, date]]) -> dict[int, date]:
    """The first day that a group would have no admin if a member went, by the membership's id.

    Args:
        leavers: memberships of any groups, each with the first day that they would not be there; one a group.

    Returns:
        nothing for those whom a group can spare.
    """
    asked = list(leavers)
    in_groups = _list_days([member.group_id for member, _ in asked])
    found: dict[int, date] = {}
    for member, from_day in asked:
        days = in_groups.get(member.group_id, {})
        others = [span for one, spans in days.items() if one != member.id for span in spans]
        day = first_day_without(others, days.get(member.id, []), from_day)
        if day is not None:
            found[member.id] = day
    return found


def _list_days(
    group_ids: list[int], *, without: int | None = None, from_day: date = date.min
) -> dict[int, DaysOfMembers]:
    member_id = RightsTerm.membership_id
    query = (
        select(
            RightsTerm.id,
            RightsTerm.group_id,
            member_id,
            Membership.person_id,
            RightsTerm.starts_on,
            RightsTerm.ends_on,
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .join(Membership, and_(Membership.group_id == RightsTerm.group_id, Membership.id == member_id))
        .join(
            MembershipPeriod,
            and_(
                MembershipPeriod.group_id == RightsTerm.group_id, MembershipPeriod.membership_id == member_id
            ),
        )
        .where(RightsTerm.group_id.in_(group_ids), RightsTerm.right == Right.ADMIN)
    )
    days: dict[int, DaysOfMembers] = defaultdict(lambda: defaultdict(list))
    joined: dict[int, set[int]] = defaultdict(set)
    with every_group():
        rows = db.session.execute(query).all()
    for term_id, group_id, membership_id, person_id, granted, ended, came, went in rows:
        if term_id == without:
            if granted >= from_day:
                continue
            ended = from_day - A_DAY
        start, end = max(granted, came or date.min), min(ended or date.max, went or date.max)
        if start <= end:
            days[group_id][membership_id].append((start, end))
        if person_id is not None:
            joined[group_id].add(membership_id)
    return {group_id: _that_count(of_group, joined[group_id]) for group_id, of_group in days.items()}


def _that_count(days: DaysOfMembers, joined: set[int]) -> DaysOfMembers:
    return {one: spans for one, spans in days.items() if one in joined} if joined else dict(days)
