"""Who has shown that an address is theirs comes as a visitor, or asks to join."""

from datetime import date, datetime

from flask_babel import gettext

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, MeetingStatus, Visit, Visitor, VisitorStatus
from groupnet.meetings.service.visitors import check_has_place, expect_visitor
from groupnet.meetings.service.visitors_followed import ask_to_join as note_request
from groupnet.meetings.service.visitors_known import know_again, read_contact
from groupnet.meetings.telling import tell_visitor
from groupnet.meetings.visiting import may_bring
from groupnet.outbox.service import queue_mail
from groupnet.public.models import PublicRequest
from groupnet.public.queries import find_member, find_page, is_full
from groupnet.public.queries_requests import Requested, find_expected_visit

VISIT_MAIL = "public.visit"
CHANGED_MAIL = "public.changed"
APPLICATION_MAIL = "public.application"


def find_obstacle(*, requested: Requested, today: date) -> str:
    """Why a request can no longer be sent, as a sentence; empty where nothing stands in its way.

    Args:
        today: in the group's zone.
    """
    page, meeting = find_page(), requested.meeting
    obstacle = ""
    if page is None or not page.is_open:
        obstacle = gettext("The group has closed its page.")
    elif find_member(requested.request.email, today) is not None:
        obstacle = gettext("You are a member of this group already. Sign in to answer the next meeting.")
    elif meeting is None:
        obstacle = "" if page.takes_requests else gettext("The group takes no requests at present.")
    elif not page.welcomes_visitors:
        obstacle = gettext("The group takes no visitors by its page at present.")
    elif meeting.status is MeetingStatus.CANCELLED:
        obstacle = gettext("This meeting does not take place.")
    elif not may_bring(None, meeting):
        obstacle = gettext("This meeting takes no more visitors.")
    return obstacle


def lacks_room(*, requested: Requested) -> bool:
    """Whether a meeting has no room for somebody, as it looks now; who is expected there already has it."""
    meeting = requested.meeting
    if meeting is None or not is_full(meeting):
        return False
    return find_expected_visit(requested.request.email, meeting) is None


def come_as_visitor(*, requested: Requested, meeting: Meeting, today: date) -> Visit:
    """Somebody announces themselves for a meeting; a mail thanks them and tells day and place. What they
    typed is erased as a request.

    Args:
        requested: held. meeting: its own, held. today: in the group's zone.

    Raises:
        RuleBroken: no visitors are taken any more, or every place is taken.
    """
    _check(requested, today)
    group, request = requested.group, requested.request
    visit = find_expected_visit(request.email, meeting) or expect_visitor(
        acting=None,
        group=group,
        meeting=meeting,
        name=request.name,
        email=request.email,
        company=request.company,
        category=request.category,
    )
    visitor = know_again(visit.visitor_id)
    tell_visitor(visitor)
    _mail_visit(group, visit, visitor, until=meeting.starts_at)
    _erase(request)
    return visit


def ask_to_join(*, requested: Requested, today: date) -> Visitor:
    """Somebody asks to join; the admins are told, and a mail says that it arrived. What they typed is erased
    as a request.

    Args:
        requested: held. today: in the group's zone.

    Raises:
        RuleBroken: no requests are taken any more.
    """
    _check(requested, today)
    group, request = requested.group, requested.request
    contact = read_contact(group=group, name=request.name, email=request.email)
    visitor = note_request(contact=contact, message=request.message)
    tell_visitor(visitor)
    key = f"{visitor.id} {visitor.stepped_at.timestamp()}"
    _mail(group, APPLICATION_MAIL, request.email, {"visitor": visitor.id}, key)
    _erase(request)
    return visitor


def may_come_after_all(*, visit: Visit, visitor: Visitor, meeting: Meeting) -> bool:
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
    if not may_come_after_all(visit=visit, visitor=visitor, meeting=meeting):
        raise RuleBroken(gettext("This meeting takes no more visitors."))
    check_has_place(acting=None, meeting=meeting)
    visit.came, visit.withdrew = None, False


def _check(requested: Requested, today: date) -> None:
    obstacle = find_obstacle(requested=requested, today=today)
    if obstacle:
        raise RuleBroken(obstacle)


def _erase(request: PublicRequest) -> None:
    db.session.delete(request)
    db.session.flush()


def _mail_visit(group: Group, visit: Visit, visitor: Visitor, *, until: datetime) -> None:
    # the step is noted when they are announced anew: the same request sent again makes no second mail
    key = f"{visit.id} {visitor.stepped_at.timestamp()}"
    _mail(group, VISIT_MAIL, str(visitor.email), {"visit": visit.id}, key, until=until)


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
