"""Mails about notices of meetings, one-to-ones and visitors, as things stand when they are sent."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.templating import day_time
from groupnet.groups.models import Group, Membership
from groupnet.meetings.before import Reason, What
from groupnet.meetings.ical import Method
from groupnet.meetings.mail_parts import (
    answering_parts,
    one_for_calendar,
    page_button,
    series_for_calendar,
    series_when_and_where,
    when_and_where,
)
from groupnet.meetings.models import (
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingStatus,
    ProposalStatus,
    VisitorStatus,
)
from groupnet.meetings.one_to_one_links import proposal_address
from groupnet.meetings.policy import HOLDING, OPEN, takes_answers
from groupnet.meetings.queries.proposals import list_times
from groupnet.meetings.queries.told import find_meeting, find_next_of_series, list_fallen_away
from groupnet.meetings.sentences import as_it_stands, told_sentence
from groupnet.notices.models import NoticeKind
from groupnet.notices.writers import MailWords
from groupnet.outbox.letters import Button, Line, Lines, Part, Quote, Words
from groupnet.people.queries import find_address

ENDED = frozenset({What.CANCELLED, What.SERIES_CANCELLED})
FOR_CALENDARS = frozenset({What.CALENDAR, What.SERIES_CALENDAR})
JUST_BEFORE = timedelta(minutes=1)


def compose_told(row: Any, *, reader: Membership, group: Group) -> MailWords | None:
    """The mail about what a row of `list_told` tells; None where it has become needless.

    Args:
        reader: who is told.
    """
    if row.visitor_id is not None:
        return _about_visitor(row, group)
    if row.proposal_id is not None:
        return _about_proposal(row, reader, group)
    row = as_it_comes(row)
    if row is None:
        return None
    if row.told is NoticeKind.REMINDER:
        return _asking(row, reader, group)
    return _about_meeting(row, reader, group)


def as_it_comes(row: Any) -> Any | None:
    """The meeting that a notice is about, if it is to come; of a series the next one, since it goes on.

    That a series has ended is told even after the first day that falls away.
    """
    what = What.SCHEDULED if row.told is NoticeKind.REMINDER else Reason.read(row.reason).what
    now = utc_now()
    if what is What.SERIES_CANCELLED or not what.of_series:
        return row if what is What.SERIES_CANCELLED or row.starts_at > now else None
    if row.starts_at > now and row.status in OPEN:
        return row
    later = find_next_of_series(row.series_id, now, row.told_id)
    return SimpleNamespace(**{**row._mapping, **later._mapping, "is_later": True}) if later else None


def _asking(row: Any, reader: Membership, group: Group) -> MailWords | None:
    if row.answer is not None or not takes_answers(row):
        return None
    until = gettext("Answers close on %(when)s.", when=day_time(row.closes_at, group.timezone))
    parts: list[Part] = [when_and_where(row, group)]
    parts += answering_parts(row, None, "", meeting_id=row.meeting_id, reader=reader, group=group)
    return MailWords(subject=told_sentence(row), parts=[*parts, Words(text=until), _see(row, group)])


def _about_meeting(row: Any, reader: Membership, group: Group) -> MailWords | None:
    found = find_meeting(row.meeting_id)
    what, reason = as_it_stands(row), Reason.read(row.reason)
    if found is None or not is_as_told(row, reason, what):
        return None
    meeting, series = found
    parts: list[Part] = []
    if reason.before is not None and what is What.MOVED:
        was = day_time(reason.before.starts_at, group.timezone)
        parts.append(Words(text=gettext("It was to be on %(when)s.", when=was)))
    if what in ENDED:
        parts.append(Words(text=gettext("It does not take place.")))
        parts += [Quote(text=row.cancel_reason)] if row.cancel_reason else []
    elif what.of_series and series is not None:
        parts.append(series_when_and_where(series, group))
    else:
        parts.append(when_and_where(row, group))
    if what in FOR_CALENDARS:
        parts.append(Words(text=gettext("Its hours are as they were. This keeps your calendar right.")))
    if what.of_series and series is not None:
        parts += _of_series(row, what, series, reader, group)
    elif what not in ENDED and meeting.kind is MeetingKind.GROUP:
        said = (row.answer, row.substitute_name or "")
        parts += answering_parts(row, *said, meeting_id=row.meeting_id, reader=reader, group=group)
    calendar = _calendar(row, what, meeting, series, reader, group)
    return MailWords(subject=told_sentence(row), parts=[*parts, _see(row, group)], calendar=calendar)


def _calendar(
    row: Any, what: What, meeting: Meeting, series: MeetingSeries | None, reader: Membership, group: Group
) -> tuple[str, bytes] | None:
    if what.of_series and series is not None and series.status is not MeetingStatus.CANCELLED:
        return series_for_calendar(series, kind=row.told, reader=reader, group=group)
    # a series that has ended as a whole has the UID of its meetings: this takes it out of calendars
    ends_all = what is What.SERIES_CANCELLED
    return one_for_calendar(
        meeting,
        None if ends_all else series,
        method=Method.CANCEL if what in ENDED else Method.REQUEST,
        kind=row.told,
        answer=row.answer,
        reader=reader,
        group=group,
    )


def is_as_told(row: Any, reason: Reason, what: What) -> bool:
    """Whether it is still news: what came since has a mail of its own, and what was undone has none."""
    if what is not reason.what or row.status is MeetingStatus.DRAFT:
        return False
    if what is What.PROMOTED:
        return row.answer in HOLDING
    if what in (What.MOVED, What.CHANGED) and reason.before is not None:
        return reason.before.what_differs(row) is not None
    return True


def _of_series(row: Any, what: What, series: MeetingSeries, reader: Membership, group: Group) -> list[Part]:
    """The days of the reader's that fall away, and the next one, which can be answered from the mail."""
    if what is What.SERIES_CANCELLED:
        return []
    gone = list_fallen_away(reader.id, row.created_at - JUST_BEFORE, utc_now())
    parts: list[Part] = []
    if gone:
        lines = [Line(text=day_time(moment, group.timezone)) for moment in gone]
        parts.append(Lines(title=gettext("These days fall away"), lines=lines))
    if what not in FOR_CALENDARS and takes_answers(row):
        when = day_time(row.starts_at, group.timezone)
        place = row.place if row.place != series.place else ""
        when = f"{when}, {place}" if place else when
        parts.append(Words(text=gettext("The next one: %(when)s", when=when)))
        said = (row.answer, row.substitute_name or "")
        parts += answering_parts(row, *said, meeting_id=row.meeting_id, reader=reader, group=group)
    parts.append(Words(text=gettext("All its days are in groupnet, and you can answer each of them there.")))
    return parts


