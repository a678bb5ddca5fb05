"""Answering a referral from a mail: one tap may be two steps."""

from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, Status
from groupnet.referrals.policy import Act
from groupnet.referrals.service.steps import accept_referral, contact_prospect


def answer_referral(*, referral: Referral, actor: Membership, act: Act) -> None:
    """Take it on, or say that the prospect was called; who called without a word before takes it on too.

    Args:
        act: `ACCEPT` or `CONTACT`.

    Raises:
        RuleBroken: it waits for no such answer.
    """
    if act is Act.ACCEPT or referral.status is Status.PASSED:
        accept_referral(referral=referral, actor=actor)
    if act is Act.CONTACT:
        contact_prospect(referral=referral, actor=actor)
