"""Reads of one referral and its history."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, ReferralEvent, Status, Step, Thanks
from groupnet.referrals.policy import Life, sees_referral


def get_referral(referral_id: int, *, seen_by: Membership) -> Referral:
    """A referral with its two people.

    Args:
        seen_by: the member who asks.

    Raises:
        NotFound: there is none in this group, or it is between others; both answer alike (T3).
    """
    query = (
        select(Referral)
        .options(joinedload(Referral.giver), joinedload(Referral.receiver))
        .where(Referral.id == referral_id)
    )
    referral = db.session.execute(query).scalar_one_or_none()
    if referral is None or not sees_referral(seen_by, referral):
        raise NotFound
    return referral


def lock_referral(referral: Referral) -> None:
    """Read a referral anew and hold it until the transaction ends, for rules over what hangs on it."""
    query = (
        select(Referral)
        .options(joinedload(Referral.giver), joinedload(Referral.receiver))
        .where(Referral.id == referral.id)
        .with_for_update(of=Referral)
    )
    db.session.execute(query.execution_options(populate_existing=True)).scalar_one()


def list_events(referral_id: int) -> Sequence[Any]:
    """The history of a referral, oldest first, as rows."""
    query = (
        select(
            ReferralEvent.step,
            ReferralEvent.actor_id,
            ReferralEvent.status_before,
            ReferralEvent.status_after,
            ReferralEvent.note,
            ReferralEvent.happened_at,
        )
        .where(ReferralEvent.referral_id == referral_id)
        .order_by(ReferralEvent.id)
    )
    return db.session.execute(query).all()


def find_last_event(
    referral_id: int, steps: Collection[Step], *, status: Status | None = None
) -> ReferralEvent | None:
    """The latest event of a referral that was one of some steps.

    Args:
        status: only one that led there.
    """
    query = (
        select(ReferralEvent)
        .where(ReferralEvent.referral_id == referral_id, ReferralEvent.step.in_(steps))
        .order_by(ReferralEvent.id.desc())
        .limit(1)
    )
    if status is not None:
        query = query.where(ReferralEvent.status_after == status)
    return db.session.execute(query).scalar_one_or_none()


def get_life(referral_id: int) -> Life:
    """What happened to a referral so far, for the rules."""
    query = select(Thanks.note).where(Thanks.referral_id == referral_id)
    notes = db.session.execute(query).scalars().all()
    return Life(list_events(referral_id), thanked=bool(notes), thanked_in_words=any(notes))


def has_thanks_with_amount(referral_id: int) -> bool:
    """Whether thanks with a figure stand on a referral."""
    query = select(exists().where(Thanks.referral_id == referral_id, Thanks.amount_minor.is_not(None)))
    return bool(db.session.execute(query).scalar())


def has_passed_to(giver_id: int, receiver_id: int) -> bool:
    """Whether somebody ever passed somebody a referral."""
    query = select(exists().where(Referral.giver_id == giver_id, Referral.receiver_id == receiver_id))
    return bool(db.session.execute(query).scalar())
