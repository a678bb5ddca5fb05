"""The lists of what a member gave and received."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.core.paging import Page, fetch_page
from groupnet.groups.models import Membership
from groupnet.referrals.models import Kind, Referral, Standing, Status, Thanks
from groupnet.referrals.queries.counting import counted


class Direction(StrEnum):
    """Which way, seen from the member."""

    RECEIVED = "received"
    GIVEN = "given"


class Stage(StrEnum):
    """What the list can be narrowed to; the five share no referral and leave none out."""

    WAITING = "waiting"
    OPEN = "open"
    WON = "won"
    CLOSED = "closed"
    NOT_COUNTED = "not-counted"


STATUSES = {
    Stage.WAITING: (Status.PASSED,),
    Stage.OPEN: (Status.ACCEPTED, Status.CONTACTED),
    Stage.WON: (Status.WON,),
    Stage.CLOSED: (Status.LOST,),
}


def list_referrals(
    me: Membership,
    direction: Direction,
    *,
    stage: Stage | None = None,
    kind: Kind | None = None,
    other_id: int | None = None,
    number: int = 1,
) -> Page[Any]:
    """One page of what a member gave or received, the newest day first.

    Args:
        stage: without one, all but the withdrawn, which stand among the not counted.
        other_id: only what passed between the member and this one.
        number: of the page, from 1.

    Returns:
        rows of the other's `id`, `name`, `photo_version` and the referral's columns; `thanked` is whether
        thanks stand on it.
    """
    query = _rows(me, direction)
    if stage is not None:
        query = query.where(_in_stage(stage))
    else:
        query = query.where(Referral.standing != Standing.WITHDRAWN)
    if kind is not None:
        query = query.where(Referral.kind == kind)
    if other_id is not None:
        query = query.where(Membership.id == other_id)
    return fetch_page(query, number)


def list_all_referrals() -> Sequence[Any]:
    """Every referral of the group by its day: who passed whom one, never for whom.

    Returns:
        rows of `given_on`, `giver_id`, `receiver_id`, the names `gave` and `received`, `kind`, `inside`,
        `status` and whether it `counts`.
    """
    giver, receiver = aliased(Membership), aliased(Membership)
    query = (
        select(
            Referral.given_on,
            Referral.giver_id,
            Referral.receiver_id,
            giver.name.label("gave"),
            receiver.name.label("received"),
            Referral.kind,
            Referral.inside,
            Referral.status,
            counted().label("counts"),
        )
        .join(giver, giver.id == Referral.giver_id)
        .join(receiver, receiver.id == Referral.receiver_id)
        .order_by(Referral.given_on, Referral.id)
    )
    return db.session.execute(query).all()


def _rows(me: Membership, direction: Direction) -> Any:
    mine, theirs = Referral.giver_id, Referral.receiver_id
    if direction is Direction.RECEIVED:
        mine, theirs = theirs, mine
    thanked = exists().where(Thanks.referral_id == Referral.id, Thanks.group_id == Referral.group_id)
    return (
        select(
            Membership.id,
            Membership.name,
            Membership.photo_version,
            Referral.id.label("referral_id"),
            Referral.given_on,
            Referral.created_at,
            Referral.kind,
            Referral.status,
            Referral.standing,
            Referral.inside,
            Referral.prospect_name,
            Referral.prospect_contact,
            Referral.told_in_person,
            thanked.label("thanked"),
        )
        .join(Membership, and_(Membership.group_id == Referral.group_id, Membership.id == theirs))
        .where(mine == me.id)
        .order_by(Referral.given_on.desc(), Referral.id.desc())
    )


def _in_stage(stage: Stage) -> ColumnElement[bool]:
    if stage is Stage.NOT_COUNTED:
        return not_(counted())
    return and_(Referral.status.in_(STATUSES[stage]), Referral.standing == Standing.CLEAR)
