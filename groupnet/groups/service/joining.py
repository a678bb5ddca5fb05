"""Joining links, and what happens when one is used."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import gettext
from sqlalchemy import select

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.groups.models import Invitation, Membership, MembershipPeriod, Status
from groupnet.groups.periods import status_on
from groupnet.groups.policy import may_hand_link
from groupnet.groups.queries import (
    find_membership_of,
    list_invitable,
    list_open_invitations,
    list_periods,
    list_rights,
)
from groupnet.groups.service.memberships import check_email_is_free
from groupnet.groups.signals import standing_changed
from groupnet.people.models import Person

INVITATION_KEPT = timedelta(days=30)
STILL_GOOD = timedelta(days=7)
"""A link that works for at least this long is not replaced when a sheet is made."""


def invite(
    memberships: Sequence[Membership],
    *,
    invited_by: Membership | None = None,
    by_mail: bool = False,
    notes: Mapping[int, str] | None = None,
) -> list[Invitation]:
    """Make a fresh invitation for each member; those made before stop working.

    Args:
        invited_by: None for the host's command line.
        by_mail: it goes to the member's address; whoever calls queues the mail.
        notes: personal lines by membership.
    """
    now = utc_now()
    ids = [membership.id for membership in memberships]
    # two who press at once come one after the other, so that the second ends the first one's link
    db.session.execute(select(Membership.id).where(Membership.id.in_(ids)).with_for_update())
    query = select(Invitation).where(Invitation.membership_id.in_(ids), Invitation.used_at.is_(None))
    for old in db.session.execute(query).scalars():
        old.expires_at = min(old.expires_at, now)
    fresh = [
        Invitation(
            membership_id=membership.id,
            invited_by_id=invited_by.id if invited_by else None,
            nonce=secrets.token_urlsafe(16),
            mailed_to=membership.email if by_mail else None,
            note=(notes or {}).get(membership.id, ""),
            created_at=now,
            expires_at=now + INVITATION_KEPT,
        )
        for membership in memberships
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return fresh


def make_joining_link(*, acting: Membership, membership: Membership, today: date) -> Invitation:
    """Make the joining link that somebody hands to a member; the one made before ends.

    Args:
        acting: who will hand it over.
        today: in the group's zone.

    Raises:
        NotAllowed: the link would open more than the acting member may do.
        RuleBroken: the member has joined already, or has left.
    """
    if not may_hand_link(acting, list_rights(membership.id), today):
        raise NotAllowed("")
    check_can_join(membership=membership, today=today)
    (invitation,) = invite([membership], invited_by=acting)
    record_act(
        action=Action.MEMBER_INVITED, actor_id=acting.id, subject_id=membership.id, details={"way": "link"}
    )
    return invitation


def make_missing_links(*, acting: Membership, today: date) -> int:
    """Give everybody without an account a joining link, unless theirs still works for a week.

    Returns:
        How many were made.
    """
    people = list_invitable(acting, today)
    good_until = utc_now() + STILL_GOOD
    kept = {
        invitation.membership_id
        for invitation in list_open_invitations([person.id for person in people])
        if invitation.expires_at > good_until
    }
    made = invite([person for person in people if person.id not in kept], invited_by=acting)
    for invitation in made:
        record_act(
            action=Action.MEMBER_INVITED,
            actor_id=acting.id,
            subject_id=invitation.membership_id,
            details={"way": "sheet"},
        )
    return len(made)


def check_can_join(*, membership: Membership, today: date) -> None:
    """Refuse a joining link for one who has joined or left.

    Raises:
        RuleBroken: saying which.
    """
    if membership.person_id is not None:
        raise RuleBroken(gettext("%(name)s has joined already.", name=membership.name))
    periods = list_periods([membership.id])[membership.id]
    if status_on(today, periods, left_undated=membership.left_undated) is Status.LEFT:
        raise RuleBroken(gettext("%(name)s has left the group. Bring them back first.", name=membership.name))


def join_group(
    *, invitation: Invitation, membership: Membership, person: Person, today: date, name: str | None = None
) -> None:
    """Let a person take the place that a joining link holds for them; the link is used up.

    Args:
        invitation: from `open_joining_link(…, to_use=True)`, in this transaction.
        today: in the group's zone; the first day of one who never had a period.
        name: as they write it themselves; None leaves the one that the group knows.

    Raises:
        RuleBroken: the place is for another address, or the person has a place in this group already.
    """
    has_place = find_membership_of(person.id)
    if has_place is not None:
        raise RuleBroken(
            gettext("This account is in the group already, as %(name)s.", name=has_place.name), field="email"
        )
    if membership.email is None:
        check_email_is_free(person.email)
        membership.email = person.email
    elif membership.email != person.email:
        raise RuleBroken(gettext("This place is for %(email)s.", email=membership.email))
    membership.person_id = person.id
    if name:
        membership.name = name
    invitation.used_at = utc_now()
    if not membership.left_undated and not list_periods([membership.id])[membership.id]:
        db.session.add(MembershipPeriod(membership_id=membership.id, status=Status.ACTIVE, starts_on=today))
        db.session.flush()
        standing_changed.send(membership, from_day=today)
    record_act(
        action=Action.MEMBER_JOINED,
        actor_id=membership.id,
        subject_id=membership.id,
        details={"way": "mail" if invitation.mailed_to else "link"},
    )
