"""What an answering link leads to."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import status_today
from groupnet.referrals.models import Referral, ReferralEvent, Step


@dataclass(frozen=True)
class Asked:
    """A referral, its group, and whether its receiver belongs to the group today."""

    group: Group
    referral: Referral
    is_open: bool


def find_asked(referral_id: int, *, receiver_id: int, event_id: int, to_answer: bool = False) -> Asked | None:
    """The referral that somebody is asked to answer, of the bound group; None if there is none such.

    Args:
        event_id: of the event that recorded it.
        to_answer: hold it until the transaction ends, so that of two answers the second sees the first.
    """
    recorded = exists().where(
        ReferralEvent.group_id == Referral.group_id,
        ReferralEvent.referral_id == Referral.id,
        ReferralEvent.id == event_id,
        ReferralEvent.step == Step.RECORDED,
    )
    query = (
        select(Referral, Group)
        .join(Group, Group.id == Referral.group_id)
        .options(joinedload(Referral.giver), joinedload(Referral.receiver))
        .where(Referral.id == referral_id, Referral.receiver_id == receiver_id, recorded)
        .execution_options(populate_existing=True)
    )
    if to_answer:
        query = query.with_for_update(of=Referral)
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    referral, group = found
    return Asked(group, referral, is_open=_belongs(referral.receiver, group))


def _belongs(receiver: Membership, group: Group) -> bool:
    has_account = receiver.person_id is not None and receiver.erased_at is None
    return has_account and status_today(receiver, group.timezone).is_present
