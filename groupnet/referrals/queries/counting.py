"""Reads of referrals and thanks."""

from sqlalchemy import ColumnElement, Select, and_, func, select

from groupnet.core.db import db
from groupnet.referrals.models import Referral, Standing, Status


def counted() -> ColumnElement[bool]:
    """The criterion of the referrals that count: all but the declined, disputed and withdrawn.

    Every figure, list and export takes it from here, so that a referral counts everywhere alike and at once.
    """
    return and_(Referral.status != Status.DECLINED, Referral.standing == Standing.CLEAR)


def count_waiting_for(membership_id: int) -> int:
    """How many referrals wait for a member's answer."""
    return db.session.execute(waiting_for(membership_id)).scalar_one()


def waiting_for(membership_id: int) -> Select[int]:
    """The same as a statement, so that the menu can count all at once."""
    return select(func.count()).where(
        Referral.receiver_id == membership_id,
        Referral.status == Status.PASSED,
        Referral.standing == Standing.CLEAR,
    )
