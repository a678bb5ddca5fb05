"""Rules that repeat: in words, as RFC 5545 writes them, and the days that two other libraries find."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from groupnet.meetings.recurrence import (
    LAST,
    MonthlyOnDay,
    MonthlyOnWeekday,
    Rule,
    Weekly,
    at_wall_time,
    first_day,
    from_rrule,
    list_days,
    skips_months,
    to_rrule,
    wall_time,
)
from groupnet.meetings.recurrence_words import describe

ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Jerusalem",
)
START = date(2026, 1, 1)
END = date(2035, 12, 31)
EVERY_DAY = Weekly(1, tuple(range(7)))
SEVEN = time(7)
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(
        Weekly,
        st.sampled_from([1, 2]),
        st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    ),
    st.builds(
        MonthlyOnWeekday,
        st.sampled_from([1, 2, 3]),
        st.sampled_from([1, 2, 3, 4, 5, LAST]),
        st.integers(0, 6),
    ),
    st.builds(MonthlyOnDay, st.sampled_from([1, 2, 3]), st.integers(1, 31)),
)
DAYS = st.dates(date(2026, 1, 1), date(2034, 12, 31))


def calendar_of(rule: Rule, first_on: date, skipped: list[date], zone: str) -> icalendar.Calendar:
    """The same series, written as a calendar that other programs read."""
    tz = ZoneInfo(zone)
    event = icalendar.Event()
    event.add("uid", "one@example.org")
    event.add("dtstart", datetime.combine(first_on, SEVEN, tz))
    event.add("duration", timedelta(minutes=90))
    event.add("rrule", icalendar.vRecur.from_ical(to_rrule(rule)))
    for day in skipped:
        event.add("exdate", datetime.combine(day, SEVEN, tz))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar


@settings(max_examples=150, deadline=None)
@given(rule=RULES, start=DAYS)
def test_T52_a_rule_survives_the_way_to_rfc_5545_and_back(rule: Rule, start: date) -> None:
    assert from_rrule(to_rrule(rule), start) == rule


@settings(max_examples=60, deadline=None)
@given(rule=RULES, start=DAYS, zone=st.sampled_from(ZONES), leave_out=st.sets(st.integers(0, 20), max_size=5))
def test_T52_the_days_are_those_that_another_library_reads_from_the_rule(
    rule: Rule, start: date, zone: str, leave_out: set[int]
) -> None:
    first_on = first_day(rule, start)
    until = first_on + timedelta(days=500)
    every = list_days(rule, first_on, until=until)
    skipped = [every[number] for number in sorted(leave_out) if number < len(every)]
    ours = [at_wall_time(day, SEVEN, zone) for day in every if day not in skipped]
    read = recurring_ical_events.of(calendar_of(rule, first_on, skipped, zone)).between(
        first_on - timedelta(days=2), until + timedelta(days=1)
    )
    theirs = sorted(event["DTSTART"].dt.astimezone(UTC) for event in read)
    assert list_days(rule, first_on, until=until, skipped=skipped) == [
        day for day in every if day not in skipped
    ]
    assert [moment for moment in theirs if moment.astimezone(ZoneInfo(zone)).date() <= until] == ours


@settings(max_examples=150, deadline=None)
@given(rule=RULES, start=DAYS)
def test_T52_the_first_day_is_one_of_the_rule_and_none_comes_before_it(rule: Rule, start: date) -> None:
    first_on = first_day(rule, start)
    assert first_on >= start
    assert list_days(rule, first_on, until=first_on) == [first_on]
    assert first_day(rule, first_on) == first_on


@pytest.mark.parametrize("zone", ZONES)
def test_T52_seven_stays_seven_through_every_change_of_the_clock_to_2035(zone: str) -> None:
    days = list_days(EVERY_DAY, START, until=END)
    assert len(days) == (END - START).days + 1
    moments = [at_wall_time(day, SEVEN, zone) for day in days]
    assert {wall_time(moment, zone).time() for moment in moments} == {SEVEN}
    assert [wall_time(moment, zone).date() for moment in moments] == days
    steps = {later - earlier for earlier, later in pairwise(moments)}
    changes = {moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments}
    assert (len(steps) > 1) == (len(changes) > 1), "the clock changes where, and only where, the offset does"


@pytest.mark.parametrize("zone", ZONES)
def test_T52_an_hour_that_is_leapt_over_moves_forward_and_one_shown_twice_is_the_first(zone: str) -> None:
    tz = ZoneInfo(zone)
    moment, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    leaps = repeats = 0
    while moment < end:
        later = moment + timedelta(minutes=30)
        change = _offset(later, tz) - _offset(moment, tz)
        if change:
            shown = wall_time(moment, zone) + timedelta(minutes=30)
            got = at_wall_time(shown.date(), shown.time(), zone)
            if change > timedelta():
                leaps += 1
                assert got == later, "by as much as the clock leapt"
                assert wall_time(got, zone) == shown + change
            else:
                repeats += 1
                back = shown + change
                first = at_wall_time(back.date(), back.time(), zone)
                assert wall_time(first, zone) == back
                assert first == later + change, "the first of the two"
        moment = later
    assert leaps == repeats
    assert leaps in (0, 10) or zone == "Africa/Casablanca"


def _offset(moment: datetime, tz: ZoneInfo) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def test_T52_the_31st_leaves_out_the_months_that_have_none() -> None:
    days = list_days(MonthlyOnDay(1, 31), date(2026, 1, 31), until=date(2026, 12, 31))
    assert [day.month for day in days] == [1, 3, 5, 7, 8, 10, 12]
    assert {day.day for day in days} == {31}
    assert skips_months(MonthlyOnDay(1, 31))
    assert not skips_months(MonthlyOnDay(1, 28))


def test_T52_the_29th_of_february_is_there_in_leap_years_alone() -> None:
    days = list_days(MonthlyOnDay(1, 29), date(2027, 1, 29), until=date(2028, 12, 31))
    assert date(2028, 2, 29) in days
    assert [day for day in days if day.month == 2] == [date(2028, 2, 29)]


def test_T52_the_fifth_friday_leaves_out_the_months_that_have_four() -> None:
    days = list_days(MonthlyOnWeekday(1, 5, 4), date(2026, 1, 30), until=date(2035, 12, 31))
    assert days[:4] == [date(2026, 1, 30), date(2026, 5, 29), date(2026, 7, 31), date(2026, 10, 30)]
    assert all(day.weekday() == 4 and day.day >= 29 for day in days)
    assert skips_months(MonthlyOnWeekday(1, 5, 4))
    last = list_days(MonthlyOnWeekday(1, LAST, 4), date(2026, 1, 30), until=date(2035, 12, 31))
    assert len(last) == 120
    assert set(days) < set(last)


def test_every_two_weeks_are_counted_from_the_first() -> None:
    days = list_days(Weekly(2, (1, 3)), date(2026, 11, 24), until=date(2026, 12, 31))
    assert [day.isoformat() for day in days] == [
        "2026-11-24", "2026-11-26", "2026-12-08", "2026-12-10", "2026-12-22", "2026-12-24",
    ]  # fmt: skip


def test_the_last_day_and_days_left_out_end_and_thin_the_series() -> None:
    days = list_days(
        Weekly(1, (3,)),
        date(2026, 12, 3),
        until=date(2027, 12, 31),
        last_on=date(2026, 12, 31),
        skipped={date(2026, 12, 24)},
    )
    assert [day.day for day in days] == [3, 10, 17, 31]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Weekly(1, (3,)), "Every Thursday"),
        (Weekly(1, (1, 3)), "Every Tuesday and Thursday"),
        (Weekly(2, (3,)), "Every two weeks on Thursday"),
        (MonthlyOnWeekday(1, 1, 1), "First Tuesday of the month"),
        (MonthlyOnWeekday(1, LAST, 3), "Last Thursday of the month"),
        (MonthlyOnWeekday(2, 2, 0), "Second Monday of every second month"),
        (MonthlyOnDay(1, 15), "The 15th of the month"),
        (MonthlyOnDay(1, 31), "The 31st of the month"),
        (MonthlyOnDay(1, 12), "The 12th of the month"),
        (MonthlyOnDay(3, 2), "The 2nd of every third month"),
    ],
)
def test_a_rule_is_said_in_words(rule: Rule, words: str) -> None:
    assert describe(rule, "en_GB") == words


@pytest.mark.parametrize(
    "text", ["FREQ=DAILY", "FREQ=WEEKLY;COUNT=3", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=YEARLY", ""]
)
def test_a_rule_without_words_here_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several makes
        from_rrule(text, START)


def test_a_weekly_rule_without_a_day_has_that_of_its_first() -> None:
    assert from_rrule("FREQ=WEEKLY", date(2026, 12, 3)) == Weekly(1, (3,))
