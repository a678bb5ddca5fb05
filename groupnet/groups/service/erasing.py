"""Making a former member of somebody: what speaks of them goes, what they did with others stays."""

from collections.abc import Sequence

from flask_babel import force_locale, gettext
from sqlalchemy import delete, update

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.groups.forgetting import Forgetting, Forgotten, forget_everywhere
from groupnet.groups.models import (
    Group,
    Invitation,
    JobSearchShown,
    Membership,
    MembershipPeriod,
    Shown,
    Status,
)
from groupnet.groups.service.rights import end_all_rights
from groupnet.groups.service.standing import change_status

TEXTS = (
    "headline",
    "company",
    "category",
    "background",
    "offers",
    "good_referral",
    "job_search",
    "phone",
    "links",
)
"""Every column of a profile that its member wrote, beside name and address."""
AT_ONCE = {"synchronize_session": False}


def erase_member(
    *, group: Group, membership: Membership, periods: Sequence[MembershipPeriod], address: str
) -> None:
    """Make a former member without name, address or profile of a membership; its group is bound and held.

    Referrals, thanks and their history stay for the others they were exchanged with.

    Args:
        periods: all of the membership's.
        address: of the account, which an import may have noted.
    """
    today = today_in(group.timezone)
    told_of = {membership.name, membership.email, address, membership.phone}
    if any(period.ends_on is None or period.ends_on >= today for period in periods):
        change_status(membership=membership, status=Status.LEFT, from_day=today, today=today)
    elif not periods:
        membership.left_undated = True
    end_all_rights(membership=membership, from_day=today, acting=membership)
    forget_everywhere(Forgotten(membership=membership, told_of=frozenset(text for text in told_of if text)))
    _blank(group, membership)
    record_act(action=Action.MEMBER_ERASED, actor_id=membership.id, subject_id=membership.id)


def forget_member(forgotten: Forgotten) -> None:
    """Their joining links go; of those that they made for others their personal line."""
    me = forgotten.membership.id
    db.session.execute(delete(Invitation).where(Invitation.membership_id == me), execution_options=AT_ONCE)
    signed = update(Invitation).where(Invitation.invited_by_id == me)
    db.session.execute(signed.values(note=""), execution_options=AT_ONCE)


FORGETTING = Forgetting(forget_member, (Invitation, Membership))


def former_name(locale: str) -> str:
    """What stands in a name's place, in the group's language."""
    with force_locale(locale):
        return str(gettext("Former member"))


def _blank(group: Group, membership: Membership) -> None:
    for name in TEXTS:
        setattr(membership, name, "")
    membership.name = former_name(group.locale)
    membership.email = membership.photo_version = membership.person_id = None
    membership.job_search_shown = JobSearchShown.NOBODY
    membership.email_shown = membership.phone_shown = membership.links_shown = Shown.NOBODY
    membership.erased_at = utc_now()
    db.session.flush()
