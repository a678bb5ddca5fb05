"""What people type stays text in every calendar, whoever reads it (T34)."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import vobject
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from groupnet.meetings.ical import Attendee, Method, calendar_of
from groupnet.meetings.ical.content import many_lines, one_line
from groupnet.meetings.ical.describing import Course, entry_of
from groupnet.meetings.ical.entries import write_calendar
from groupnet.meetings.models import MeetingStatus
from tests.meetings.courses import group_in, meeting_on, meetings_of, series_of
from tests.meetings.reading_back import READERS

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
EVIL = "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nDTSTART:20260101T000000Z\r\nSUMMARY:evil\r\n"
BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
HOSTILE = (
    "Coffee\r\n" + EVIL + "END:VEVENT",
    "Coffee\n" + EVIL.replace("\r\n", "\n"),
    "Coffee\r" + EVIL.replace("\r\n", "\r"),
    *(
        f"Coffee{mark}END:VEVENT{mark}BEGIN:VEVENT{mark}UID:evil"
        for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    ),
    "Coffee, tea; juice: milk\\n\\N\\, \\; \\",
    'Coffee" ;X=Y:"tea"^n^\'',
    "Coffee ☕👩‍👩‍👧 " + "ÿ漢字🎉" * 30,
    "\ufeffCoffee\x00\x07\x1b\x7f",
    "Coffee\u202etxt.exe",
    "Coffee =?utf-8?q?=0D=0A?= {{7*7}} <b>&amp;",
    "Coffee\r\n \r\n\tfolded",
)
COLUMNS = ("title", "place", "link", "agenda")
NAMES = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "LOCATION"} | {
    "DESCRIPTION", "URL", "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE", "RECURRENCE-ID"
}  # fmt: skip


def hostile_meeting(text: str, group: Any) -> Any:
    series = series_of("FREQ=WEEKLY", date(2026, 3, 5))
    return meeting_on(series, date(2026, 3, 5), group, **dict.fromkeys(COLUMNS, text))


def written(app: Flask, text: str) -> bytes:
    """A calendar for a mail, with a text in every column, name and address that people type."""
    group = group_in("Europe/London")
    group.name = text
    meeting = hostile_meeting(text, group)
    attendee = Attendee(name=text, email="m@example.org")
    with app.app_context():
        return calendar_of(meeting, None, group, method=Method.REQUEST, attendee=attendee)


def check_one_event(content: bytes, text: str) -> None:
    """One event with our properties only, and the words as they were typed, in both programs."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert set(event) <= NAMES
    assert not event.errors
    (other,) = vobject.readOne(content.decode()).vevent_list
    assert {name.upper() for name in other.contents} <= NAMES
    title = one_line(f"{text} · {text}") if text.strip() else event["SUMMARY"]
    assert str(event["SUMMARY"]) == other.summary.value == title
    if one_line(text):
        assert str(event["LOCATION"]) == other.location.value == one_line(text)
    assert str(event["DESCRIPTION"]) == other.description.value
    assert many_lines(text) in str(event["DESCRIPTION"])
    assert str(event["ATTENDEE"]) == other.attendee.value == "mailto:m@example.org"
    assert "evil" not in {str(event["UID"]), other.uid.value}
    for read in READERS:
        (found,) = read(content, BEGIN, END)
        assert (found.starts_at, found.title) == (datetime(2026, 3, 5, 7, tzinfo=UTC), title)


@pytest.mark.parametrize("text", HOSTILE)
def test_T34_what_is_typed_makes_one_event_in_two_programs(app: Flask, text: str) -> None:
    content = written(app, text)
    check_one_event(content, text)
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    for one in content.split(b"\r\n"):
        assert len(one) <= 75
        assert not set(one) & (set(range(32)) - {9} | {127})
        assert len(one.decode().splitlines()) <= 1


ANYTHING = some.characters(exclude_categories=["Cs"])
SIGNS = some.sampled_from('\r\n\t ,;:\\"^nN=\u2028\x85\x0b☕')
TYPED = some.text(some.one_of(SIGNS, ANYTHING), min_size=1, max_size=120)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED)
def test_T34_any_text_at_all_makes_one_event_in_two_programs(app: Flask, text: str) -> None:
    check_one_event(written(app, text), text)


@pytest.mark.parametrize("text", HOSTILE)
def test_T34_a_series_of_hostile_text_is_exactly_its_meetings(app: Flask, text: str) -> None:
    group = group_in("Europe/London")
    series = series_of("FREQ=WEEKLY", date(2026, 3, 5), **dict.fromkeys(COLUMNS, text))
    meetings = meetings_of(series, group, date(2026, 6, 30))
    meetings[2].agenda += text
    meetings[4].starts_at += timedelta(hours=1)
    meetings[5].status = MeetingStatus.CANCELLED
    single = SimpleNamespace(**{**vars(hostile_meeting(text, group)), "uid": "single@example.org"})
    told = [(one, None) for one in meetings]
    with app.app_context():
        entries = Course(series, group, date(2026, 1, 1), date(2026, 6, 30), told).entries()
        content = write_calendar([*entries, entry_of(single, None, group)], name=text)
    last = datetime(2026, 6, 30, tzinfo=UTC)
    expected = sorted(
        one.starts_at for one in [*meetings, single] if one.status is not MeetingStatus.CANCELLED
    )
    for read in READERS:
        assert [one.starts_at for one in read(content, BEGIN, last)] == expected


@pytest.mark.parametrize(
    "email", ["m@example.org\r\nBEGIN:VEVENT", 'm@example.org"\nX:', "m@example.org;CN=x"]
)
def test_T34_an_address_breaks_out_of_nothing(app: Flask, email: str) -> None:
    group = group_in("Europe/London")
    with app.app_context():
        content = calendar_of(
            hostile_meeting("x", group),
            None,
            group,
            method="CANCEL",
            attendee=Attendee(name="M", email=email),
        )
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert len(vobject.readOne(content.decode()).vevent_list) == 1
