"""The prospect's data: added by either of the two, erased on request and when their time is over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import update

from groupnet.core.clock import add_months, day_begins, utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks
from groupnet.referrals.policy import OF_THE_PROSPECT, Act
from groupnet.referrals.queries import get_keeping, list_past_keeping
from groupnet.referrals.service.history import check, record

A_PORTION = 500
"""Referrals that one statement erases."""

NOTHING = dict.fromkeys(OF_THE_PROSPECT, "")


def add_details(*, referral: Referral, actor: Membership, prospect_name: str, prospect_contact: str) -> None:
    """Say who should be called and how; what is left empty stays as it was.

    Raises:
        RuleBroken: the referral was withdrawn.
    """
    check(act=Act.NAME, referral=referral, actor=actor)
    typed = {"prospect_name": prospect_name, "prospect_contact": prospect_contact}
    changed = [name for name, value in typed.items() if value and getattr(referral, name) != value]
    for name in changed:
        setattr(referral, name, typed[name])
    if changed:
        noted = " ".join(changed)
        record(step=Step.EDITED, referral=referral, actor=actor, before=referral.status, note=noted)


def erase_prospect(*, referral: Referral, actor: Membership) -> None:
    """Erase the prospect's name, contact and every note that may speak of them; all figures stay.

    The notes of the referral, of its history and of the thanks on it go too: any may hold the name.

    Raises:
        RuleBroken: there is nothing to erase.
    """
    check(act=Act.ERASE, referral=referral, actor=actor)
    for name, nothing in NOTHING.items():
        setattr(referral, name, nothing)
    db.session.flush()
    _erase_notes([referral.id])
    record(step=Step.ERASED, referral=referral, actor=actor, before=referral.status)


def erase_old_prospects(*, today: date) -> int:
    """Erase the prospects of the bound group whose time is over, as on request; once more changes nothing.

    Their time is the group's number of calendar months after the day on which the referral closed.

    Args:
        today: in the group's zone.

    Returns:
        of how many referrals.
    """
    months, timezone = get_keeping()
    last_kept = day_begins(timezone, add_months(today, -months))
    erased = 0
    while old := list_past_keeping(last_kept, most=A_PORTION):
        _erase_all(old)
        erased += len(old)
    return erased


def _erase_all(old: Sequence[Any]) -> None:
    ids = [row.id for row in old]
    db.session.execute(
        update(Referral)
        .where(Referral.id.in_(ids))
        # an edit that began before is stale: saving it would bring the name back
        .values(**NOTHING, version=Referral.version + 1)
        .execution_options(synchronize_session=False)
    )
    _erase_notes(ids)
    erased = {"actor_id": None, "step": Step.ERASED, "note": "", "happened_at": utc_now()}
    insert_rows(
        ReferralEvent,
        [
            {**erased, "referral_id": row.id, "status_before": row.status.value, "status_after": row.status}
            for row in old
        ],
    )


def _erase_notes(referral_ids: Sequence[int]) -> None:
    of_history = update(ReferralEvent).where(
        ReferralEvent.referral_id.in_(referral_ids), ReferralEvent.step != Step.EDITED
    )
    db.session.execute(of_history.values(note="").execution_options(synchronize_session=False))
    of_thanks = update(Thanks).where(Thanks.referral_id.in_(referral_ids))
    db.session.execute(of_thanks.values(note="").execution_options(synchronize_session=False))
