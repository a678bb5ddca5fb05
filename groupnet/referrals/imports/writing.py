"""Writing what a plan says: former members, referrals with their first event, thanks, and who met whom."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.groups.models import Membership
from groupnet.groups.queries import lock_group
from groupnet.imports.models import ImportRun
from groupnet.imports.people import add_former
from groupnet.imports.queries import find_newest
from groupnet.meetings.service.brought import bring_one_to_ones, bring_visit
from groupnet.referrals.imports.reading import ReferralsPlan
from groupnet.referrals.imports.rows import ReferralRow
from groupnet.referrals.models import Referral, ReferralEvent, Status, Step, Thanks
from groupnet.referrals.policy import CLOSED


def carry_out(plan: ReferralsPlan, run: ImportRun) -> dict[str, Any]:
    """Write everything of a plan.

    Returns:
        under "visits" those that were added, under "one_to_ones" how many; the run's own rows tell the rest.
    """
    now = utc_now()
    used = {person for _, giver, receiver in plan.referrals for person in (giver, receiver)}
    used |= {thanked for _, thanked in plan.thanks} | {inviter for _, inviter in plan.visits}
    used |= {one for _, *two in plan.one_to_ones for one in two}
    real = add_former(plan.former, used, run, now)
    newest = find_newest(Referral)
    referrals = [(row, real.get(one, one), real.get(two, two)) for row, one, two in plan.referrals]
    insert_rows(Referral, [_referral(row, giver, receiver, run, now) for row, giver, receiver in referrals])
    ids = _add_events(run, now, after=newest)
    # equal rows are interchangeable, so any id of theirs will do
    thanks = [
        _thanks(
            row.day,
            row.amount,
            run,
            now,
            thanker=receiver,
            thanked=giver,
            referral_id=ids[_key(row, giver, receiver)].pop(),
        )
        for row, giver, receiver in referrals
        if row.amount
    ]
    thanks += [
        _thanks(row.day, row.amount, run, now, thanker=None, thanked=real.get(thanked, thanked))
        for row, thanked in plan.thanks
    ]
    insert_rows(Thanks, thanks)
    return _bring_encounters(plan, real, run)


def _bring_encounters(plan: ReferralsPlan, real: dict[int, int], run: ImportRun) -> dict[str, Any]:
    had = []
    for day, *two in plan.one_to_ones:
        first, second = sorted(real.get(one, one) for one in two)
        had.append((day, first, second))
    bring_one_to_ones(had=had, import_run_id=run.id)
    # how many were in the file: how many of them were new is not said
    made: dict[str, Any] = {"one_to_ones": len(had)} if had else {}
    if not plan.visits:
        return made
    group = lock_group()
    ids = {real.get(inviter, inviter) for _, inviter in plan.visits}
    found = db.session.execute(select(Membership).where(Membership.id.in_(ids))).scalars()
    inviters = {member.id: member for member in found}
    visits = [
        bring_visit(
            group=group,
            name=row.visitor,
            on_day=row.day,
            invited_by=inviters[real.get(inviter, inviter)],
            import_run_id=run.id,
        )
        for row, inviter in plan.visits
    ]
    return made | {"visits": {str(visit_id): 1 for visit_id in visits if visit_id is not None}}


def _add_events(run: ImportRun, now: datetime, *, after: int) -> dict[Any, list[int]]:
    """Give each new referral of the run its first event, and say which ids each kind of row has.

    Args:
        after: the newest referral before.
    """
    query = select(
        Referral.id,
        Referral.given_on,
        Referral.giver_id,
        Referral.receiver_id,
        Referral.kind,
        Referral.inside,
        Referral.prospect_name,
        Referral.status,
    ).where(Referral.import_run_id == run.id, Referral.id > after)
    ids: dict[Any, list[int]] = defaultdict(list)
    events = []
    for row in db.session.execute(query.order_by(Referral.id.desc())):
        ids[tuple(row[1:])].append(row.id)
        events.append(_event(row.id, row.status, now))
    insert_rows(ReferralEvent, events[::-1])
    return ids


def _key(row: ReferralRow, giver: int, receiver: int) -> Any:
    return (row.day, giver, receiver, row.kind, row.inside, row.prospect, row.status)


def _referral(row: ReferralRow, giver: int, receiver: int, run: ImportRun, now: datetime) -> dict[str, Any]:
    return {
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
