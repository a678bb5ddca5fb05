"""Taking away the referrals and thanks of an import, as far as nobody has acted on them since."""

from typing import Any

from sqlalchemy import exists, or_, select

from groupnet.core.db import db
from groupnet.imports.importer import Undone
from groupnet.imports.models import ImportRun
from groupnet.imports.undo import chunks, remove_members, remove_rows
from groupnet.meetings.service.brought import take_back_one_to_ones, take_back_visits
from groupnet.referrals.models import Referral, ReferralEvent, Thanks


def undo_referrals(run: ImportRun, made: dict[str, Any]) -> Undone:
    """Remove the run's referrals without a later step, with their events and thanks; one-to-ones and visits;
    then its members.

    What somebody acted on is kept and named by its day alone: who passed whom a referral may be closed to
    an admin too, and a visitor's name may be erased. Which one-to-ones stay is not said at all.
    """
    undone = Undone()
    kept = _touched(run)
    query = select(Referral.id, Referral.given_on).where(Referral.import_run_id == run.id)
    gone = []
    for referral_id, given_on in db.session.execute(query.order_by(Referral.given_on, Referral.id)):
        if referral_id in kept:
            undone.kept.append(given_on.isoformat())
        else:
            gone.append(referral_id)
    for ids in chunks(gone):
        remove_rows(Thanks, Thanks.referral_id.in_(ids))
        remove_rows(ReferralEvent, ReferralEvent.referral_id.in_(ids))
        remove_rows(Referral, Referral.id.in_(ids))
    slips = (Thanks.import_run_id == run.id) & Thanks.referral_id.is_(None)
    thanks = list(db.session.execute(select(Thanks.id).where(slips)).scalars())
    for ids in chunks(thanks):
        remove_rows(Thanks, Thanks.id.in_(ids))
    take_back_one_to_ones(import_run_id=run.id)
    one_to_ones = made.get("one_to_ones") or 0
    undone.removed += len(gone) + len(thanks) + one_to_ones
    visits = [int(visit_id) for visit_id in made.get("visits") or {}]
    removed, of_visitors = take_back_visits(visit_ids=visits, import_run_id=run.id)
    undone.removed += removed
    undone.kept += [day.isoformat() for day in of_visitors]
    remove_members(run, made, undone)
    return undone


def _touched(run: ImportRun) -> set[int]:
    """The run's referrals that somebody moved, edited or gave further thanks for."""
    by_a_person = exists().where(
        ReferralEvent.group_id == Referral.group_id,
        ReferralEvent.referral_id == Referral.id,
        ReferralEvent.actor_id.is_not(None),
    )
    further_thanks = exists().where(
        Thanks.group_id == Referral.group_id,
        Thanks.referral_id == Referral.id,
        or_(Thanks.import_run_id.is_(None), Thanks.import_run_id != run.id),
    )
    query = select(Referral.id).where(
        Referral.import_run_id == run.id, or_(Referral.version > 1, by_a_person, further_thanks)
    )
    return set(db.session.execute(query).scalars())
