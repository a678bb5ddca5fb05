"""Reads of referrals and thanks."""

from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.referrals.models import Referral, Standing, Status


def count_waiting_for(membership_id: int) -> int:
    """How many referrals wait for a member's answer."""
    query = select(func.count()).where(
        Referral.receiver_id == membership_id,
        Referral.status == Status.PASSED,
        Referral.standing == Standing.CLEAR,
    )
    return db.session.execute(query).scalar_one()
