"""Mails that the worker sends by itself: reminders before a meeting, and the count for its organisers.

They are mails alone, and no notices: the app shows the next meeting on its first page anyhow, and a bell that
rings twice a week is soon not heard. Both obey the choice for reminders.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import get_locale, gettext, ngettext

from groupnet.core.addresses import site_address
from groupnet.core.clock import today_in, utc_now
from groupnet.core.templating import day_time
from groupnet.groups.models import Group
from groupnet.groups.places import Place, bring_rights
from groupnet.meetings.answer_words import come_words, kitchen_sentence, list_gaps
from groupnet.meetings.mail_parts import answering_parts, page_button, when_and_where
from groupnet.meetings.mail_until import compose_until
from groupnet.meetings.models import Answer, Expectation, Meeting, MeetingKind, SlotRole
from groupnet.meetings.policy import is_still_on, may_run, takes_answers
from groupnet.meetings.queries.answers import Answering, OwnAnswer, answers_of, find_answering
from groupnet.meetings.queries.reminders import is_active_on_day
from groupnet.meetings.queries.slots import list_slots
from groupnet.meetings.queries.told import find_meeting
from groupnet.meetings.queries.visitors import list_visits
from groupnet.meetings.until import UNTIL
from groupnet.notices.links import unsubscribing_address
from groupnet.notices.models import NoticeKind
from groupnet.notices.queries import Reader, find_reader
from groupnet.outbox.letters import Letter, Line, Lines, Part, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.registry import Composer

REMINDER = "meetings.reminder"
SUMMARY = "meetings.summary"


class Distance(StrEnum):
    """How long before the start."""

    DAYS = "days"
    HOURS = "hours"


def compose_reminder(mail: OutgoingMail) -> Letter | None:
    """A reminder; None where the meeting is over, cancelled or at another time by now, or its reader is on
    leave, has said that they cannot come, or wants no reminders."""
    content = mail.content()
    found = _find(mail)
    if found is None:
        return None
    meeting, reader = found
    member, group = reader.membership, reader.group
    own = answers_of(member, [meeting.id]).get(meeting.id, OwnAnswer())
    distance = Distance(content["distance"])
    if not is_active_on_day(meeting, member.id) or not _concerns(meeting, own.answer, distance):
        return None
    parts: list[Part] = [when_and_where(meeting, group)]
    if meeting.kind is MeetingKind.GROUP:
        parts += _who_speaks(list_slots(meeting.id))
        said = (own.answer, own.substitute_name)
        parts += answering_parts(meeting, *said, meeting_id=meeting.id, reader=member, group=group)
    see = page_button(gettext("See it in groupnet"), "group.meetings.show", group, meeting_id=meeting.id)
    return _letter(_subject(meeting, own.answer, group), [*parts, see], reader)


def compose_summary(mail: OutgoingMail) -> Letter | None:
    """The count for an organiser; None where the meeting is over, cancelled or at another time by now, or
    they do not organise any more."""
    found = _find(mail)
    if found is None:
        return None
    meeting, reader = found
    group = reader.group
    bring_rights([Place(group, reader.membership)])
    if not may_run(reader.membership, meeting):
        return None
    answering = find_answering(meeting, reader.membership)
    subject = gettext(
        "%(count)s %(title)s, %(when)s", count=kitchen_sentence(answering), **_of(meeting, group)
    )
    slots = list_slots(meeting.id)
    parts: list[Part] = [Words(text=_count(answering))]
    parts += [
        *_gaps(answering, slots, group),
        *_who_speaks(slots, but={row.id for row in answering.declined}),
    ]
    parts += [*_who_visits(meeting), *_who_is_sent(answering)]
    see = page_button(gettext("See all answers"), "group.meetings.answers", group, meeting_id=meeting.id)
    return _letter(subject, [*parts, see], reader)


COMPOSERS: dict[str, Composer] = {REMINDER: compose_reminder, SUMMARY: compose_summary, UNTIL: compose_until}


def _find(mail: OutgoingMail) -> tuple[Meeting, Reader] | None:
    """The meeting, if it is still to come and when it was to be, and its reader, if they still want this."""
    content = mail.content()
    found = find_meeting(content["meeting_id"])
    if found is None:
        return None
    meeting = found[0]
    if not is_still_on(meeting) or meeting.starts_at <= utc_now():
        return None
    if meeting.starts_at != datetime.fromisoformat(content["starts_at"]):
        return None
    reader = find_reader(content["membership_id"], NoticeKind.REMINDER)
    if reader is None or reader.address != mail.to_address:
        return None
    return meeting, reader


def _letter(subject: str, parts: list[Part], reader: Reader) -> Letter:
    assert reader.person is not None, "they have an address"
    return Letter(
        subject=subject,
        parts=parts,
        sender=reader.group.name,
        why=gettext("You get this because you are in %(group)s.", group=reader.group.name),
        unsubscribe=unsubscribing_address(reader.person.id, NoticeKind.REMINDER),
        choices=site_address("notices.choices"),
    )


def _concerns(meeting: Meeting, answer: Answer | None, distance: Distance) -> bool:
    if answer is not None:
        return answer in (Answer.COMING, Answer.SUBSTITUTE)
    if meeting.kind is not MeetingKind.GROUP:
        return False
    is_expected = meeting.expectation is Expectation.EVERYBODY
    return is_expected or (distance is Distance.DAYS and takes_answers(meeting))


def _subject(meeting: Meeting, answer: Answer | None, group: Group) -> str:
    if answer is None and meeting.expectation is Expectation.SIGN_UP:
        return str(gettext("Are you coming? %(title)s, %(when)s", **_of(meeting, group)))
    if meeting.on_day == today_in(group.timezone):
        at = format_time(meeting.starts_at.astimezone(ZoneInfo(group.timezone)), "short", locale=get_locale())
        return str(gettext("Today at %(at)s: %(title)s", at=at, title=meeting.title))
    return str(gettext("%(title)s, %(when)s", **_of(meeting, group)))


def _of(meeting: Meeting, group: Group) -> dict[str, str]:
    return {"title": meeting.title, "when": day_time(meeting.starts_at, group.timezone)}


def _gaps(answering: Answering, slots: Sequence[Any], group: Group) -> list[Part]:
    where = {"slug": group.slug, "meeting_id": answering.meeting.id}
    lines = [
        Line(text=said, url=site_address("group.meetings.edit_slot", slot_id=slot_id, **where))
        for said, slot_id in list_gaps(answering, slots)
    ]
    return [Lines(title=gettext("Still to be found"), lines=lines)] if lines else []


def _who_speaks(slots: Sequence[Any], but: Collection[int] = ()) -> list[Part]:
    lines = [
        Line(text=f"{slot.name}: {slot.topic}" if slot.topic else slot.name)
        for slot in slots
        if slot.role is SlotRole.SPEAKER and slot.id is not None and slot.id not in but
    ]
    return [Lines(title=gettext("Speaking"), lines=lines)] if lines else []


def _who_visits(meeting: Meeting) -> list[Part]:
    lines = [
        Line(text=", ".join(filter(None, [one.name, one.company])), about=_invited(one.invited_by))
        for one in list_visits(meeting.id)
    ]
    return [Lines(title=gettext("Visitors"), lines=lines)] if lines else []


def _invited(name: str | None) -> str:
    return str(gettext("brought by %(name)s", name=name)) if name else ""


def _who_is_sent(answering: Answering) -> list[Part]:
    lines = [
        Line(text=gettext("%(name)s for %(member)s", name=row.substitute_name, member=row.name))
        for row in answering.substitutes
    ]
    return [Lines(title=gettext("Sent in somebody’s place"), lines=lines)] if lines else []


def _count(answering: Answering) -> str:
    """ "22 said they come, 3 send somebody, 12 expected, 3 can’t. For the kitchen: 37, plus 2 visitors." """
    silence_counts = answering.meeting.expectation is Expectation.EVERYBODY
    said = [
        come_words(answering),
        ngettext("%(num)d can’t", "%(num)d can’t", len(answering.declined)) if answering.declined else "",
        ngettext("%(num)d waits for a place", "%(num)d wait for a place", len(answering.waiting))
        if answering.waiting
        else "",
        ngettext("%(num)d has not answered", "%(num)d have not answered", len(answering.silent))
        if answering.silent and not silence_counts
        else "",
    ]
    return f"{', '.join(part for part in said if part)}. {kitchen_sentence(answering)}"
