"""What a visitor finds once they are expected, and what the group sees of how they came."""

import pytest

from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, Visitor
from groupnet.settings import Mode
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce, organiser_of
from tests.meetings.reading_back import by_icalendar
from tests.public.pages import VERA, VISIT, come


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group, place="The Ship Inn", link="https://video.example.org/secret")


def test_the_visit_goes_into_their_calendar_and_giving_it_up_is_the_quiet_button(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    own_page = come(world, mailbox).location
    page = browser.get(own_page).text
    assert page.index("Add to my calendar") < page.index("I can’t come")
    assert page.count("btn-primary") == 1
    file = browser.client.get(f"{own_page}/calendar.ics")
    begins, ends = (at.replace(microsecond=0) for at in (meeting.starts_at, meeting.ends_at))
    (read,) = by_icalendar(file.data, begins, begins)
    assert (read.starts_at, read.ends_at, read.title) == (begins, ends, "Harbour")
    assert b"The Ship Inn" in file.data
    assert b"secret" not in file.data


def test_who_is_not_expected_has_nothing_to_put_into_a_calendar(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    own_page = come(world, mailbox).location
    browser.submit(browser.get(own_page), {})
    assert "Add to my calendar" not in browser.get(own_page).text
    assert browser.client.get(f"{own_page}/calendar.ics").status_code == 404
    assert browser.client.get("/visit/forged/calendar.ics").status_code == 404


def test_the_form_says_that_consent_is_needed(browser: Browser, group: Group, meeting: Meeting) -> None:
    assert "I agree that the group keeps this for a year at most (needed)" in browser.get(VISIT).text


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.TEST])
def test_in_a_demo_the_page_that_waits_for_a_mail_leads_to_it(
    world: World, browser: Browser, group: Group, meeting: Meeting, mode: Mode
) -> None:
    object.__setattr__(world.app.config["GROUPNET"], "mode", mode)
    sent = browser.submit(VISIT, VERA).location
    assert ('href="/mails"' in browser.get(sent).text) is (mode is Mode.DEMO)


def test_organisers_see_who_came_by_the_public_page(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    come(world, mailbox)
    organiser = organiser_of(world, group)
    announce(world, group, meeting, organiser, "Rhys", email="rhys@example.org")
    browser.sign_in(organiser)
    visitors = browser.get("visitors").text
    assert visitors.count("by the public page") == 2, "among who comes next, and among all"
    assert visitors.count(f"brought by {organiser.name}") == 2
    assert browser.get(f"meetings/{meeting.id}").text.count("by the public page") == 1
    vera = next(one for one in all_of(world, group, Visitor) if one.email == VERA["email"])
    assert "by the public page" in browser.get(f"visitors/{vera.id}").text
    assert "by the public page" not in browser.get("visitors/2").text
