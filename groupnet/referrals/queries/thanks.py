"""Reads of thanks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.core.paging import Page, fetch_page
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group, Membership
from groupnet.referrals.models import Thanks
from groupnet.referrals.policy import sees_amount
from groupnet.referrals.queries.lists import Direction

_COLUMNS = (
    Thanks.id.label("thanks_id"),
    Thanks.referral_id,
    Thanks.amount_minor,
    Thanks.thanked_on,
    Thanks.note,
    Thanks.created_at,
)


def get_thanks(thanks_id: int, *, seen_by: Membership) -> Thanks:
    """One thanks.

    Args:
        seen_by: the member who asks.

    Raises:
        NotFound: there is none in this group, or it is between others; both answer alike (T3).
    """
    thanks = db.session.execute(select(Thanks).where(Thanks.id == thanks_id)).scalar_one_or_none()
    if thanks is None or not sees_amount(seen_by, thanks):
        raise NotFound
    return thanks


def hold_currency() -> str:
    """The bound group's currency, which nobody changes until the transaction ends."""
    query = select(Group.currency).where(Group.id == bound_group()).with_for_update(read=True)
    return db.session.execute(query).scalar_one()


def list_thanks_on(referral_id: int) -> Sequence[Any]:
    """The thanks on a referral, newest first, amounts included: for its two people."""
    query = (
        select(*_COLUMNS)
        .where(Thanks.referral_id == referral_id)
        .order_by(Thanks.thanked_on.desc(), Thanks.id.desc())
    )
    return db.session.execute(query).all()


def list_thanks(me: Membership, direction: Direction, *, number: int = 1) -> Page[Any]:
    """One page of the thanks a member gave or received, amounts included, the newest day first.

    Args:
        number: of the page, from 1.

    Returns:
        rows of the other's `id`, `name`, `photo_version` (none where an import hid who thanked) and the
        columns of the thanks.
    """
    mine, theirs = Thanks.thanker_id, Thanks.thanked_id
    if direction is Direction.RECEIVED:
        mine, theirs = theirs, mine
    other = and_(Membership.group_id == Thanks.group_id, Membership.id == theirs)
    query: Any = (
        select(Membership.id, Membership.name, Membership.photo_version, *_COLUMNS)
        .select_from(Thanks)
        .outerjoin(Membership, other)
        .where(mine == me.id)
        .order_by(Thanks.thanked_on.desc(), Thanks.id.desc())
    )
    return fetch_page(query, number)
