"""Writing what a plan says: former members, referrals with their first event, thanks."""

from datetime import datetime
from typing import Any

from groupnet.core.clock import utc_now
from groupnet.core.tenancy import insert_numbered_rows, insert_rows
from groupnet.groups.models import Membership
from groupnet.imports.models import ImportRun
from groupnet.referrals.imports.reading import ReferralsPlan
from groupnet.referrals.models import Referral, ReferralEvent, Status, Step, Thanks

CLOSED = frozenset({Status.WON, Status.LOST, Status.DECLINED})


def carry_out(plan: ReferralsPlan, run: ImportRun) -> dict[str, Any]:
    """Write everything of a plan.

    Returns:
        nothing more than the run's own rows tell.
    """
    now = utc_now()
    real = _add_former(plan, run, now)
    referrals = [(row, real.get(one, one), real.get(two, two)) for row, one, two in plan.referrals]
    ids = insert_numbered_rows(
        Referral,
        [
            {
                "giver_id": giver,
                "receiver_id": receiver,
                "recorder_id": None,
                "given_on": row.day,
                "kind": row.kind,
                "inside": row.inside,
                "prospect_name": row.prospect,
                "status": row.status,
                "import_run_id": run.id,
                "created_at": now,
                # when it closed is not known; it was closed by now
                "closed_at": now if row.status in CLOSED else None,
            }
            for row, giver, receiver in referrals
        ],
    )
    insert_rows(ReferralEvent, [_event(ids[n], row.status, now) for n, (row, _, _) in enumerate(referrals)])
    thanks = [
        _thanks(row.day, row.amount, run, now, thanker=receiver, thanked=giver, referral_id=ids[n])
        for n, (row, giver, receiver) in enumerate(referrals)
        if row.amount
    ]
    thanks += [
        _thanks(row.day, row.amount, run, now, thanker=None, thanked=real.get(thanked, thanked))
        for row, thanked in plan.thanks
    ]
    insert_rows(Thanks, thanks)
    return {}


def _add_former(plan: ReferralsPlan, run: ImportRun, now: datetime) -> dict[int, int]:
    """Add the people who are only named, and say which id each has now."""
    used = {person for _, giver, receiver in plan.referrals for person in (giver, receiver)}
    used |= {thanked for _, thanked in plan.thanks}
    new = [(number, *who) for number, who in plan.former.items() if number in used]
    ids = insert_numbered_rows(
        Membership,
        [
            {"name": name, "email": email, "left_undated": True, "import_run_id": run.id, "created_at": now}
            for _, name, email in new
        ],
    )
    return {number: member_id for (number, _, _), member_id in zip(new, ids, strict=True)}


def _event(referral_id: int, status: Status, now: datetime) -> dict[str, Any]:
    return {
        "referral_id": referral_id,
        "actor_id": None,
        "step": Step.RECORDED,
        "status_before": None,
        "status_after": status,
        "happened_at": now,
    }


def _thanks(
    day: Any,
    amount: int | None,
    run: ImportRun,
    now: datetime,
    *,
    thanker: int | None,
    thanked: int,
    referral_id: int | None = None,
) -> dict[str, Any]:
    return {
        "thanker_id": thanker,
        "thanked_id": thanked,
        "referral_id": referral_id,
        "amount_minor": amount,
        "thanked_on": day,
        "import_run_id": run.id,
        "created_at": now,
    }
