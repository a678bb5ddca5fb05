"""Whether a referral stands: disputed by the other side, withdrawn by who recorded it."""

from groupnet.core.clock import utc_now
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, Standing, Step
from groupnet.referrals.policy import Act
from groupnet.referrals.queries import lock_referral
from groupnet.referrals.service.history import check, record
from groupnet.referrals.service.telling import tell_of_lifting, tell_of_withdrawal, tell_other_side


def dispute(*, referral: Referral, actor: Membership, note: str = "") -> None:
    """The side that did not record it says that it was not so; it counts no more until that is lifted.

    Raises:
        NotAllowed: the actor recorded it.
        RuleBroken: it does not count anyhow.
    """
    check(act=Act.DISPUTE, referral=referral, actor=actor)
    referral.standing = Standing.DISPUTED
    event = record(step=Step.DISPUTED, referral=referral, actor=actor, before=referral.status, note=note)
    tell_other_side(referral=referral, event=event)


def lift_dispute(*, referral: Referral, actor: Membership) -> None:
    """Who disputed it lets it stand.

    Raises:
        NotAllowed: somebody else disputed it.
        RuleBroken: it is not disputed.
    """
    check(act=Act.LIFT, referral=referral, actor=actor)
    referral.standing = Standing.CLEAR
    event = record(step=Step.DISPUTE_LIFTED, referral=referral, actor=actor, before=referral.status)
    tell_of_lifting(referral=referral, event=event)


def withdraw(*, referral: Referral, actor: Membership) -> None:
    """Who recorded it takes it back, as long as nobody else has acted on it; a dispute is no hindrance.

    Raises:
        NotAllowed: the other side recorded it, or an import did.
        RuleBroken: somebody acted on it, or it was withdrawn before.
    """
    lock_referral(referral)  # thanks may be on their way
    check(act=Act.WITHDRAW, referral=referral, actor=actor)
    referral.standing = Standing.WITHDRAWN
    referral.closed_at = referral.closed_at or utc_now()
    record(step=Step.WITHDRAWN, referral=referral, actor=actor, before=referral.status)
    tell_of_withdrawal(referral=referral)
