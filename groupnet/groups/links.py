"""Joining links: signed, for one membership, of one use and with an end.

There are two kinds, made with two purposes: a link that somebody hands over proves nothing; one that only
ever travels in a mail proves that its reader has the address. Neither can be turned into the other.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from groupnet.core.addresses import site_address
from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.signing import read_signed, sign
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Group, Invitation, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.policy import may_hand_link, rights_on
from groupnet.groups.queries import current_on, list_periods, list_terms, still_good
from groupnet.groups.roles import Permission, permissions_of
from groupnet.people.models import Person

_HANDED = "groupnet.join"
_MAILED = "groupnet.join-by-mail"


@dataclass(frozen=True)
class OpenLink:
    """What a joining link leads to."""

    invitation: Invitation
    membership: Membership
    group: Group
    is_mailed: bool
    """It came by mail, and so proves the address."""


def joining_token(invitation: Invitation) -> str:
    """The secret part of a link to hand over. Only the server's key can make it, so it need not be stored."""
    return sign(_HANDED, [invitation.id, invitation.nonce])


def joining_address(invitation: Invitation) -> str:
    """The whole link to hand over, at the configured address and never at the one a request claims (T35)."""
    return site_address("joining.show", token=joining_token(invitation))


def mailed_address(invitation: Invitation) -> str:
    """The whole link of a mail. It proves the address it is sent to, so it stands on no page."""
    return site_address("joining.show", token=sign(_MAILED, [invitation.id, invitation.nonce]))


def open_joining_link(token: str, *, to_use: bool = False) -> OpenLink | None:
    """What a joining link leads to, or None if it is forged, used, revoked or over, or its member has left.

    Args:
        to_use: hold the rows until the transaction ends, so that of two who use it at once one wins.
    """
    mailed = read_signed(_MAILED, token)
    content = mailed or read_signed(_HANDED, token)
    if content is None:
        return None
    invitation_id, nonce = content
    query = (
        select(Invitation, Membership, Group)
        .join(Membership, Membership.id == Invitation.membership_id)
        .join(Group, Group.id == Invitation.group_id)
        .where(
            Invitation.id == invitation_id,
            Invitation.nonce == nonce,
            still_good(),
            Membership.person_id.is_(None),
        )
        .execution_options(populate_existing=True)
    )
    if mailed:
        # the member's address may have been changed since: the link proves the one it was sent to
        query = query.where(Invitation.mailed_to == Membership.email)
    if to_use:
        query = query.with_for_update(of=(Invitation, Membership))
    with every_group():
        found = db.session.execute(query).one_or_none()
        if found is None:
            return None
        invitation, membership, group = found
        today = today_in(group.timezone)
        periods = list_periods([membership.id])[membership.id]
        if not mailed and _opens_too_much(invitation, group, today):
            return None
    status = status_on(today, periods, left_undated=membership.left_undated)
    return None if status is Status.LEFT else OpenLink(invitation, membership, group, bool(mailed))


def _opens_too_much(invitation: Invitation, group: Group, today: date) -> bool:
    """Whether who made the link, and may have kept a copy, could not make it today (T8, T9, T13)."""
    maker_id = invitation.invited_by_id
    if maker_id is None:
        return False
    query = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id == maker_id, current_on(today))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return True
    maker, person = found
    maker.rights, _ = rights_on(
        today, list_terms([maker_id]), group=group, has_second_factor=person.has_second_factor
    )
    may_invite = Permission.MEMBERS_INVITE in permissions_of(maker.rights)
    return not (may_invite and may_hand_link(maker, list_terms([invitation.membership_id]), today))
