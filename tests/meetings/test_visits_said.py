"""What members say of the visits of those whom they bring, and how many they bring."""

from datetime import timedelta

from groupnet.core.clock import utc_now
from groupnet.meetings.models import Answer, Visit, VisitorStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce, visitor_of
from tests.meetings.tables import Table


def say(browser: Browser, visit: Visit, said: str) -> None:
    path = f"visitors/{visit.visitor_id}/visits/{visit.id}"
    assert browser.post(path, {"came": said}).status_code == 303


def test_T43_a_visit_given_up_comes_back_only_where_a_place_is_free(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    visit = announce(world, table.group, table.meeting, table.amara)
    browser.sign_in(table.amara)
    say(browser, visit, "no")
    assert table.say(table.ben, Answer.COMING) is Answer.COMING
    for said in ("unknown", "yes"):
        say(browser, visit, said)
        assert table.places.taken == 1


def test_nobody_came_to_a_meeting_that_has_not_begun(world: World, browser: Browser) -> None:
    table = Table(world)
    visit = announce(world, table.group, table.meeting, table.amara)
    say(browser.sign_in(table.amara), visit, "yes")
    assert "once the meeting has begun" in browser.get(f"visitors/{visit.visitor_id}").text
    assert visitor_of(world, visit).status is VisitorStatus.EXPECTED


def test_once_attendance_is_closed_a_member_says_nothing_more(world: World, browser: Browser) -> None:
    table = Table(world)
    visit = announce(world, table.group, table.meeting, table.amara)
    begun = utc_now() - timedelta(hours=3)
    table.change(starts_at=begun, closes_at=begun, attendance_closed_at=begun + timedelta(hours=2))
    say(browser.sign_in(table.amara), visit, "yes")
    assert [one.came for one in all_of(world, table.group, Visit)] == [None]


def test_a_member_announces_three_visitors_and_an_organiser_more(world: World, browser: Browser) -> None:
    table = Table(world, capacity=20)
    browser.sign_in(table.amara)
    sent = [
        browser.post("visitors", {"name": f"Guest {number}", "meeting_id": table.meeting.id})
        for number in range(4)
    ]
    assert [one.status_code for one in sent] == [303, 303, 303, 422]
    assert "An organiser can announce more" in sent[-1].text
    assert table.places.taken == 3
    announce(world, table.group, table.meeting, table.organiser, "One more")
    assert table.places.taken == 4
