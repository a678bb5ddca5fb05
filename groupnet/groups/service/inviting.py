"""Inviting people by mail, singly and many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from groupnet.audit.models import Action
from groupnet.audit.service import record_act
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.groups.invitations import (
    MOST_A_DAY,
    Planned,
    Verdict,
    count_left_today,
    get_waiting,
    list_uninvited,
    mail_key,
    plan_invitations,
    was_mailed_lately,
)
from groupnet.groups.invitations_reading import Guest
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.policy import may_hand_link
from groupnet.groups.queries import list_rights, lock_group
from groupnet.groups.service.joining import check_can_join, invite
from groupnet.groups.service.memberships import add_member
from groupnet.outbox.registry import site_mails
from groupnet.outbox.service import drop_mails, queue_mail

MOST_AT_ONCE = 300
MAIL_KIND = "groups.invitation"


@dataclass(frozen=True)
class Sent:
    """What became of a list."""

    invited: int
    passed_over: list[Planned]


def invite_people(
    *, acting: Membership, guests: Sequence[Guest], note: str = "", again: bool = False, today: date
) -> Sent:
    """Invite people by mail; whoever is not in the group yet gets a membership without a period.

    Args:
        acting: who invites, with their rights of today.
        guests: as read; each is judged anew, whatever a preview said.
        note: a personal line for the mail.
        again: mail those too whose invitation still works; the earlier link ends.
        today: in the group's zone.

    Raises:
        RuleBroken: more than may be invited at once or in a day.
    """
    check_how_many(guests)
    group = lock_group()
    planned = plan_invitations(acting=acting, guests=guests, today=today)
    wanted = {Verdict.INVITED, Verdict.AGAIN} if again else {Verdict.INVITED}
    chosen = [one for one in planned if one.verdict in wanted]
    _check_the_day(len(chosen))
    members = [
        one.membership or add_member(name=one.name, email=one.email, status=Status.INVITED) for one in chosen
    ]
    _send(acting, group, members, {member.id: note for member in members})
    return Sent(len(members), [one for one in planned if one.verdict not in wanted])


def invite_everybody(*, acting: Membership, today: date, run_id: int | None = None) -> int:
    """Invite by mail whoever has an address, no account, and no invitation by mail yet.

    Args:
        run_id: those alone who came with this import.

    Returns:
        How many were invited; at most 300, and what is left of the day's allowance.

    Raises:
        RuleBroken: the day's allowance is used up.
    """
    group = lock_group()
    people = list_uninvited(acting, today, run_id=run_id)
    allowed = min(MOST_AT_ONCE, count_left_today())
    if people and not allowed:
        _check_the_day(len(people))
    _send(acting, group, people[:allowed], {})
    return len(people[:allowed])


def send_invitation_again(*, acting: Membership, invitation_id: int, today: date) -> Membership:
    """Mail an invitation once more, with a fresh link; the earlier one ends.

    Raises:
        NotFound: there is none, or its member has joined.
        NotAllowed: the link would open more than the acting member may do.
        RuleBroken: no address is known, the member has left, or the last mail went out a moment ago.
    """
    group = lock_group()
    invitation, membership = get_waiting(invitation_id, for_update=True)
    if not may_hand_link(acting, list_rights(membership.id), today):
        raise NotAllowed("")
    check_can_join(membership=membership, today=today)
    if membership.email is None:
        raise RuleBroken(gettext("No e-mail address is known for %(name)s.", name=membership.name))
    if was_mailed_lately(membership.email):
        raise RuleBroken(
            gettext("An invitation went to this address a moment ago. Wait ten minutes before the next one.")
        )
    _check_the_day(1)
    _send(acting, group, [membership], {membership.id: invitation.note})
    return membership


def revoke_invitation(*, acting: Membership, invitation_id: int, today: date) -> Membership:
    """End an invitation: its links open nothing any more, and its mail does not go out if it still waits.

    Raises:
        NotFound: there is none, or its member has joined.
        NotAllowed: the invitation opens more than the acting member may do.
    """
    invitation, membership = get_waiting(invitation_id, for_update=True)
    if not may_hand_link(acting, list_rights(membership.id), today):
        raise NotAllowed("")
    if invitation.revoked_at is None:
        invitation.revoked_at = utc_now()
        drop_mails(unique_keys=[mail_key(invitation.id)])
        record_act(action=Action.INVITE_REVOKED, actor_id=acting.id, subject_id=membership.id)
    return membership


def check_how_many(guests: Sequence[Guest]) -> None:
    """Refuse a list that is longer than goes at once.

    Raises:
        RuleBroken: at the field `people`.
    """
    if len(guests) > MOST_AT_ONCE:
        raise RuleBroken(
            gettext(
                "Up to %(most)d people at a time; these are %(count)d. Send them in parts.",
                most=MOST_AT_ONCE,
                count=len(guests),
            ),
            field="people",
        )


def _check_the_day(wanted: int) -> None:
    left = count_left_today()
    if wanted <= left:
        return
    if left == 0:
        raise RuleBroken(
            gettext("A group mails up to %(most)d invitations a day. Go on tomorrow.", most=MOST_A_DAY)
        )
    raise RuleBroken(
        ngettext(
            "A group mails up to %(most)d invitations a day; %(num)d is left today. Send the rest tomorrow.",
            "A group mails up to %(most)d invitations a day; %(num)d are left today. Send the rest tomorrow.",
            left,
            most=MOST_A_DAY,
        )
    )


def _send(acting: Membership, group: Group, memberships: Sequence[Membership], notes: dict[int, str]) -> None:
    if not site_mails():
        raise RuleBroken(gettext("This site has no mail server yet: hand out joining links instead."))
    for invitation in invite(memberships, invited_by=acting, by_mail=True, notes=notes):
        queue_mail(
            kind=MAIL_KIND,
            to=str(invitation.mailed_to),
            payload={"invitation": invitation.id},
            about_group_id=group.id,
            locale=group.locale,
            expires_at=invitation.expires_at,
            unique_key=mail_key(invitation.id),
        )
        record_act(
            action=Action.MEMBER_INVITED,
            actor_id=acting.id,
            subject_id=invitation.membership_id,
            details={"way": "mail"},
        )
