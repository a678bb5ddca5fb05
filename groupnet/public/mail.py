"""Mails to visitors and to those who ask to join, as things stand when they are sent."""

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.addresses import site_address
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.templating import day_time
from groupnet.core.tenancy import group_bound
from groupnet.groups.models import Group
from groupnet.meetings.before import Reason, What
from groupnet.meetings.models import Meeting, MeetingStatus, Visit, Visitor, VisitorStatus
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.from_outside import find_visited
from groupnet.meetings.visiting import may_bring
from groupnet.outbox.letters import Button, Letter, Line, Lines, Part, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer
from groupnet.public.links import request_address, visit_address
from groupnet.public.policy import place_told
from groupnet.public.queries import find_member, find_open_page
from groupnet.public.queries_requests import Requested, find_requested
from groupnet.public.service.answering import DECLINED_MAIL
from groupnet.public.service.asking import REQUEST_MAIL
from groupnet.public.service.coming import APPLICATION_MAIL, CHANGED_MAIL, VISIT_MAIL


def requested(mail: OutgoingMail) -> Letter | None:
    """To an address that somebody typed on the page: the link that proves it; a member's hears that it is a
    member's. Nothing that was typed stands in it: it may go to somebody who never asked.
    """
    content = mail.content()
    with group_bound(content["group"]):
        found = find_requested(content["request"])
        if found is None or found.request.email != mail.to_address or find_open_page() is None:
            return None
        if find_member(mail.to_address, today_in(found.group.timezone)) is not None:
            return _member(found.group)
        if found.meeting is None:
            return _to_join(found)
        return _to_visit(found, found.meeting) if may_bring(None, found.meeting) else None


def visit(mail: OutgoingMail) -> Letter | None:
    """Thanks for coming, with day and place; None where they cannot come, or it does not take place."""
    found = _visited(mail)
    if found is None:
        return None
    group, one, _, meeting = found
    if one.came is not None or meeting.status not in OPEN:
        return None
    when = day_time(meeting.starts_at, group.timezone)
    welcome = gettext("Thank you: %(group)s is looking forward to you.", group=group.name)
    return _letter(
        group,
        gettext("You are expected: %(when)s", when=when),
        [Words(text=welcome), *_when_and_where(group, meeting), *_own_page(group, one, mail)],
    )


def changed(mail: OutgoingMail) -> Letter | None:
    """The meeting they come to is moved or cancelled; None where it is as they know it by now."""
    found = _visited(mail)
    if found is None or found[1].came is not None:
        return None
    group, one, _, meeting = found
    if _is_as_known(mail, meeting):
        return None
    when = day_time(meeting.starts_at, group.timezone)
    if meeting.status is MeetingStatus.CANCELLED:
        off = gettext("The meeting you were going to visit does not take place.")
        subject = gettext("Cancelled: %(when)s", when=when)
        return _letter(group, subject, [Words(text=off), *_when_and_where(group, meeting)])
    now = gettext("The meeting you are going to visit has changed. This is how it stands now.")
    return _letter(
        group,
        gettext("Now: %(when)s", when=when),
        [Words(text=now), *_when_and_where(group, meeting), *_own_page(group, one, mail)],
    )


def application(mail: OutgoingMail) -> Letter | None:
    """A request to join has arrived."""
    found = _applicant(mail, VisitorStatus.APPLIED)
    if found is None:
        return None
    group, _ = found
    here = gettext("Your request to join %(group)s has arrived. Somebody will answer you.", group=group.name)
    return _letter(
        group,
        gettext("You asked to join %(group)s", group=group.name),
        [Words(text=here), Words(text=_kept())],
    )


def declined(mail: OutgoingMail) -> Letter | None:
    """A kind no."""
    found = _applicant(mail, VisitorStatus.DECLINED)
    if found is None:
        return None
    group, _ = found
    thanks = gettext("Thank you for asking to join %(group)s, and for your interest.", group=group.name)
    sorry = gettext(
        "We cannot offer you a place at present. That says nothing about you or your work; we wish you well."
    )
    return _letter(
        group,
        gettext("Your request to join %(group)s", group=group.name),
        [Words(text=thanks), Words(text=sorry)],
    )


