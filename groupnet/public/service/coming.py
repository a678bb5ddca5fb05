"""Strangers who come as visitors or ask to join. Known or not, they are answered alike (T16)."""

from datetime import date, datetime

from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from groupnet.meetings.service.visitors import check_has_place, expect_visitor
from groupnet.meetings.service.visitors_followed import ask_to_join as note_request
from groupnet.meetings.service.visitors_known import know_again, read_contact
from groupnet.meetings.telling import tell_visitor
from groupnet.meetings.visiting import may_bring
from groupnet.outbox.service import queue_mail
from groupnet.public.queries import count_new_today, find_member, find_page

VISIT_MAIL = "public.visit"
CHANGED_MAIL = "public.changed"
APPLICATION_MAIL = "public.application"
MEMBER_MAIL = "public.member"
MOST_A_DAY = 100
"""So many newcomers a group's page takes in a day: enough for any group, too few for a flood of mails."""


def come_as_visitor(
    *,
    group: Group,
    meeting: Meeting,
    name: str,
    email: str,
    company: str = "",
    category: str = "",
    today: date,
) -> None:
    """Somebody announces themselves for a meeting; a mail thanks them and tells day and place.

    Args:
        meeting: held. today: in the group's zone.

    Raises:
        RuleBroken: no visitors are taken any more, every place is taken, or what was typed cannot be.
    """
    contact = read_contact(group=group, name=name, email=email, company=company, category=category)
    _check_flood()
    if not may_bring(None, meeting):
        raise RuleBroken(gettext("This meeting takes no more visitors."))
    check_has_place(acting=None, meeting=meeting)
    member = find_member(str(contact.email), today)
    if member is not None:
        _mail_member(group, member, today)
        return
    visit = expect_visitor(
        acting=None,
        group=group,
        meeting=meeting,
        name=name,
        email=email,
        company=company,
        category=category,
    )
    visitor = know_again(visit.visitor_id)
    tell_visitor(visitor)
    _mail_visit(group, visit, visitor, until=meeting.starts_at)


def ask_to_join(*, group: Group, name: str, email: str, message: str, today: date) -> None:
    """Somebody asks to join; the admins are told, and a mail says that it arrived.

    Raises:
        RuleBroken: what was typed cannot be.
    """
    contact = read_contact(group=group, name=name, email=email)
    _check_flood()
    member = find_member(str(contact.email), today)
    if member is not None:
        _mail_member(group, member, today)
        return
    visitor = note_request(contact=contact, message=message)
    tell_visitor(visitor)
    key = f"{visitor.id} {visitor.stepped_at.timestamp()}"
    _mail(group, APPLICATION_MAIL, str(visitor.email), {"visitor": visitor.id}, key)


def may_come_after_all(visit: Visit, visitor: Visitor, meeting: Meeting) -> bool:
    """Whether a visitor may come after all: they gave it up themselves, and the group still welcomes them."""
    page = find_page()
    welcomes = page is not None and page.is_open and page.welcomes_visitors
    declines = visitor.status is VisitorStatus.DECLINED
    return visit.withdrew and welcomes and not declines and may_bring(None, meeting)


def come_after_all(*, visit: Visit, visitor: Visitor, meeting: Meeting) -> None:
    """A visitor who said that they could not come comes after all, if there is room.

    Args:
        meeting: held.

    Raises:
        RuleBroken: no visitors are taken any more, or every place is taken.
    """
    if visit.came is not False:
        return
    if not may_come_after_all(visit, visitor, meeting):
        raise RuleBroken(gettext("This meeting takes no more visitors."))
    check_has_place(acting=None, meeting=meeting)
    visit.came, visit.withdrew = None, False


def _check_flood() -> None:
    if count_new_today() >= MOST_A_DAY:
        raise RuleBroken(gettext("Many people have asked today. Please come back tomorrow."))


def _mail_visit(group: Group, visit: Visit, visitor: Visitor, *, until: datetime) -> None:
    # the step is noted when they are announced anew: the same form sent again makes no second mail
    key = f"{visit.id} {visitor.stepped_at.timestamp()}"
    _mail(group, VISIT_MAIL, str(visitor.email), {"visit": visit.id}, key, until=until)


def _mail_member(group: Group, member: Membership, today: date) -> None:
    key = f"{member.id} {today.isoformat()}"
    _mail(group, MEMBER_MAIL, str(member.email), {"membership": member.id}, key)


def _mail(
    group: Group, kind: str, to: str, payload: dict[str, int], key: str, *, until: datetime | None = None
) -> None:
    queue_mail(
        kind=kind,
        to=to,
        payload=payload,
        about_group_id=group.id,
        locale=group.locale,
        expires_at=until,
        unique_key=f"{kind} {key}",
    )
