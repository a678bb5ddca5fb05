"""The prospect's data: added by either of the two, erased on request."""

from sqlalchemy import update

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks
from groupnet.referrals.policy import Act
from groupnet.referrals.service.history import check, record


def add_details(*, referral: Referral, actor: Membership, prospect_name: str, prospect_contact: str) -> None:
    """Say who should be called and how; what is left empty stays as it was.

    Raises:
        RuleBroken: the referral was withdrawn.
    """
    check(Act.EDIT, referral=referral, actor=actor)
    typed = {"prospect_name": prospect_name, "prospect_contact": prospect_contact}
    changed = [name for name, value in typed.items() if value and getattr(referral, name) != value]
    for name in changed:
        setattr(referral, name, typed[name])
    if changed:
        record(Step.EDITED, referral=referral, actor=actor, before=referral.status, note=" ".join(changed))


def erase_prospect(*, referral: Referral, actor: Membership) -> None:
    """Erase the prospect's name, contact and every note that may speak of them; all figures stay.

    The notes of the referral, of its history and of the thanks on it go too: any may hold the name.
    """
    check(Act.ERASE, referral=referral, actor=actor)
    for name in ("prospect_name", "prospect_contact", "note", "decline_reason"):
        setattr(referral, name, "")
    db.session.flush()
    db.session.execute(update(ReferralEvent).where(ReferralEvent.referral_id == referral.id).values(note=""))
    db.session.execute(update(Thanks).where(Thanks.referral_id == referral.id).values(note=""))
    record(Step.ERASED, referral=referral, actor=actor, before=referral.status)
