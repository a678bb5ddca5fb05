"""What every write of a referral shares: the check of who and when, and the event it leaves."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, NotFound, RuleBroken
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, ReferralEvent, Standing, Status, Step
from groupnet.referrals.policy import RULES, Act, Life, sees_referral
from groupnet.referrals.queries import get_life


def check(*, act: Act, referral: Referral, actor: Membership) -> Life:
    """Let an act through, and say what happened to the referral so far.

    Raises:
        NotFound: the referral is not the actor's to see.
        NotAllowed: it is never theirs to do this.
        RuleBroken: not as the referral stands now.
    """
    if not sees_referral(actor, referral):
        raise NotFound
    life = get_life(referral.id)
    who, when = RULES[act]
    if not who(actor, referral, life):
        raise NotAllowed(gettext("This is for the other person to do."))
    if not when(actor, referral, life):
        raise RuleBroken(_why_not(act, referral))
    return life


def _why_not(act: Act, referral: Referral) -> str:
    if act is Act.ERASE:
        return str(gettext("There is nothing left to erase."))
    if referral.standing is Standing.WITHDRAWN:
        return str(gettext("This referral was withdrawn."))
    if referral.standing is Standing.DISPUTED and act is not Act.WITHDRAW:
        return str(gettext("This referral is disputed. It can go on once the dispute is lifted."))
    if act is Act.WITHDRAW:
        return str(gettext("This referral was acted on, so it cannot be taken back any more."))
    return str(gettext("This referral has moved on meanwhile. Here is how it stands."))


def record(
    *,
    step: Step,
    referral: Referral,
    actor: Membership,
    before: Status | None = None,
    note: str = "",
) -> ReferralEvent:
    """Write one event of a referral's history.

    Args:
        before: the status that the step led away from; the present one when the status stays.
    """
    db.session.flush()
    event = ReferralEvent(
        referral_id=referral.id,
        actor_id=actor.id,
        step=step,
        status_before=before.value if before else None,
        status_after=referral.status,
        note=note,
        happened_at=utc_now(),
    )
    db.session.add(event)
    db.session.flush()
    return event