def _to_visit(found: Requested, meeting: Meeting) -> Letter:
    group, when = found.group, day_time(meeting.starts_at, found.group.timezone)
    asked = gettext("Somebody gave this address to come as a visitor. If it was you, press the button.")
    return _letter(
        group,
        gettext("One step more: will you come on %(when)s?", when=when),
        [Words(text=asked), *_when_and_where(group, meeting), *_proving(found, gettext("Yes, I’ll come"))],
    )


def _to_join(found: Requested) -> Letter:
    group = found.group
    asked = gettext(
        "Somebody gave this address to ask to join %(group)s. If it was you, press the button.",
        group=group.name,
    )
    return _letter(
        group,
        gettext("One step more: your request to join %(group)s", group=group.name),
        [Words(text=asked), *_proving(found, gettext("Send my request"))],
    )


def _proving(found: Requested, words: str) -> list[Part]:
    address = request_address(
        group_id=found.group.id,
        request_id=found.request.id,
        kind=found.request.kind,
        email=found.request.email,
    )
    over = gettext("Until then the group sees nothing of it; after two days it is erased.")
    return [Button(text=words, url=address), Words(text=over)]


def _member(group: Group) -> Letter:
    said = gettext(
        "Your address was given on the public page of %(group)s. You are a member already: sign in to answer"
        " the next meeting. If it was not you, there is nothing to do.",
        group=group.name,
    )
    see = Button(text=gettext("Open groupnet"), url=site_address("group.home.index", slug=group.slug))
    subject = gettext("You are a member of %(group)s already", group=group.name)
    return _letter(group, subject, [Words(text=said), see])


def _visited(mail: OutgoingMail) -> tuple[Group, Visit, Visitor, Meeting] | None:
    found = find_visited(mail.content()["visit"])
    if found is None or found[2].email != mail.to_address or found[3].starts_at <= utc_now():
        return None
    return found


def _is_as_known(mail: OutgoingMail, meeting: Meeting) -> bool:
    known = Reason.read(mail.content()["was"])
    is_cancelled = meeting.status is MeetingStatus.CANCELLED
    if is_cancelled is not (known.what is What.CANCELLED):
        return False
    return is_cancelled or known.before is None or known.before.what_differs(meeting) is None


def _applicant(mail: OutgoingMail, status: VisitorStatus) -> tuple[Group, Visitor] | None:
    query = (
        select(Group, Visitor)
        .join(Visitor, Visitor.group_id == Group.id)
        .where(
            Visitor.id == mail.content()["visitor"],
            Visitor.email == mail.to_address,
            Visitor.status == status,
        )
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def _when_and_where(group: Group, meeting: Meeting) -> list[Part]:
    place = place_told(meeting)
    lines = [Line(text=day_time(meeting.starts_at, group.timezone))]
    if place:
        lines.append(Line(text=place))
    elif meeting.link:
        lines.append(Line(text=gettext("Online. Your host sends you the way in.")))
    return [Lines(title=group.name, lines=lines)]


def _own_page(group: Group, one: Visit, mail: OutgoingMail) -> list[Part]:
    address = visit_address(group_id=group.id, visit_id=one.id, email=mail.to_address)
    return [Button(text=gettext("I can’t come"), url=address, quiet=True), Words(text=_kept())]


def _kept() -> str:
    return str(
        gettext(
            "What you gave is seen by the group alone, and erased a year after your last contact with it, or"
            " when you ask."
        )
    )


def _letter(group: Group, subject: str, parts: list[Part]) -> Letter:
    why = gettext(
        "Your address was given to %(group)s for a visit, or to ask to join. If it was not you, do nothing.",
        group=group.name,
    )
    return Letter(subject=subject, parts=parts, sender=group.name, why=why)


COMPOSERS: dict[str, Composer] = {
    VISIT_MAIL: visit,
    CHANGED_MAIL: changed,
    APPLICATION_MAIL: application,
    DECLINED_MAIL: declined,
    REQUEST_MAIL: requested,
}
