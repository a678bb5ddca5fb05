"""Whom a member can pick, for a referral or for thanks; as rows, for 200 faces are drawn at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, exists, func, not_, or_, select

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.queries import FACE, a_to_z, current_on
from groupnet.referrals.models import Referral, Standing

LATEST = 60
"""How many of somebody's latest referrals say who their recent partners are."""


def list_people_to_pick(me: Membership, day: date) -> Sequence[Any]:
    """Every other member who is active or on leave on a day, A to Z: id, name, photo_version, category."""
    query = select(*FACE).where(current_on(day), Membership.id != me.id).order_by(*a_to_z())
    return db.session.execute(query).all()


def list_former_givers(me: Membership, day: date) -> Sequence[Any]:
    """Everybody who passed this member something and is in the group no more, A to Z."""
    passed = exists().where(Referral.giver_id == Membership.id, Referral.receiver_id == me.id)
    query = select(*FACE).where(passed, not_(current_on(day))).order_by(*a_to_z())
    return db.session.execute(query).all()


def list_recent_partners(me: Membership) -> list[int]:
    """The ids of whom this member exchanged referrals with last, latest first, each once."""
    other = case((Referral.giver_id == me.id, Referral.receiver_id), else_=Referral.giver_id)
    query = (
        select(other)
        .where(
            or_(Referral.giver_id == me.id, Referral.receiver_id == me.id),
            Referral.standing != Standing.WITHDRAWN,
        )
        .order_by(Referral.given_on.desc(), Referral.id.desc())
        .limit(LATEST)
    )
    return list(dict.fromkeys(db.session.execute(query).scalars()))


def are_current_members(membership_ids: Sequence[int], day: date) -> bool:
    """Whether all of these are active or on leave on a day."""
    query = select(func.count(Membership.id)).where(Membership.id.in_(membership_ids), current_on(day))
    return db.session.execute(query).scalar_one() == len(set(membership_ids))