def _see(row: Any, group: Group) -> Button:
    if row.told is NoticeKind.MEETING and Reason.read(row.reason).what.of_series:
        endpoint, values = "group.meetings.series", {"series_id": row.series_id}
    else:
        endpoint, values = "group.meetings.show", {"meeting_id": row.meeting_id}
    return page_button(gettext("See it in groupnet"), endpoint, group, **values)


def _about_proposal(row: Any, reader: Membership, group: Group) -> MailWords | None:
    if row.reason == "proposed":
        return _proposed(row, reader, group)
    if row.reason != row.proposal_status.value:
        return None
    parts: list[Part] = []
    calendar = None
    if row.proposal_status is ProposalStatus.ACCEPTED:
        found = find_meeting(row.agreed_id)
        if found is None or found[0].status is not MeetingStatus.SCHEDULED or row.starts_at <= utc_now():
            return None
        parts.append(when_and_where(row, group))
        calendar = one_for_calendar(
            *found, method=Method.REQUEST, kind=row.told, answer=row.answer, reader=reader, group=group
        )
        see = page_button(
            gettext("See it in groupnet"), "group.meetings.show", group, meeting_id=row.meeting_id
        )
    else:
        if row.proposal_status is ProposalStatus.DECLINED:
            parts.append(Words(text=gettext("Other times may suit %(name)s.", name=row.name)))
        see = page_button(gettext("Propose other times"), "group.meetings.new_proposal", group)
    return MailWords(subject=told_sentence(row), parts=[*parts, see], calendar=calendar)


def _proposed(row: Any, reader: Membership, group: Group) -> MailWords | None:
    times = [one for one in list_times(row.proposal_id) if one.starts_at > utc_now()]
    if row.proposal_status is not ProposalStatus.OPEN or not times:
        return None
    lasts = gettext("%(minutes)s minutes.", minutes=row.minutes)
    where = " ".join(filter(None, [lasts, row.proposal_place or row.proposal_link]))
    parts: list[Part] = [Quote(text=row.proposal_note)] if row.proposal_note else []
    parts.append(Words(text=gettext("Which time suits you? %(where)s", where=where)))
    known = {"group_id": group.id, "proposal_id": row.proposal_id, "invited_id": reader.id}
    email = find_address(reader.person_id)
    parts += [
        Button(
            text=day_time(one.starts_at, group.timezone),
            url=proposal_address(**known, email=email, time_id=one.id),
        )
        for one in times
    ]
    other = proposal_address(**known, email=email)
    none_fits = Button(text=gettext("None of these: answer otherwise"), url=other, quiet=True)
    return MailWords(subject=told_sentence(row), parts=[*parts, none_fits])


def _about_visitor(row: Any, group: Group) -> MailWords | None:
    if row.erased_at is not None or row.visitor_status.value != row.reason:
        return None
    parts: list[Part] = [Words(text=row.company)] if row.company else []
    if row.visitor_status is VisitorStatus.APPLIED and row.message:
        parts.append(Quote(text=row.message))
    parts.append(
        Button(
            text=gettext("See and answer"),
            url=page_button("", "group.meetings.visitor", group, visitor_id=row.visitor_id).url,
        )
    )
    return MailWords(subject=told_sentence(row), parts=parts)
