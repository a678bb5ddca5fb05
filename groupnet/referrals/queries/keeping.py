"""Which prospects' data are past their time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from groupnet.core.db import db
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks


def get_keeping() -> tuple[int, str]:
    """How many months the bound group keeps prospects after a referral closed, and its time zone."""
    query = select(Group.prospects_kept_months, Group.timezone).where(Group.id == bound_group())
    months, timezone = db.session.execute(query).one()
    return months, timezone


def list_past_keeping(closed_before: datetime, *, most: int) -> Sequence[Any]:
    """Referrals closed before an instant that still hold words, as rows of `id` and `status`.

    They are held until the transaction ends: nobody opens one again meanwhile.
    """
    query = (
        select(Referral.id, Referral.status)
        .where(Referral.closed_at < closed_before, _holds_words())
        .order_by(Referral.id)
        .limit(most)
        .with_for_update()
    )
    return db.session.execute(query).all()


def _holds_words() -> ColumnElement[bool]:
    """As the policy has it: an edit's note only names what was changed."""
    of_history = exists().where(
        ReferralEvent.group_id == Referral.group_id,
        ReferralEvent.referral_id == Referral.id,
        ReferralEvent.note != "",
        ReferralEvent.step != Step.EDITED,
    )
    of_thanks = exists().where(
        Thanks.group_id == Referral.group_id, Thanks.referral_id == Referral.id, Thanks.note != ""
    )
    return or_(
        Referral.prospect_name != "",
        Referral.prospect_contact != "",
        Referral.note != "",
        Referral.decline_reason != "",
        of_history,
        of_thanks,
    )
