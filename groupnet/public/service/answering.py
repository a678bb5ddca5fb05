"""Admins answer those who ask to join."""

from datetime import date

from flask_babel import gettext

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.invitations import Verdict
from groupnet.groups.invitations_reading import Guest
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.service import add_member, invite_people
from groupnet.meetings.models import Visitor, VisitorStatus
from groupnet.meetings.service.visitors_followed import become_member
from groupnet.meetings.service.visitors_known import take_step
from groupnet.outbox.service import queue_mail
from groupnet.public.queries import find_member_with

DECLINED_MAIL = "public.declined"


def accept_application(*, acting: Membership, group: Group, visitor: Visitor, today: date) -> Membership:
    """Take somebody in: they become a member who is invited by mail, and join with its link.

    One without an address becomes a member too; somebody hands them a joining link.

    Args:
        acting: an admin. visitor: held. today: in the group's zone.

    Raises:
        RuleBroken: somebody has answered already, they were a member before, or no more invitations may go
            out today.
    """
    _check_open(visitor)
    member = _invite(acting, visitor, today)
    if not member.company:
        member.company = visitor.company
    if not member.category and not group.categories_exclusive:
        member.category = visitor.category
    db.session.flush()
    become_member(visitor=visitor, membership=member)
    return member


def decline_application(*, group: Group, visitor: Visitor, by_mail: bool) -> None:
    """Decline, with a kind mail or without a word.

    Args:
        visitor: held.

    Raises:
        RuleBroken: somebody has answered already.
    """
    _check_open(visitor)
    take_step(visitor=visitor, status=VisitorStatus.DECLINED)
    if by_mail and visitor.email:
        queue_mail(
            kind=DECLINED_MAIL,
            to=visitor.email,
            payload={"visitor": visitor.id},
            about_group_id=group.id,
            locale=group.locale,
            unique_key=f"{DECLINED_MAIL} {visitor.id} {visitor.stepped_at.timestamp()}",
        )


def _check_open(visitor: Visitor) -> None:
    if visitor.status is not VisitorStatus.APPLIED:
        raise RuleBroken(gettext("This request is answered already."))


def _invite(acting: Membership, visitor: Visitor, today: date) -> Membership:
    email = visitor.email
    if email is None:
        return add_member(name=visitor.name, status=Status.INVITED)
    guest = Guest(line=1, name=visitor.name, email=email)
    sent = invite_people(acting=acting, guests=[guest], today=today)
    if any(one.verdict is Verdict.LEFT for one in sent.passed_over):
        raise RuleBroken(
            gettext(
                "%(name)s was a member before. Bring them back from the former members.", name=visitor.name
            )
        )
    member = find_member_with(email)
    if member is None:
        raise RuleBroken(gettext("%(name)s could not be invited.", name=visitor.name))
    return member
