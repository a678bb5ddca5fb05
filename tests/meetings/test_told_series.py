"""A series that is started, changed or ended is one mail a person, not one a meeting."""

from datetime import date, time, timedelta

import pytest
import time_machine
from icalendar import Calendar

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.meetings.models import Answer, Expectation
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.queries.slots import get_slot, list_slots
from groupnet.meetings.recurrence import Weekly
from groupnet.meetings.service.series import cancel_series, publish_series
from groupnet.meetings.service.slots import take_slot
from tests.factories import World
from tests.mailbox import Mailbox, Sent
from tests.meetings.changes import change
from tests.meetings.ears import Circle

MEMBERS = {"amara", "ben", "chiara", "dev"}
WEDNESDAY = 2


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def end(circle: Circle, series_id: int, reason: str = "", from_on: date | None = None) -> None:
    with circle.world.inside(circle.group):
        series = get_series(series_id, circle.organiser, to_change=True)
        cancel_series(acting=circle.organiser, series=series, reason=reason, from_on=from_on)
        db.session.commit()


def rules_of(mails: list[Sent]) -> dict[str, str]:
    """What mails say to a calendar of each series: its rule, by its UID."""
    found = {}
    for mail in mails:
        assert mail.calendar is not None
        assert mail.calendar[0] == "REQUEST"
        for event in Calendar.from_ical(mail.calendar[1]).walk("VEVENT"):
            if "RRULE" in event:
                found[str(event["UID"])] = str(event["RRULE"])
        assert len({str(event["UID"]) for event in Calendar.from_ical(mail.calendar[1]).walk("VEVENT")}) == 1
    return found


def test_what_is_split_is_ended_in_calendars_that_have_the_old_rule(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    fifth = circle.meetings(series)[4]
    new = change(circle, series, following=fifth.occurs_on, starts_time=time(8))
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 2)
    rules = rules_of(heard["amara"])
    assert "UNTIL" in rules[series.uid]
    assert "UNTIL" not in rules[new.uid]
    assert {mail.subject.split(":")[0] for mail in heard["amara"]} == {"New times", "For your calendar"}


