"""A series in one sentence, and the mail that says it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from groupnet.meetings.models import Answer, MeetingSeries
from groupnet.meetings.series_words import say_series
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.changes import change
from tests.meetings.ears import Circle

THE_PLAN: dict[str, Any] = {
    "starts_time": time(7, 15),
    "minutes": 120,
    "on_day": date(2026, 12, 3),
    "place": "The loft",
}
CHRISTMAS = frozenset({date(2026, 12, 24), date(2026, 12, 31)})


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Iterator[Circle]:
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield Circle(world, mailbox)


def said(circle: Circle, series: MeetingSeries) -> str:
    meetings = circle.meetings(series)
    with circle.world.inside(circle.group):
        return say_series(series, meetings, circle.group.timezone)


def test_the_mail_of_a_new_series_says_its_rhythm_the_days_left_out_and_what_is_otherwise(
    circle: Circle,
) -> None:
    series = circle.start(**THE_PLAN, skipped=CHRISTMAS)
    second = circle.meetings(series)[1]
    circle.move(second, on_day=second.on_day, starts_time=time(8), minutes=120, place="Harbour Café")
    mail = circle.hear()["amara"][0]
    assert (
        "Every Thursday, 07:15–09:15, from 3 Dec; not on 24 and 31 Dec; on 10 Dec at 08:00, Harbour Café"
        in mail.text
    )
    assert "The loft" in mail.text


def test_the_mail_of_a_new_series_answers_its_next_meeting(circle: Circle) -> None:
    series = circle.start(**THE_PLAN)
    first, second, *_ = circle.meetings(series)
    circle.world.answer(first, circle.ben, Answer.DECLINED)
    circle.cancel(first)
    circle.world.answer(second, circle.amara, Answer.COMING)
    heard = circle.hear()
    answering = {
        name: len([link for link in mails[0].links if "/meeting-answer/" in link])
        for name, mails in heard.items()
    }
    assert answering == {"amara": 1, "ben": 3, "chiara": 3, "dev": 3}
    assert "The next one: Thu 10 Dec, 07:15" in heard["amara"][0].text
    assert "You said that you are coming." in heard["amara"][0].text
    assert "You said that you cannot come." not in heard["ben"][0].text


def test_a_series_that_ends_says_its_last_day(circle: Circle) -> None:
    series = circle.start(**THE_PLAN, last_on=date(2027, 5, 31))
    assert said(circle, series) == "Every Thursday, 07:15–09:15, from 3 Dec until 27 May 2027"


def test_an_end_years_ahead_is_no_row_of_days_left_out(circle: Circle) -> None:
    series = circle.start(**THE_PLAN, last_on=date(2029, 6, 1))
    assert said(circle, series) == "Every Thursday, 07:15–09:15, from 3 Dec until 31 May 2029"


def test_of_many_days_left_out_six_are_named(circle: Circle) -> None:
    skipped = {date(2026, 12, 17) + timedelta(weeks=number) for number in range(10)}
    series = circle.start(**THE_PLAN, skipped=frozenset(skipped))
    assert said(circle, series) == (
        "Every Thursday, 07:15–09:15, from 3 Dec; not on 17, 24, 31 Dec, 7, 14, 21 Jan 2027 and 4 more"
    )


def test_a_day_put_off_and_one_cancelled_are_said(circle: Circle) -> None:
    series = circle.start(**THE_PLAN)
    _, second, third, *_ = circle.meetings(series)
    circle.move(second, **{**THE_PLAN, "on_day": date(2026, 12, 11)})
    circle.cancel(third)
    assert said(circle, series) == (
        "Every Thursday, 07:15–09:15, from 3 Dec; not on 17 Dec; on 11 Dec instead of 10 Dec"
    )


def test_one_that_lasts_longer_says_until_when(circle: Circle) -> None:
    series = circle.start(**THE_PLAN)
    second = circle.meetings(series)[1]
    circle.move(second, **{**THE_PLAN, "on_day": second.on_day, "minutes": 180})
    assert said(circle, series).endswith("from 3 Dec; on 10 Dec at 07:15–10:15")


def test_a_series_that_has_begun_begins_on_no_day_any_more(circle: Circle) -> None:
    series = circle.start(**THE_PLAN, skipped=CHRISTMAS)
    circle.told_already()
    with time_machine.travel(datetime(2026, 12, 4, 9, tzinfo=UTC), tick=False):
        change(
            circle,
            series,
            **{**THE_PLAN, "on_day": date(2026, 12, 10), "place": "The Anchor", "skipped": CHRISTMAS},
        )
        mail = circle.hear()["dev"][0]
    assert mail.subject.startswith("Another place: Breakfast")
    assert "Every Thursday, 07:15–09:15; not on 24 and 31 Dec" in mail.text
