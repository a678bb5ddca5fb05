"""Since last time where pair counts are closed: no two pages tell a pair by their difference (T15)."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.meetings.models import Meeting, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.reports.test_since import Table
from tests.reports.test_since_shown import HELD, series_of

NOT_COUNTED = "What was passed since is told of meetings that were held"


@pytest.fixture
def table(world: World) -> Table:
    """A group that has closed its pairs, with three referrals of three people, and a fourth."""
    made = Table(world, pair_counts_open=False)
    for giver, receiver in ((made.amara, made.ben), (made.ben, made.chiara), (made.chiara, made.amara)):
        made.passed(giver, receiver, days_ago=5)
    made.passed(made.amara, made.ben, days_ago=1)
    return made


def says(table: Table, browser: Browser, meeting: Meeting) -> str:
    return table.page(browser, meeting=meeting)


def test_T15_a_cancelled_meeting_and_one_after_the_next_count_nothing(table: Table, browser: Browser) -> None:
    cancelled = table.meet(utc_now() - timedelta(days=3), status=MeetingStatus.CANCELLED)
    never_held = table.meet(utc_now() - timedelta(days=2))
    assert "<strong>4</strong> referrals passed" in says(table, browser, table.meeting)
    for other in (cancelled, never_held, table.next):
        page = says(table, browser, other)
        assert NOT_COUNTED in page
        assert "referrals passed" not in page
        assert "too few" not in page


def test_T15_two_series_share_one_chain_of_times(table: Table, browser: Browser) -> None:
    between = table.meet(utc_now() - timedelta(days=3), **HELD)
    series_of(table, table.previous, table.meeting)
    assert "<strong>3</strong> referrals passed" in says(table, browser, between)
    page = says(table, browser, table.meeting)
    assert "Referrals: too few to say." in page, "only the fourth, though its series met a week ago"


def test_T15_before_anything_was_held_no_time_slides_along(world: World, browser: Browser) -> None:
    group = world.group("hill", pair_counts_open=False)
    browser.sign_in(world.member(group))
    first = world.meeting(group, starts_at=utc_now() + timedelta(days=1))
    assert NOT_COUNTED in browser.get(f"meetings/{first.id}/since").text


def test_where_pairs_are_open_every_meeting_counts(world: World, browser: Browser) -> None:
    table = Table(world)
    cancelled = table.meet(utc_now() - timedelta(days=3), status=MeetingStatus.CANCELLED)
    table.passed(table.amara, table.ben, days_ago=5)
    assert "<strong>1</strong> referral passed" in says(table, browser, cancelled)
