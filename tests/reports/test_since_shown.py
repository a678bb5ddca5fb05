"""Since last time: since which time, and as the beamer shows it."""

from datetime import time, timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.meetings.models import Meeting, MeetingSeries, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.reports.test_since import Table

HELD = {"status": MeetingStatus.HELD}


@pytest.fixture
def table(world: World) -> Table:
    return Table(world)


def series_of(table: Table, *meetings: Meeting) -> None:
    """Let meetings be of one series."""
    with table.world.inside(table.group):
        series = MeetingSeries(
            title="Breakfast",
            rule="FREQ=WEEKLY",
            first_on=meetings[0].on_day,
            starts_time=time(7),
            minutes=90,
            uid="series-1@example.org",
            created_at=utc_now(),
            changed_at=utc_now(),
        )
        db.session.add(series)
        db.session.flush()
        for meeting in meetings:
            meeting = db.session.merge(meeting)
            meeting.series_id, meeting.occurs_on = series.id, meeting.on_day
        db.session.commit()


def test_it_counts_from_the_last_of_its_series_though_another_was_held_since(
    table: Table, browser: Browser
) -> None:
    table.passed(table.amara, table.ben, days_ago=5)
    table.meet(utc_now() - timedelta(days=3), **HELD)
    assert "Amara" not in table.page(browser)
    series_of(table, table.previous, table.meeting)
    assert "Amara" in table.page(browser)


def test_the_first_of_a_series_counts_from_whatever_was_held_last(table: Table, browser: Browser) -> None:
    series_of(table, table.meeting)
    table.passed(table.amara, table.ben, days_ago=9)
    assert "Amara" not in table.page(browser)
    table.passed(table.chiara, table.ben, days_ago=2)
    assert "Chiara" in table.page(browser)


def test_large_it_is_the_same_and_nothing_beside_it(table: Table, browser: Browser) -> None:
    table.passed(table.amara, table.ben)
    path = f"meetings/{table.meeting.id}/since"
    assert f'href="/g/harbour/{path}?show=big"' in table.page(browser)
    large = browser.get(f"{path}?show=big").text
    assert "Amara" in large
    assert f'href="/g/harbour/{path}"' in large
    assert "<nav" not in large
    assert "<textarea" not in large


def test_with_nothing_to_tell_there_is_nothing_to_show_large(table: Table, browser: Browser) -> None:
    page = table.page(browser)
    assert "Show large" not in page
    large = browser.get(f"meetings/{table.meeting.id}/since?show=big").text
    assert "will be here" in large
