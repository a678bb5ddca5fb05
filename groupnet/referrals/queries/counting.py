"""Reads of referrals and thanks."""

from sqlalchemy import ColumnElement, and_, func, select

from groupnet.core.db import db
from groupnet.referrals.models import Referral, Standing, Status


def counted() -> ColumnElement[bool]:
    """The criterion of the referrals that count: all but the declined, disputed and withdrawn.

    Every figure, list and export takes it from here, so that a referral counts everywhere alike and at once.
    """
    return and_(Referral.status != Status.DECLINED, Referral.standing == Standing.CLEAR)


def count_waiting_for(membership_id: int) -> int:
    """How many referrals wait for a member's answer."""
    query = select(func.count()).where(
        Referral.receiver_id == membership_id,
        Referral.status == Status.PASSED,
        Referral.standing == Standing.CLEAR,
    )
    return db.session.execute(query).scalar_one()
