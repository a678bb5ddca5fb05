"""Slots: taken with one tap and given back, assigned by organisers, and the rota of speakers."""

import re
from datetime import timedelta

import pytest

from groupnet.core.db import db
from groupnet.groups.models import Status
from groupnet.groups.queries import get_membership
from groupnet.groups.service import change_status
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.slots import list_slots
from tests.browser import Browser
from tests.factories import World
from tests.meetings.timetable import Timetable


@pytest.fixture
def meeting(table: Timetable) -> Meeting:
    return table.schedule(speakers=2, hosts=1)


def slot_ids(table: Timetable, meeting: Meeting) -> list[int]:
    with table.world.inside(table.group):
        return [slot.slot_id for slot in list_slots(meeting.id)]


def takers(table: Timetable, meeting: Meeting) -> list[str | None]:
    with table.world.inside(table.group):
        return [slot.name for slot in list_slots(meeting.id)]


def test_a_member_takes_a_slot_with_one_tap_says_the_topic_and_gives_it_back(
    table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    slot = slot_ids(table, meeting)[0]
    browser.sign_in(table.member)
    page = browser.get(f"meetings/{meeting.id}")
    take = f"/g/harbour/meetings/{meeting.id}/slots/{slot}/take"
    page = browser.get(browser.submit(page, {}, action=take).location)
    assert "Mia Member" in page.text
    browser.submit(page, {"topic": "Soup for two"}, action=take)
    page = browser.get(f"meetings/{meeting.id}")
    assert "Soup for two" in page.text
    browser.submit(page, {}, action=take.replace("take", "give-back"))
    assert takers(table, meeting) == [None, None, None]


def test_of_two_who_tap_at_once_the_second_is_told(
    world: World, table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    slot = slot_ids(table, meeting)[0]
    other = world.member(table.group, "Otto Other")
    browser.sign_in(table.member).post(f"meetings/{meeting.id}/slots/{slot}/take")
    browser.sign_in(other)
    sent = browser.post(f"meetings/{meeting.id}/slots/{slot}/take")
    assert "Somebody else took this" in browser.get(sent.location).text
    assert takers(table, meeting)[0] == "Mia Member"
    refused = browser.post(f"meetings/{meeting.id}/slots/{slot}/give-back")
    assert "Somebody else has this" in browser.get(refused.location).text
    assert takers(table, meeting)[0] == "Mia Member", "nobody gives back what is another's"


def test_T46_twenty_taps_take_one_slot(table: Timetable, meeting: Meeting, browser: Browser) -> None:
    browser.sign_in(table.member)
    first, second, _ = slot_ids(table, meeting)
    for _ in range(20):
        browser.post(f"meetings/{meeting.id}/slots/{first}/take")
    sent = browser.post(f"meetings/{meeting.id}/slots/{second}/take")
    assert "one like it at this meeting already" in browser.get(sent.location).text
    assert takers(table, meeting) == ["Mia Member", None, None]


def test_an_organiser_assigns_a_slot_to_a_face(
    world: World, table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    slot = slot_ids(table, meeting)[0]
    stranger = world.member(world.group("elsewhere"))
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/{meeting.id}/slots/{slot}")
    assert browser.submit(page, {"person_id": str(stranger.id)}).status_code == 422
    assert browser.submit(page, {"person_id": str(table.member.id), "topic": "Tea"}).status_code == 303
    assert takers(table, meeting)[0] == "Mia Member"
    browser.post(f"meetings/{meeting.id}/slots/{slot}/give-back")
    assert takers(table, meeting)[0] is None


def test_T3_a_slot_of_another_meeting_is_a_missing_one(
    table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    other = table.schedule(speakers=1)
    slot = slot_ids(table, other)[0]
    browser.sign_in(table.member)
    assert browser.post(f"meetings/{meeting.id}/slots/{slot}/take").status_code == 404
    assert takers(table, other) == [None]


def test_the_rota_shows_who_speaks_and_what_is_free(
    table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    browser.sign_in(table.member)
    page = browser.get("meetings/speakers")
    assert page.text.count("Still free") == 2
    action = re.search(r'action="(/g/harbour/meetings/\d+/slots/\d+/take)"', page.text)
    assert action is not None
    page = browser.get(browser.submit(page, {}, action=action[1]).location)
    assert page.request.path.endswith("/meetings/speakers")
    assert "Mia Member" in page.text
    assert page.text.count("Still free") == 1


def test_nobody_takes_a_slot_of_a_cancelled_meeting(
    table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    slot = slot_ids(table, meeting)[0]
    browser.sign_in(table.organiser).submit(f"meetings/{meeting.id}/cancel", {"reason": ""})
    sent = browser.sign_in(table.member).post(f"meetings/{meeting.id}/slots/{slot}/take")
    assert "over or cancelled" in browser.get(sent.location).text
    assert takers(table, meeting) == [None, None, None]


def test_who_leaves_before_the_meeting_takes_no_slot_of_it(
    table: Timetable, meeting: Meeting, browser: Browser
) -> None:
    with table.world.inside(table.group):
        member, today = get_membership(table.member.id), table.today
        change_status(membership=member, status=Status.LEFT, from_day=today + timedelta(days=1), today=today)
        db.session.commit()
    take = f"meetings/{meeting.id}/slots/{slot_ids(table, meeting)[0]}/take"
    browser.sign_in(table.member)
    assert "You are not in the group on that day." in browser.get(browser.post(take).location).text
    assert takers(table, meeting) == [None, None, None]
