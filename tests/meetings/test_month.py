"""A month of meetings: a cell for each day, of the group or of all of a person's groups."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, MeetingKind, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.feeding import give_series
from tests.statements import count_statements

MAY = "meetings/month?year=2027&month=5"


def at(day: int, hour: int = 7) -> datetime:
    return datetime(2027, 5, day, hour, tzinfo=UTC)


def test_a_month_shows_its_meetings_on_their_days_by_the_groups_clock(world: World, browser: Browser) -> None:
    group = world.group(timezone="Pacific/Auckland", locale="en_NZ")
    browser.sign_in(world.member(group))
    world.meeting(group, title="Late there", starts_at=at(12, 20))
    page = browser.get(MAY).text
    cell = page.partition('datetime="2027-05-13"')[2].partition("</td>")[0]
    assert "Late there" in cell
    assert "8:00" in cell
    assert "May 2027" in page
    assert "month=4" in page
    assert "month=6" in page


def test_a_month_begins_its_weeks_as_the_groups_country_does(world: World, browser: Browser) -> None:
    british, american = world.group(), world.group(locale="en_US")
    heads = []
    for group in (british, american):
        page = browser.sign_in(world.member(group)).get(MAY).text
        heads.append(page.partition('<abbr title="')[2].partition('"')[0])
        assert page.count("<tr>") in (6, 7)
        assert page.count('<th scope="col">') == 7
    assert heads == ["Monday", "Sunday"]


def test_today_is_marked_in_its_month_alone(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group()))
    assert browser.get("meetings/month").text.count('aria-current="date"') == 1
    assert 'aria-current="date"' not in browser.get(MAY).text


def test_drafts_cancelled_meetings_and_one_to_ones_as_everybody_may_see_them(
    world: World, browser: Browser
) -> None:
    group = world.group()
    member, organiser = world.member(group), world.member(group, rights=(Right.ORGANISER,))
    world.meeting(group, title="Planned", starts_at=at(3), status=MeetingStatus.DRAFT)
    world.meeting(group, title="Off", starts_at=at(4), status=MeetingStatus.CANCELLED)
    mine = world.meeting(group, title="Both", starts_at=at(5), kind=MeetingKind.ONE_TO_ONE)
    world.answer(mine, member, Answer.COMING)
    page = browser.sign_in(member).get(MAY).text
    assert "Planned" not in page
    assert ("Off" in page, "cancelled" in page, "Both" in page) == (True, True, True)
    page = browser.sign_in(organiser).get(MAY).text
    assert ("Planned" in page, "draft" in page, "Both" in page) == (True, True, False)


def test_all_groups_of_a_person_are_shown_with_their_names(world: World, browser: Browser) -> None:
    here, there, foreign = (world.group(name=name) for name in ("Harbour", "Bay", "Foreign"))
    person = world.person()
    me = world.member(here, person=person, email=person.email)
    world.member(there, person=person, email=person.email, rights=(Right.ORGANISER,))
    for group in (here, there, foreign):
        world.meeting(group, title=f"Lunch at {group.name}", starts_at=at(6))
    world.meeting(there, title="Draft there", starts_at=at(6), status=MeetingStatus.DRAFT)
    one = browser.sign_in(me).get(MAY).text
    assert ("Lunch at Harbour" in one, "Lunch at Bay" in one, "All my groups" in one) == (True, False, True)
    page = browser.get(f"{MAY}&of=all").text
    cell = page.partition('datetime="2027-05-06"')[2].partition("</td>")[0]
    assert cell.index("Lunch at Harbour") < cell.index("Harbour</bdi>") < cell.index("Lunch at Bay")
    assert f"/g/{there.slug}/meetings/" in cell
    assert "Foreign" not in page
    assert "Draft there" not in page


def test_one_group_alone_offers_no_choice_and_an_empty_month_says_so(world: World, browser: Browser) -> None:
    page = browser.sign_in(world.member(world.group())).get(f"{MAY}&of=all").text
    assert "All my groups" not in page
    assert "Nothing is planned in this month." in page


@pytest.mark.parametrize(
    "asked", ["year=0&month=1", "year=2027&month=13", "year=x&month=y", "year=99999&month=5"]
)
def test_a_month_that_is_none_shows_this_one(world: World, browser: Browser, asked: str) -> None:
    with time_machine.travel(datetime(2027, 1, 31, 12, tzinfo=UTC)):
        browser.sign_in(world.member(world.group()))
        page = browser.get(f"meetings/month?{asked}")
        assert page.status_code == 200
        assert "January 2027" in page.text


@pytest.mark.parametrize("of", ["", "&of=all"])
def test_a_month_takes_at_most_six_statements_whatever_it_shows(
    world: World, browser: Browser, of: str
) -> None:
    counts = []
    for days in (5, 29):
        person = world.person()
        groups = [world.group(), world.group()]
        members = [world.member(group, person=person, email=person.email) for group in groups]
        for group in groups:
            give_series(world, group, "FREQ=DAILY", date(2027, 5, 1), date(2027, 5, 1) + timedelta(days))
        browser.sign_in(members[0])
        browser.get(MAY + of)
        with count_statements() as sent:
            browser.get(MAY + of)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6, sent


def test_the_month_stands_beside_what_comes_and_what_was(world: World, browser: Browser) -> None:
    page = browser.sign_in(world.member(world.group("harbour"))).get("meetings/month").text
    for path in ('href="/g/harbour/meetings"', 'href="/g/harbour/meetings?when=past"'):
        assert path in page


def test_days_gone_by_are_told_from_those_to_come_in_this_month_alone(world: World, browser: Browser) -> None:
    browser.sign_in(world.member(world.group("harbour")))
    gone = browser.get("meetings/month").text.count(" month-gone")
    before_this_month = world.today.replace(day=1).weekday()
    assert gone == world.today.day - 1 + before_this_month
    assert " month-gone" not in browser.get("meetings/month?year=2020&month=5").text
