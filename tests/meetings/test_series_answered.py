"""The page of a series, to which the entry of a calendar leads: the next meeting is answered on it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.meetings.models import Answer, MeetingAnswer
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.statements import count_statements


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def test_the_next_meeting_is_answered_on_the_page_of_its_series(circle: Circle, browser: Browser) -> None:
    series = circle.start(place="The loft")
    first, second, *_ = circle.meetings(series)
    circle.cancel(first)
    browser.sign_in(circle.amara)
    page = browser.get(f"meetings/series/{series.id}").text
    assert f"/meetings/{second.id}/answer" in page
    assert f"/meetings/{first.id}/answer" not in page
    assert page.index("The next one") < page.index("Coming days")
    browser.post(f"meetings/{second.id}/answer", {"answer": "declined"})
    with circle.world.inside(circle.group):
        given = db.session.execute(select(MeetingAnswer.meeting_id, MeetingAnswer.answer)).all()
    assert given == [(second.id, Answer.DECLINED)]
    chosen = browser.get(f"meetings/series/{series.id}").text.partition('aria-pressed="true"')[2]
    assert chosen.partition("</button>")[0].endswith("Can’t")


def test_one_brought_forward_is_the_next_that_is_answered(circle: Circle, browser: Browser) -> None:
    series = circle.start()
    first, second, *_ = circle.meetings(series)
    circle.move(second, on_day=first.on_day - timedelta(days=1))
    browser.sign_in(circle.ben)
    assert f"/meetings/{second.id}/answer" in browser.get(f"meetings/series/{series.id}").text


def test_a_draft_of_a_series_is_answered_by_nobody(circle: Circle, browser: Browser) -> None:
    series = circle.start(is_draft=True)
    browser.sign_in(circle.organiser)
    assert "The next one" not in browser.get(f"meetings/series/{series.id}").text


def test_the_page_of_a_series_takes_six_statements(circle: Circle, browser: Browser) -> None:
    series = circle.start()
    browser.sign_in(circle.amara)
    browser.get(f"meetings/series/{series.id}")
    with count_statements() as sent:
        browser.get(f"meetings/series/{series.id}")
    assert len(sent) <= 6, "\n".join(sent)
