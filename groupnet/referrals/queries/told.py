"""What notices tell of, with how it stands by now: for their page, their mails and the weekly mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.notices.models import Notice, NoticeKind
from groupnet.notices.queries import unseen
from groupnet.referrals.models import Referral, ReferralEvent, Thanks

_OF_THE_REFERRAL = (
    Referral.id.label("referral_id"),
    Referral.giver_id,
    Referral.kind,
    Referral.status,
    Referral.standing,
    Referral.given_on,
    Referral.inside,
    Referral.told_in_person,
    Referral.prospect_name,
    Referral.prospect_contact,
    Referral.note,
    Referral.decline_reason,
)


def list_told(notice_ids: Sequence[int]) -> Sequence[Any]:
    """What some notices tell of, as rows by `notice_id`.

    Returns:
        rows of the notice (`told` is its kind, `told_id` the membership that is told), of the other person
        (`id`, `name`, `photo_version`), of the referral and its step, and of the thanks; None where there is
        none of these.
    """
    return db.session.execute(_told().where(Notice.id.in_(notice_ids))).all()


def list_unseen_told(
    membership_ids: Sequence[int], kind: NoticeKind, since: datetime, until: datetime
) -> Sequence[Any]:
    """What these memberships were told between two instants and have not seen, the newest first, as rows."""
    return db.session.execute(unseen(_told(), membership_ids, kind, since, until)).all()


def _told() -> Any:
    of_pair = case((Referral.giver_id == Notice.membership_id, Referral.receiver_id), else_=Referral.giver_id)
    other = and_(
        Membership.group_id == Notice.group_id, Membership.id == func.coalesce(Thanks.thanker_id, of_pair)
    )
    return (
        select(
            Notice.id.label("notice_id"),
            Notice.membership_id.label("told_id"),
            Notice.kind.label("told"),
            Notice.event_id,
            Notice.due_at,
            Membership.id,
            Membership.name,
            Membership.photo_version,
            Group.currency,
            *_OF_THE_REFERRAL,
            ReferralEvent.step,
            ReferralEvent.status_after,
            ReferralEvent.note.label("said"),
            Thanks.amount_minor,
            Thanks.note.label("thanks_note"),
        )
        .select_from(Notice)
        .join(Group, Group.id == Notice.group_id)
        .outerjoin(Referral, _one_of_it(Referral, Notice.referral_id))
        .outerjoin(ReferralEvent, _one_of_it(ReferralEvent, Notice.event_id))
        .outerjoin(Thanks, _one_of_it(Thanks, Notice.thanks_id))
        .join(Membership, other)
    )


def _one_of_it(model: Any, key: Any) -> Any:
    return and_(model.group_id == Notice.group_id, model.id == key)
