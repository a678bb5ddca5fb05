"""Forgetting a member in referrals: these stay for the others, but for what speaks of them as a customer."""

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.referrals.models import Referral
from groupnet.referrals.policy import Act, may
from groupnet.referrals.queries import get_life
from groupnet.referrals.service.prospects import erase_prospect


def forget_member(forgotten: Forgotten) -> None:
    """Where they were the customer, they are the one to be called: the prospect is erased as on request."""
    me = forgotten.membership
    query = select(Referral).where(Referral.giver_id == me.id, Referral.inside)
    for referral in db.session.execute(query).scalars():
        if may(Act.ERASE, me, referral, get_life(referral.id)):
            erase_prospect(referral=referral, actor=me)


FORGETTING = Forgetting(forget_member, (Referral,))
