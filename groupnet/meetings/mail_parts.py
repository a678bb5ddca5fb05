"""What mails about meetings have in common: when and where, one's own answer, and the links that answer."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import get_locale, gettext

from groupnet.core.addresses import site_address
from groupnet.core.templating import day_time
from groupnet.groups.models import Group, Membership
from groupnet.meetings.ical import Attendee, Method, calendar_of
from groupnet.meetings.links import answer_address
from groupnet.meetings.models import Answer, Expectation, Meeting, MeetingSeries
from groupnet.meetings.policy import takes_answers
from groupnet.meetings.queries.series import list_occurrences
from groupnet.meetings.sentences import ANSWER_WORDS
from groupnet.meetings.series_words import say_series
from groupnet.notices.models import NoticeKind
from groupnet.notices.queries import find_reader
from groupnet.outbox.letters import Button, Line, Lines, Part, Words
from groupnet.people.queries import find_address


def when_and_where(meeting: Any, group: Group) -> Lines:
    """When a meeting is, by the group's clock, and where, as a list.

    Args:
        meeting: a row or a meeting.
    """
    ends = meeting.ends_at.astimezone(ZoneInfo(group.timezone))
    until = format_time(ends, "short", locale=get_locale())
    lines = [Line(text=f"{day_time(meeting.starts_at, group.timezone)} – {until}")]
    if meeting.place:
        lines.append(Line(text=meeting.place))
    if meeting.link:
        lines.append(Line(text=gettext("Join by this link"), url=meeting.link))
    return Lines(title=gettext("When and where"), lines=lines)


def series_when_and_where(series: MeetingSeries, group: Group) -> Lines:
    """When a series is, in one sentence with what is otherwise on single days, and where, as a list."""
    lines = [Line(text=say_series(series, list_occurrences(series.id), group.timezone))]
    if series.place:
        lines.append(Line(text=series.place))
    if series.link:
        lines.append(Line(text=gettext("Join by this link"), url=series.link))
    return Lines(title=gettext("When and where"), lines=lines)


def answering_parts(
    meeting: Any,
    answer: Answer | None,
    substitute_name: str,
    *,
    meeting_id: int,
    reader: Membership,
    group: Group,
) -> list[Part]:
    """What the reader said, and the links that say it or something else; each opens a page (UX 9).

    Args:
        meeting: a row or a meeting.
        answer: theirs; None where they said nothing.
    """
    if not takes_answers(meeting):
        return _said(meeting, answer, substitute_name)
    offered = {
        Answer.COMING: [Answer.DECLINED],
        Answer.SUBSTITUTE: [Answer.DECLINED],
        Answer.WAITLISTED: [Answer.DECLINED],
        Answer.DECLINED: [Answer.COMING, Answer.SUBSTITUTE],
        None: [Answer.COMING, Answer.SUBSTITUTE, Answer.DECLINED],
    }[answer]
    said = _said(meeting, answer, substitute_name)
    return [*said, *answer_buttons(meeting_id, offered, reader, group, are_quiet=answer is not None)]


def answer_buttons(
    meeting_id: int, answers: Sequence[Answer], reader: Membership, group: Group, *, are_quiet: bool = False
) -> list[Part]:
    """The links that answer a meeting, the likeliest first."""
    known = {"group_id": group.id, "meeting_id": meeting_id, "membership_id": reader.id}
    email = find_address(reader.person_id)
    return [
        Button(
            text=str(ANSWER_WORDS[one]),
            url=answer_address(**known, answer=one, email=email),
            quiet=are_quiet or number > 0,
        )
        for number, one in enumerate(answers)
    ]


def _said(meeting: Any, answer: Answer | None, substitute_name: str) -> list[Part]:
    said = {
        Answer.COMING: gettext("You said that you are coming."),
        Answer.SUBSTITUTE: gettext("%(name)s comes for you.", name=substitute_name),
        Answer.WAITLISTED: gettext("You are on the waiting list. When a place becomes free, you hear of it."),
        Answer.DECLINED: gettext("You said that you cannot come."),
    }
    if answer is None:
        if meeting.expectation is not Expectation.EVERYBODY:
            return []
        if takes_answers(meeting):
            return [Words(text=gettext("We count you in. Is that right?"))]
        return [Words(text=gettext("We count you in."))]
    return [Words(text=said[answer])]


def page_button(text: str, endpoint: str, group: Group, **values: Any) -> Button:
    """The way to a page of the group."""
    return Button(text=text, url=site_address(endpoint, slug=group.slug, **values), quiet=True)


def one_for_calendar(
    meeting: Meeting,
    series: MeetingSeries | None,
    *,
    method: Method,
    kind: NoticeKind,
    answer: Answer | None,
    reader: Membership,
    group: Group,
) -> tuple[str, bytes] | None:
    """One meeting for the reader's own calendar; None where no mail would reach them."""
    attendee = _attendee(reader, kind)
    if attendee is None:
        return None
    content = calendar_of(meeting, series, group, method=method, attendee=attendee, answer=answer)
    return method.value, content


def series_for_calendar(
    series: MeetingSeries,
    *,
    kind: NoticeKind,
    reader: Membership,
    group: Group,
    method: Method = Method.REQUEST,
) -> tuple[str, bytes] | None:
    """A whole series for the reader's own calendar; None where no mail would reach them."""
    attendee = _attendee(reader, kind)
    if attendee is None:
        return None
    meetings = list_occurrences(series.id)
    content = calendar_of(None, series, group, method=method, attendee=attendee, meetings=meetings)
    return method.value, content


def _attendee(reader: Membership, kind: NoticeKind) -> Attendee | None:
    found = find_reader(reader.id, kind)
    return Attendee(name=reader.name, email=found.address) if found and found.address else None
