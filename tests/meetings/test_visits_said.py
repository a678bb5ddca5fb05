"""What members say of the visits of those whom they bring, and how many they bring."""

from datetime import timedelta

from groupnet.core.clock import utc_now
from groupnet.meetings.models import Answer, Visit, Visitor, VisitorStatus
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


def bring(browser: Browser, table: Table, *names: str) -> list[int]:
    typed = [{"name": name, "meeting_id": table.meeting.id} for name in names]
    return [browser.post("visitors", one).status_code for one in typed]


def test_visitors_who_gave_up_count_anew_once_they_come_after_all(world: World, browser: Browser) -> None:
    table = Table(world, capacity=20)
    browser.sign_in(table.amara)
    assert bring(browser, table, "A", "B", "C") == [303] * 3
    first = all_of(world, table.group, Visit)
    for visit in first:
        say(browser, visit, "no")
    assert bring(browser, table, "D", "E", "F") == [303] * 3
    for visit in first:
        say(browser, visit, "unknown")
    assert "An organiser can announce more" in browser.get(f"visitors/{first[0].visitor_id}").text
    assert table.places.taken == 3
    say(browser.sign_in(table.organiser), first[0], "unknown")
    assert table.places.taken == 4


def test_handing_a_visitor_on_makes_no_room_for_another(world: World, browser: Browser) -> None:
    table = Table(world, capacity=20)
    browser.sign_in(table.amara)
    assert bring(browser, table, "A", "B", "C") == [303] * 3
    for visitor in all_of(world, table.group, Visitor):
        browser.submit(f"visitors/{visitor.id}/edit", {"invited_by_id": table.ben.id})
    assert {one.invited_by_id for one in all_of(world, table.group, Visitor)} == {table.ben.id}
    assert bring(browser, table, "D") == [422]
    assert table.places.taken == 3


def test_a_known_visitor_counts_for_who_announces_them_again(world: World, browser: Browser) -> None:
    table = Table(world, capacity=20)
    later = world.meeting(table.group, starts_at=utc_now() + timedelta(days=20))
    vera = announce(world, table.group, later, table.organiser, "Vera", invited_by=table.amara)
    browser.sign_in(table.amara)
    assert bring(browser, table, "A", "B", "C") == [303] * 3
    path = f"visitors/{vera.visitor_id}/visit"
    assert browser.submit(path, {"meeting_id": table.meeting.id}).status_code == 422
    assert bring(browser, table, "A") == [422]


def test_who_brings_few_may_be_named_for_more_by_an_organiser(world: World, browser: Browser) -> None:
    table = Table(world, capacity=20)
    for name in "ABCD":
        announce(world, table.group, table.meeting, table.organiser, name, invited_by=table.amara)
    assert bring(browser.sign_in(table.amara), table, "E", "F", "G", "H") == [303, 303, 303, 422]
