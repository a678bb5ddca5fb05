"""Whoever has not been sent the first mail of a meeting or series gets one, of how it stands by then."""

from collections.abc import Iterable
from datetime import date, time, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.meetings.models import Answer, Meeting, MeetingSeries
from groupnet.meetings.queries.series import get_series
from groupnet.meetings.recurrence import Weekly
from groupnet.meetings.service.series import cancel_series
from groupnet.notices import service as notices
from groupnet.notices.models import Notice
from tests.factories import World
from tests.mailbox import Mailbox, Sent
from tests.meetings.changes import change
from tests.meetings.ears import Circle

MEMBERS = {"amara", "ben", "chiara", "dev"}
FRIDAY = 4


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def told_already(circle: Circle, *members: Membership) -> None:
    """Some know already what is noted down, the others do not."""
    with circle.world.inside(circle.group):
        query = select(Notice).where(Notice.membership_id.in_([member.id for member in members]))
        notices.withdraw(db.session.execute(query).scalars().all())
        db.session.commit()


def end(circle: Circle, series: MeetingSeries, from_on: date | None) -> None:
    with circle.world.inside(circle.group):
        held = get_series(series.id, circle.organiser, to_change=True)
        cancel_series(acting=circle.organiser, series=held, reason="", from_on=from_on)
        db.session.commit()


def kinds(mails: Iterable[Sent]) -> str:
    return ", ".join(sorted(mail.subject.partition(":")[0] for mail in mails))


def begins(meeting: Meeting) -> str:
    return f"{meeting.on_day.day} {meeting.on_day:%b}"


def test_setting_up_a_series_is_one_mail_of_each_of_its_halves(circle: Circle) -> None:
    series = circle.start(place="The loft")
    circle.move(circle.meetings(series)[1], on_day=circle.coming(FRIDAY, weeks=1))
    series = change(circle, series, starts_time=time(7, 15), place="Harbour Café")
    day = circle.meetings(series)[20].occurs_on
    assert day is not None
    friday = day + timedelta(days=1)
    new = change(
        circle, series, following=day, on_day=friday, rule=Weekly(1, (FRIDAY,)), starts_time=time(7, 15)
    )
    heard = circle.hear()
    assert {name: kinds(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, "New, New")
    first, second = sorted(heard["amara"], key=lambda mail: "Fri" in mail.subject)
    assert first.calendar is not None
    assert second.calendar is not None
    assert b"UNTIL" in first.calendar[1]
    assert {str(one["UID"]) for one in Calendar.from_ical(second.calendar[1]).walk("VEVENT")} == {new.uid}
    assert f"Every Friday, 07:15–08:45, from {friday.day} " in second.text


def test_a_day_moved_before_the_series_was_told_stands_in_its_one_mail(circle: Circle) -> None:
    series = circle.start(place="The loft")
    second = circle.meetings(series)[1]
    circle.move(second, on_day=second.on_day, starts_time=time(8), place="Harbour Café")
    heard = circle.hear()
    assert {name: kinds(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, "New")
    assert f"on {begins(second)}" in heard["ben"][0].text
    assert "at 08:00, Harbour Café" in heard["ben"][0].text


def test_the_first_day_cancelled_before_the_series_was_told_lets_it_begin_later(circle: Circle) -> None:
    series = circle.start()
    first, second, *_ = circle.meetings(series)
    circle.cancel(first)
    mail = circle.hear()["amara"][0]
    assert mail.subject.startswith("New: Breakfast, first on Thu")
    assert f" {second.on_day.day} " in mail.subject
    assert f"from {begins(second)}" in mail.text
    circle.bring_back(first)
    assert {what for _, what in circle.notices()} == {"series-scheduled"}


def test_what_ends_later_before_it_was_told_is_new_with_its_last_day(circle: Circle) -> None:
    series = circle.start()
    ninth = circle.meetings(series)[8]
    end(circle, series, ninth.occurs_on)
    heard = circle.hear()
    assert {name: kinds(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, "New")
    last = ninth.on_day - timedelta(weeks=1)
    assert f" until {last.day} {last:%b}" in heard["dev"][0].text


def test_who_knows_the_old_time_hears_of_the_new_one_and_who_does_not_hears_what_is_new(
    circle: Circle,
) -> None:
    series = circle.start()
    second = circle.meetings(series)[1]
    told_already(circle, circle.amara)
    circle.world.answer(second, circle.amara, Answer.COMING)
    circle.world.answer(second, circle.ben, Answer.COMING)
    circle.move(second, on_day=second.on_day, starts_time=time(9))
    heard = circle.hear()
    assert {name: kinds(mails) for name, mails in heard.items()} == {
        **dict.fromkeys(MEMBERS, "New"),
        "amara": "Moved",
    }


def test_of_a_series_that_is_split_only_those_who_have_its_old_half_hear_of_its_end(circle: Circle) -> None:
    series = circle.start()
    told_already(circle, circle.amara)
    change(circle, series, following=circle.meetings(series)[4].occurs_on, starts_time=time(9))
    heard = circle.hear()
    assert kinds(heard["amara"]) == "For your calendar, New times"
    assert {kinds(heard[name]) for name in MEMBERS - {"amara"}} == {"New, New"}


def test_a_second_split_within_minutes_ends_nothing_that_nobody_heard_of(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    days = [meeting.occurs_on for meeting in circle.meetings(series)]
    second = change(circle, series, following=days[8], starts_time=time(8))
    change(circle, second, following=days[20], starts_time=time(9))
    assert kinds(circle.hear()["dev"]) == "For your calendar, New times, New times"


def test_a_mail_that_a_late_worker_has_not_sent_says_how_it_is_by_then(circle: Circle) -> None:
    single, series = circle.schedule(title="Summer dinner"), circle.start()
    with time_machine.travel(utc_now() + timedelta(hours=1), tick=False):
        circle.move(single, title="Summer dinner", starts_time=time(19))
        circle.move(circle.meetings(series)[1], on_day=circle.coming(FRIDAY, weeks=1))
        heard = circle.hear()
    assert {name: kinds(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, "New, New")
    assert "19:00" in next(mail.text for mail in heard["ben"] if "dinner" in mail.subject)


def test_what_the_app_has_told_is_told_cancelled_though_its_mail_is_late(circle: Circle) -> None:
    meeting = circle.schedule()
    with time_machine.travel(utc_now() + timedelta(hours=1), tick=False):
        circle.world.answer(meeting, circle.ben, Answer.COMING)
        circle.cancel(meeting)
        heard = circle.hear()
    assert {name: kinds(mails) for name, mails in heard.items()} == {"ben": "Cancelled"}
