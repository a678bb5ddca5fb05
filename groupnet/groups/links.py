"""Joining links: signed, for one membership, of one use and with an end."""

from sqlalchemy import select

from groupnet.core.addresses import site_address
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.signing import read_signed, sign
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Group, Invitation, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods

_PURPOSE = "groupnet.join"


def joining_token(invitation: Invitation) -> str:
    """The secret part of a joining link. Only the server's key can make it, so it need not be stored."""
    return sign(_PURPOSE, [invitation.id, invitation.nonce])


def joining_address(invitation: Invitation) -> str:
    """The whole link, at the configured address and never at the one a request claims (T35)."""
    return site_address("joining.show", token=joining_token(invitation))


def open_joining_link(token: str, *, to_use: bool = False) -> tuple[Invitation, Membership, Group] | None:
    """What a joining link leads to, or None if it is forged, used or over, or its member has left.

    Args:
        to_use: hold the rows until the transaction ends, so that of two who use it at once one wins.
    """
    content = read_signed(_PURPOSE, token)
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
            Invitation.used_at.is_(None),
            Invitation.expires_at > utc_now(),
            Membership.person_id.is_(None),
        )
        .execution_options(populate_existing=True)
    )
    if to_use:
        query = query.with_for_update(of=(Invitation, Membership))
    with every_group():
        found = db.session.execute(query).one_or_none()
        if found is None:
            return None
        invitation, membership, group = found
        periods = list_periods([membership.id])[membership.id]
    status = status_on(today_in(group.timezone), periods, left_undated=membership.left_undated)
    return None if status is Status.LEFT else (invitation, membership, group)
