"""Meetings that repeat, read back by two programs: the hour stays by the group's clock (T52)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from groupnet.meetings.ical.describing import Course
from groupnet.meetings.ical.entries import write_calendar
from groupnet.meetings.ical.zones import zone_component
from groupnet.meetings.models import Answer, MeetingStatus
from tests.meetings.courses import SEVEN, group_in, meetings_of, series_of
from tests.meetings.reading_back import READERS, Read, Reader

ZONES = (
    "Europe/London",
    "Europe/Dublin",
    "Europe/Zurich",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
BEGIN, END = datetime(2025, 12, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
TITLE = "Breakfast · Harbour"


def written(app: Flask, course: Course) -> bytes:
    with app.app_context():
        return write_calendar(course.entries())


def course_of(series: Any, group: Any, meetings: Sequence[Any], last: date = LAST) -> Course:
    return Course(series, group, FIRST, last, [(one, None) for one in meetings])


def rows(meetings: Sequence[Any]) -> list[Read]:
    """What a calendar has to show of meetings."""
    return sorted(
        Read(one.starts_at, one.ends_at, f"{one.title} · Harbour")
        for one in meetings
        if one.status is not MeetingStatus.CANCELLED
    )


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("zone", ZONES)
def test_T52_seven_stays_seven_through_every_change_of_the_clock_to_2035(
    app: Flask, zone: str, read: Reader
) -> None:
    group, series = group_in(zone), series_of("FREQ=WEEKLY;BYDAY=SU", date(2026, 1, 4))
    meetings = meetings_of(series, group, LAST)
    content = written(app, course_of(series, group, meetings))
    found = read(content, BEGIN, END)
    assert found == rows(meetings)
    assert {one.starts_at.astimezone(ZoneInfo(zone)).time() for one in found} == {SEVEN}
    assert content.count(b"BEGIN:VEVENT") == 1
    assert b"UNTIL" not in content


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("rule", "first_on"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 1, 31)),
        ("FREQ=MONTHLY", date(2026, 1, 31)),
        ("FREQ=MONTHLY;BYDAY=5FR", date(2026, 1, 30)),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2026, 1, 30)),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", date(2026, 1, 6)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", date(2026, 1, 8)),
    ],
)
def test_T52_the_31st_and_the_fifth_friday_come_when_there_is_one(
    app: Flask, rule: str, first_on: date, read: Reader
) -> None:
    group, series = group_in("Europe/London"), series_of(rule, first_on)
    meetings = meetings_of(series, group, LAST)
    # a calendar that begins later than the series counts every second week and month from the same day
    late = date(2027, 5, 3)
    course = Course(series, group, late, LAST, [(one, None) for one in meetings if one.occurs_on >= late])
    expected = [one for one in rows(meetings) if one.starts_at.date() >= late]
    assert read(written(app, course), BEGIN, END) == expected
    assert 30 < len(expected) < 500


@pytest.mark.parametrize("read", READERS)
def test_T52_moved_changed_cancelled_and_skipped_meetings_are_as_the_group_has_them(
    app: Flask, read: Reader
) -> None:
    group = group_in("Europe/London")
    series = series_of("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5), skipped="2026-04-02\n2026-05-07")
    last = date(2026, 6, 30)
    meetings = {one.occurs_on: one for one in meetings_of(series, group, last)}
    moved, later, named, cancelled = (meetings[date(2026, 3, day)] for day in (12, 19, 26, 5))
    moved.starts_at, moved.ends_at = moved.starts_at - timedelta(days=1), moved.ends_at - timedelta(days=1)
    later.ends_at += timedelta(minutes=30)
    named.title = "Breakfast with guests"
    cancelled.status = MeetingStatus.CANCELLED
    gone = meetings.pop(date(2026, 4, 23))
    stopped = datetime(2026, 6, 30, tzinfo=UTC)
    content = written(app, course_of(series, group, list(meetings.values()), last))
    found = read(content, BEGIN, stopped)
    assert found == rows(list(meetings.values()))
    assert gone.starts_at not in {one.starts_at for one in found}
    for day in (12, 19, 26):
        assert f"RECURRENCE-ID;TZID=Europe/London:202603{day}T070000".encode() in content
    assert content.count(b"RECURRENCE-ID") == 3


def test_a_series_without_an_end_goes_on_beyond_its_last_meeting_without_its_skipped_days(app: Flask) -> None:
    group = group_in("Europe/London")
    series = series_of("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5), skipped="2026-12-24")
    content = written(app, course_of(series, group, meetings_of(series, group, date(2026, 6, 30))))
    for read in READERS:
        days = {one.starts_at.date() for one in read(content, BEGIN, END)}
        assert date(2026, 12, 17) in days
        assert date(2026, 12, 24) not in days
        assert date(2035, 12, 27) in days


def test_a_series_that_ends_says_so_in_utc(app: Flask) -> None:
    group = group_in("America/New_York")
    series = series_of("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5), last_on=date(2026, 4, 30))
    meetings = meetings_of(series, group, LAST)
    content = written(app, course_of(series, group, meetings))
    assert b"UNTIL=20260430T110000Z" in content
    for read in READERS:
        assert read(content, BEGIN, END) == rows(meetings)


def test_a_cancelled_series_keeps_what_took_place(app: Flask) -> None:
    group = group_in("Europe/London")
    series = series_of("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5), status=MeetingStatus.CANCELLED)
    meetings = meetings_of(series, group, date(2026, 6, 30))
    for one in meetings[3:]:
        one.status = MeetingStatus.CANCELLED
    content = written(app, course_of(series, group, meetings))
    for read in READERS:
        assert read(content, BEGIN, END) == rows(meetings[:3])
    for one in meetings:
        one.status = MeetingStatus.CANCELLED
    assert b"VEVENT" not in written(app, course_of(series, group, meetings))


def test_meetings_that_the_rule_does_not_give_stand_by_themselves(app: Flask) -> None:
    group = group_in("Europe/London")
    old = series_of("FREQ=WEEKLY;BYDAY=TU", date(2026, 1, 6))
    held = meetings_of(old, group, date(2026, 2, 28))
    series = series_of("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5))
    meetings = [*held, *meetings_of(series, group, date(2026, 6, 30))]
    content = written(app, course_of(series, group, meetings, date(2026, 6, 30)))
    for read in READERS:
        assert read(content, BEGIN, datetime(2026, 6, 30, tzinfo=UTC)) == rows(meetings)
    assert b"UID:20260106-series@example.org" in content


def test_what_somebody_cannot_come_to_stays_as_free_time_with_a_word(app: Flask) -> None:
    group, series = group_in("Europe/London"), series_of("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5))
    meetings = meetings_of(series, group, date(2026, 3, 31))
    answers = [Answer.DECLINED, Answer.SUBSTITUTE, Answer.WAITLISTED, Answer.COMING]
    course = Course(series, group, FIRST, date(2026, 3, 31), list(zip(meetings, answers, strict=True)))
    content = written(app, course)
    for read in READERS:
        found = read(content, BEGIN, datetime(2026, 3, 31, tzinfo=UTC))
        assert [(one.title, one.is_free) for one in found] == [
            (f"Can't come: {TITLE}", True),
            (f"Sending someone: {TITLE}", True),
            (f"Waiting list: {TITLE}", True),
            (TITLE, False),
        ]
    assert content.count(b"BEGIN:VEVENT") == 4


STRANGE_HOURS = some.builds(time, some.integers(0, 3), some.sampled_from([0, 30]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=some.sampled_from(ZONES),
    year=some.integers(2026, 2034),
    at=STRANGE_HOURS,
    minutes=some.sampled_from([30, 90, 300]),
    moves=some.dictionaries(some.integers(0, 59), some.integers(-50, 50).filter(bool), max_size=4),
    cancelled=some.sets(some.integers(0, 59), max_size=4),
)
def test_T52_hours_that_come_twice_or_never_are_those_of_the_rows(
    app: Flask, zone: str, year: int, at: time, minutes: int, moves: dict[int, int], cancelled: set[int]
) -> None:
    """Every day of a year in the hours in which clocks change, some moved by hours, some cancelled."""
    group = group_in(zone)
    series = series_of("FREQ=WEEKLY;BYDAY=FR,SA,SU,MO", date(year, 1, 1), starts_time=at, minutes=minutes)
    last = date(year, 12, 31)
    meetings = meetings_of(series, group, last)
    for number, hours in moves.items():
        meetings[number].starts_at += timedelta(hours=hours)
        meetings[number].ends_at += timedelta(hours=hours)
    for number in cancelled:
        meetings[number].status = MeetingStatus.CANCELLED
    course = Course(series, group, date(year, 1, 1), last, [(one, None) for one in meetings])
    content = written(app, course)
    until = datetime(year, 12, 28, tzinfo=UTC)
    expected = [one for one in rows(meetings) if one.starts_at <= until]
    for read in READERS:
        assert read(content, BEGIN, until) == expected, read.__name__


@pytest.mark.parametrize("zone", ZONES)
def test_T52_a_calendar_brings_every_change_of_the_clock_along(zone: str) -> None:
    """By what the file itself says of its zone, for programs that know it by no other way."""
    content = zone_component(zone, 2026).to_ical().decode()
    told, real = tzical(StringIO(content)).get(zone), ZoneInfo(zone)
    noon = datetime(2026, 1, 1, 12, tzinfo=real)
    changes = 0
    while noon.date() <= LAST:
        day_before, noon = noon, noon + timedelta(days=1)
        if noon.utcoffset() != day_before.utcoffset():
            changes += 1
            for one in (day_before, noon):
                assert one.replace(tzinfo=told).utcoffset() == one.utcoffset(), one
    assert changes == (0 if zone == "Asia/Kolkata" else 20 if zone != "Africa/Casablanca" else changes)
    last_known = datetime(2050, 7, 1, 12, tzinfo=real)
    if "RDATE" not in content:
        assert last_known.replace(tzinfo=told).utcoffset() == last_known.utcoffset()
