"""What visitors hear of a meeting that is otherwise than they know it."""

from datetime import time, timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.meetings.models import Meeting
from tests.factories import World
from tests.mailbox import Mailbox, Sent
from tests.meetings.changes import change
from tests.meetings.ears import Circle
from tests.meetings.guests import announce

HOUR = timedelta(hours=1)


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def with_visitor(circle: Circle, meeting: Meeting) -> Meeting:
    announce(circle.world, circle.group, meeting, circle.amara, email="vera@example.org")
    circle.told_already()
    return meeting


def vera_hears(circle: Circle) -> list[Sent]:
    return circle.hear().get("vera", [])


def test_another_time_is_told_after_a_while_and_once(circle: Circle) -> None:
    meeting = with_visitor(circle, circle.schedule())
    circle.move(meeting, starts_time=time(8))
    circle.move(meeting, starts_time=time(9), place="The Anchor")
    assert [mail for mail in circle.mailbox.deliver() if mail.to.startswith("vera")] == []
    (mail,) = vera_hears(circle)
    assert mail.subject.endswith("09:00")
    assert "The Anchor" in mail.text


def test_moved_and_moved_back_is_told_to_no_visitor(circle: Circle) -> None:
    meeting = with_visitor(circle, circle.schedule())
    circle.move(meeting, starts_time=time(8))
    circle.move(meeting)
    assert vera_hears(circle) == []


def test_cancelled_and_brought_back_is_told_only_where_it_was_heard(circle: Circle) -> None:
    meeting = with_visitor(circle, circle.schedule())
    circle.cancel(meeting)
    circle.bring_back(meeting)
    assert vera_hears(circle) == []
    circle.cancel(meeting)
    (mail,) = vera_hears(circle)
    assert mail.subject.startswith("Cancelled")
    with time_machine.travel(utc_now() + HOUR, tick=False):
        circle.bring_back(meeting)
        (mail,) = vera_hears(circle)
    assert mail.subject.startswith("Now: ")


def test_another_day_of_the_series_that_is_left_out_is_no_news(circle: Circle) -> None:
    series = circle.start()
    second, sixth = (circle.meetings(series)[number] for number in (1, 5))
    with_visitor(circle, second)
    assert sixth.occurs_on is not None
    change(circle, series, skipped=frozenset({sixth.occurs_on}))
    assert vera_hears(circle) == []


def test_other_hours_of_the_series_are_told_once(circle: Circle) -> None:
    series = circle.start()
    second = circle.meetings(series)[1]
    with_visitor(circle, second)
    change(circle, series, starts_time=time(8))
    (mail,) = vera_hears(circle)
    assert mail.subject.endswith("08:00")


def test_a_day_that_falls_away_with_its_series_is_told(circle: Circle) -> None:
    series = circle.start()
    second = circle.meetings(series)[1]
    with_visitor(circle, second)
    change(circle, series, skipped=frozenset({second.occurs_on}))
    (mail,) = vera_hears(circle)
    assert mail.subject.startswith("Cancelled")
