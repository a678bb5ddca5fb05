"""A mail with a meeting in it, as mail programs take it; its headers stay those of any mail (T33)."""

from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from icalendar import Calendar

from groupnet.meetings.ical import Attendee, calendar_of
from groupnet.meetings.models import Answer, MeetingStatus
from groupnet.outbox.delivery import write_message
from groupnet.outbox.letters import Letter, Words
from tests.meetings.courses import group_in, meeting_on, meetings_of, series_of
from tests.outbox.test_headers import INJECTIONS, mail_to, sent

ME = Attendee(name="Zoë O’Brien", email="p@example.org")


def calendar(app: Flask, method: str, name: str = "Harbour", **fields: Any) -> bytes:
    group, series = group_in("Europe/London"), series_of("FREQ=WEEKLY", date(2026, 6, 4))
    group.name = name
    meeting = meeting_on(series, date(2026, 6, 4), group, **fields)
    with app.app_context():
        return calendar_of(meeting, series, group, method=method, attendee=ME)


def parts_of(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_meeting_comes_as_a_third_form_and_as_a_file(app: Flask, method: str) -> None:
    content = calendar(app, method)
    letter = Letter(subject="Breakfast", parts=(Words(text="Come!"),), calendar=(method, content))
    mail = sent(app, letter)
    assert parts_of(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    invite, attached = (part for part in mail.walk() if part.get_content_type() in parts_of(mail)[4:])
    assert dict(invite["Content-Type"].params) == {"charset": "utf-8", "method": method}
    assert not invite.is_attachment()
    assert attached.get_filename() == "invite.ics"
    assert invite.get_payload(decode=True) == attached.get_payload(decode=True) == content
    assert Calendar.from_ical(content)["METHOD"] == method


def test_a_letter_without_a_meeting_is_as_before(app: Flask) -> None:
    mail = sent(app, Letter(subject="x"))
    assert parts_of(mail) == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("typed", INJECTIONS)
def test_T33_what_is_typed_in_a_meeting_makes_no_header(app: Flask, typed: str) -> None:
    usual = sent(app, Letter(subject="x", calendar=("REQUEST", calendar(app, "REQUEST"))))
    content = calendar(app, "REQUEST", name=typed, title=typed, place=typed, agenda=typed)
    mail = sent(app, Letter(subject="x", sender=typed, calendar=("REQUEST", content)))
    assert mail.keys() == usual.keys()
    assert mail["Bcc"] is None
    assert parts_of(mail) == parts_of(usual)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["ORGANIZER"] == "mailto:groupnet@127.0.0.1"


@pytest.mark.parametrize("method", ["REQUEST\r\nBcc: evil@example.org", "REPLY", ""])
def test_T33_no_other_method_is_mailed(app: Flask, method: str) -> None:
    with app.app_context(), force_locale("en_GB"), pytest.raises(ValueError, match="method"):
        write_message(mail_to(), Letter(subject="x", calendar=(method, b""))).as_bytes()


def test_no_line_of_such_a_mail_is_too_long_for_a_server(app: Flask) -> None:
    letter = Letter(subject="x", calendar=("REQUEST", calendar(app, "REQUEST", agenda="ü" * 3000)))
    with app.app_context(), force_locale("en_GB"):
        content = write_message(mail_to(), letter).as_bytes()
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    assert content.isascii()
    assert BytesParser(EmailMessage, policy=policy.default).parsebytes(content).defects == []


def test_a_change_and_a_cancellation_keep_the_uid_and_count_on(app: Flask) -> None:
    events = [
        Calendar.from_ical(content).walk("VEVENT")[0]
        for content in (
            calendar(app, "REQUEST"),
            calendar(app, "REQUEST", sequence=1, starts_at=datetime(2026, 6, 4, 7, tzinfo=UTC)),
            calendar(app, "CANCEL", sequence=2, status=MeetingStatus.CANCELLED),
        )
    ]
    assert {event["UID"] for event in events} == {"series@example.org"}
    assert {event["RECURRENCE-ID"].to_ical() for event in events} == {b"20260604T070000"}
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    for event in events:
        assert event["ATTENDEE"] == "mailto:p@example.org"
        assert event["ATTENDEE"].params["CN"] == ME.name
        assert event["ORGANIZER"].params["CN"] == "Harbour"


@pytest.mark.parametrize(
    ("answer", "part"),
    [(None, "NEEDS-ACTION"), (Answer.COMING, "ACCEPTED"), (Answer.DECLINED, "DECLINED")],
)
def test_a_mail_knows_what_was_answered(app: Flask, answer: Answer | None, part: str) -> None:
    group, series = group_in("Europe/London"), series_of("FREQ=WEEKLY", date(2026, 6, 4))
    meeting = meeting_on(series, date(2026, 6, 4), group)
    with app.app_context():
        content = calendar_of(meeting, None, group, method="REQUEST", attendee=ME, answer=answer)
    assert Calendar.from_ical(content).walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] == part


def test_a_whole_series_is_one_invitation_with_what_differs(app: Flask) -> None:
    group, series = group_in("Europe/London"), series_of("FREQ=WEEKLY", date(2026, 6, 4))
    meetings = meetings_of(series, group, date(2027, 5, 1))
    meetings[1].status, meetings[2].title = MeetingStatus.CANCELLED, "With guests"
    with app.app_context():
        alone = calendar_of(None, series, group, method="REQUEST", attendee=ME)
        content = calendar_of(None, series, group, method="REQUEST", attendee=ME, meetings=meetings)
    (only,) = Calendar.from_ical(alone).walk("VEVENT")
    whole, other = Calendar.from_ical(content).walk("VEVENT")
    assert only["RRULE"] == whole["RRULE"]
    assert "EXDATE" in whole
    assert other["SUMMARY"] == "With guests · Harbour"
    assert other["UID"] == whole["UID"] == series.uid


def test_a_whole_series_is_taken_away_at_once(app: Flask) -> None:
    group, series = group_in("Europe/London"), series_of("FREQ=WEEKLY", date(2026, 6, 4), sequence=3)
    for status in (MeetingStatus.SCHEDULED, MeetingStatus.CANCELLED):
        series.status = status
        with app.app_context():
            content = calendar_of(None, series, group, method="CANCEL", attendee=ME)
        (whole,) = Calendar.from_ical(content).walk("VEVENT")
        assert (whole["UID"], whole["STATUS"], whole["SEQUENCE"]) == (series.uid, "CANCELLED", 3)
        assert "RECURRENCE-ID" not in whole