def test_all_that_is_split_after_the_first_held_one_is_ended_in_calendars_too(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    first = circle.meetings(series)[0]
    with time_machine.travel(first.ends_at + timedelta(hours=1), tick=False):
        new = change(circle, series, starts_time=time(8))
        assert new.id != series.id
        assert "UNTIL" in rules_of(circle.hear()["ben"])[series.uid]


def test_what_is_split_with_nothing_told_still_reaches_calendars(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    new = change(circle, series, following=circle.meetings(series)[4].occurs_on, agenda="Soup first")
    assert set(rules_of(circle.hear()["dev"])) == {series.uid, new.uid}


def test_a_draft_of_a_series_is_mailed_once_it_is_scheduled(circle: Circle) -> None:
    series = circle.start(is_draft=True)
    assert circle.hear() == {}
    with circle.world.inside(circle.group):
        held = get_series(series.id, circle.organiser, to_change=True)
        publish_series(acting=circle.organiser, series=held)
        db.session.commit()
    assert {name: len(mails) for name, mails in circle.hear().items()} == dict.fromkeys(MEMBERS, 1)


def test_a_draft_that_is_split_or_ended_is_mailed_to_nobody(circle: Circle) -> None:
    series = circle.start(is_draft=True)
    new = change(circle, series, following=circle.meetings(series)[4].occurs_on, starts_time=time(8))
    end(circle, new.id)
    assert circle.hear() == {}


def test_a_day_left_out_is_one_mail_that_leaves_it_out_of_calendars(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    second = circle.meetings(series)[1]
    assert second.occurs_on is not None
    change(circle, series, skipped=frozenset({second.occurs_on}))
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    mail = heard["amara"][0]
    assert mail.calendar is not None
    assert f"{second.occurs_on:%Y%m%d}T070000".encode() in mail.calendar[1].split(b"EXDATE")[1]


def test_two_splits_within_minutes_end_both_old_rules(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    days = [meeting.occurs_on for meeting in circle.meetings(series)]
    second = change(circle, series, following=days[8], starts_time=time(8))
    third = change(circle, second, following=days[20], starts_time=time(9))
    rules = rules_of(circle.hear()["dev"])
    assert "UNTIL" in rules[series.uid]
    assert "UNTIL" in rules[second.uid]
    assert "UNTIL" not in rules[third.uid]


def test_a_series_that_ends_from_its_ninth_week_is_told_with_the_day_and_the_reason(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    ninth = circle.meetings(series)[8]
    end(circle, series.id, "We merge with the Anchor circle.", from_on=ninth.occurs_on)
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    mail = heard["chiara"][0]
    assert mail.subject.startswith("Breakfast no longer takes place, from Thu")
    assert f" {ninth.on_day.day} " in mail.subject
    assert "We merge with the Anchor circle." in mail.text
    assert "UNTIL" in rules_of([mail])[series.uid]


def test_a_series_is_told_though_the_worker_was_away_until_after_its_first_day(circle: Circle) -> None:
    series = circle.start()
    first, second, *_ = circle.meetings(series)
    heard = circle.hear(first.starts_at - utc_now() + timedelta(hours=3))
    assert set(heard) == MEMBERS
    mail = heard["amara"][0]
    assert mail.subject.startswith("New: Breakfast, next on Thu")
    assert f" {second.on_day.day} " in mail.subject
    assert series.uid in rules_of([mail])


def test_a_series_is_told_though_its_next_day_is_cancelled(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    first, second, *_ = circle.meetings(series)
    circle.cancel(first)
    circle.hear()
    change(circle, series, place="The Anchor")
    mail = circle.hear()["amara"][-1]
    assert mail.subject.startswith("Another place: Breakfast, from")
    assert f" {second.on_day.day} " in mail.subject


def test_a_year_of_thursdays_is_one_mail_with_the_whole_series_for_the_calendar(circle: Circle) -> None:
    circle.start()
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    mail = heard["amara"][0]
    assert mail.subject.startswith("New: Breakfast, first on Thu")
    assert mail.calendar is not None
    assert mail.calendar[1].count(b"BEGIN:VEVENT") < 10  # one that repeats, and those around a clock change
    assert b"RRULE:FREQ=WEEKLY" in mail.calendar[1]
    whole = next(one for one in Calendar.from_ical(mail.calendar[1]).walk("VEVENT") if "RRULE" in one)
    assert "Your answer to the next one, and all its days: " in str(whole["DESCRIPTION"])


def test_started_and_changed_within_minutes_is_one_mail_of_how_it_is(circle: Circle) -> None:
    series = circle.start()
    change(circle, series, starts_time=time(8))
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    assert heard["ben"][0].subject.startswith("New: Breakfast, first on Thu")
    assert heard["ben"][0].subject.endswith("08:00")


def test_started_and_ended_within_minutes_was_never_told(circle: Circle) -> None:
    series = circle.start()
    end(circle, series.id)
    assert circle.notices() == []
    assert circle.hear() == {}


def test_other_days_are_one_mail_that_names_the_answered_days_that_fall_away(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    for number in (3, 4, 5):
        circle.world.answer(circle.meetings(series)[number], circle.amara, Answer.COMING)
    change(circle, series, rule=Weekly(1, (WEDNESDAY,)), on_day=circle.coming(WEDNESDAY))
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    amara, ben = heard["amara"][0], heard["ben"][0]
    assert amara.subject.startswith("New times: Breakfast, next on")
    assert "These days fall away" in amara.text
    assert "fall away" not in ben.text


def test_who_speaks_on_a_day_that_falls_away_hears_of_it(circle: Circle) -> None:
    series = circle.start(speakers=1)
    circle.told_already()
    fourth = circle.meetings(series)[3]
    with circle.world.inside(circle.group):
        slot = get_slot(fourth.id, list_slots(fourth.id)[0].slot_id)
        take_slot(acting=circle.dev, meeting=fourth, slot=slot, topic="Soup")
        db.session.commit()
    change(circle, series, rule=Weekly(1, (WEDNESDAY,)), on_day=circle.coming(WEDNESDAY))
    heard = circle.hear()
    assert f"{fourth.on_day.day} " in heard["dev"][0].text.split("These days fall away")[1]
    assert "fall away" not in heard["ben"][0].text


def test_whose_silence_meant_coming_hears_which_days_fall_away(circle: Circle) -> None:
    series = circle.start(expectation=Expectation.EVERYBODY)
    circle.told_already()
    thursday = circle.meetings(series)[0]
    circle.world.answer(thursday, circle.ben, Answer.DECLINED)
    rule, first_on = Weekly(1, (WEDNESDAY,)), circle.coming(WEDNESDAY)
    change(circle, series, expectation=Expectation.EVERYBODY, rule=rule, on_day=first_on)
    first = f"Thu {thursday.on_day.day} "
    heard = circle.hear()
    assert first in heard["chiara"][0].text.split("These days fall away")[1]
    assert first not in heard["ben"][0].text


def test_a_series_that_ends_is_one_mail_and_leaves_the_calendar(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    end(circle, series.id, "We merge with the Anchor circle.")
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    mail = heard["dev"][0]
    assert mail.subject.startswith("Breakfast no longer takes place")
    assert "We merge with the Anchor circle." in mail.text
    assert mail.calendar is not None
    method, content = mail.calendar
    assert method == "CANCEL"
    assert f"UID:{series.uid}".encode() in content
    assert b"RECURRENCE-ID" not in content


def test_a_meeting_of_a_series_that_is_moved_alone_is_told_alone(circle: Circle) -> None:
    series = circle.start(expectation=Expectation.EVERYBODY)
    circle.told_already()
    second = circle.meetings(series)[1]
    circle.move(second, on_day=second.on_day + timedelta(days=1), expectation=second.expectation)
    mail = circle.hear()["chiara"][0]
    assert mail.subject.startswith("Moved: Breakfast is now on Fri")
    assert mail.calendar is not None
    assert b"RECURRENCE-ID" in mail.calendar[1]
