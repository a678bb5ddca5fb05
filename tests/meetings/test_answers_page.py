"""The organiser's page of answers: who said what, answering for a member, reminding, kitchen and chat."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Status
from groupnet.meetings.models import Answer, Expectation, Mark, MeetingKind, MeetingStatus
from groupnet.notices.models import Notice
from tests.browser import Browser
from tests.factories import World
from tests.meetings.tables import Table

COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer


def path(table: Table, more: str = "") -> str:
    return f"meetings/{table.meeting.id}/answers{more}"


def panel(html: str, name: str) -> str:
    """The text of one panel."""
    return html.partition(f'id="{name}"')[2].partition("</section>")[0]


def reminded(table: Table) -> list[int]:
    """Who was told to answer, once for each time."""
    with table.world.inside(table.group):
        query = select(Notice.membership_id).where(Notice.meeting_id == table.meeting.id)
        return sorted(db.session.execute(query).scalars())


def test_everybody_stands_under_what_they_answered(world: World, browser: Browser) -> None:
    table = Table(world, capacity=2)
    table.say(table.amara, COMING)
    table.say(table.ben, SUBSTITUTE, "Sam Stand-In")
    table.say(table.chiara, COMING)
    table.say(table.dev, DECLINED)
    page = browser.sign_in(table.organiser).get(path(table)).text
    for name, who in (
        ("coming", "Amara Okafor"),
        ("substitutes", "sends Sam Stand-In"),
        ("waiting", "Chiara Costa"),
        ("declined", "Dev Patel"),
        ("silent", "Olga Organiser"),
    ):
        assert who in panel(page, name)
    assert "All 2 places are taken." in page


def test_those_on_leave_are_asked_nothing(world: World, browser: Browser) -> None:
    table = Table(world, expectation=Expectation.EVERYBODY)
    table.standing(table.dev, Status.ON_LEAVE)
    page = browser.sign_in(table.organiser).get(path(table)).text
    assert "Dev Patel" in panel(page, "away")
    assert "Dev Patel" not in panel(page, "silent")
    assert "They are expected, and counted for the kitchen." in panel(page, "silent")
    assert "4 expected." in page


def test_more_members_than_places_is_said(world: World, browser: Browser) -> None:
    table = Table(world, capacity=3, expectation=Expectation.EVERYBODY)
    page = browser.sign_in(table.organiser).get(path(table)).text
    assert "That is 2 more than there are places (3): more room is needed." in page


def test_where_everybody_is_expected_what_was_said_is_told_from_what_was_not(
    world: World, browser: Browser
) -> None:
    table = Table(world, expectation=Expectation.EVERYBODY)
    table.say(table.amara, COMING)
    table.say(table.ben, SUBSTITUTE, "Sam Stand-In")
    table.say(table.dev, DECLINED)
    table.visit()
    browser.sign_in(table.organiser)
    for page in (path(table), f"meetings/{table.meeting.id}"):
        html = browser.get(page).text
        assert "1 said they come, 1 sends somebody, 2 expected." in html
        assert "For the kitchen: 4, plus 1 visitor." in html
    page = browser.get(path(table)).text
    assert "Amara Okafor" in panel(page, "coming")
    assert "Chiara Costa" not in panel(page, "coming")
    member = Browser(world.app).sign_in(table.amara).get(f"meetings/{table.meeting.id}").text
    assert "1 said they come, 1 sends somebody, 2 expected, plus 1 visitor." in member
    assert "kitchen" not in member


def test_the_kitchen_hears_of_visitors_until_the_start(world: World, browser: Browser) -> None:
    now = utc_now()
    table = Table(world, starts_at=now + timedelta(days=2), closes_at=now + timedelta(days=1))
    table.say(table.amara, COMING)
    table.say(table.ben, SUBSTITUTE, "Sam Stand-In")
    table.visit()
    table.visit()
    browser.sign_in(table.organiser)
    page = browser.get(path(table)).text
    assert "2 come so far." in page
    assert "For the kitchen: 2, plus 2 visitors." in page
    with time_machine.travel(now + timedelta(days=1, hours=1), tick=False):
        assert "For the kitchen: 2, plus 2 visitors." in browser.get(path(table)).text
    with time_machine.travel(now + timedelta(days=3), tick=False):
        page = browser.get(path(table)).text
        assert "2 were expected, plus 2 visitors." in page
        assert "For the kitchen" not in page


def texts(html: str) -> list[list[str]]:
    """The lines of each text to copy: for the chat, for organisers."""
    fields = [part.partition(">")[2].partition("</textarea>")[0] for part in html.split("<textarea")[1:]]
    return [unescape(field).split("\n") for field in fields]


def test_the_text_for_the_chat_names_who_said_yes_and_organisers_have_another(
    world: World, browser: Browser
) -> None:
    with time_machine.travel("2026-11-30T10:00Z", tick=False):
        table = Table(world, title="Breakfast", starts_at=utc_now() + timedelta(days=3), capacity=3)
        table.say(table.amara, COMING)
        table.say(table.chiara, COMING)
        table.say(table.ben, SUBSTITUTE, "Sam Stand-In")
        table.say(table.organiser, COMING)
        table.say(table.dev, DECLINED)
        page = browser.sign_in(table.organiser).get(path(table)).text
    said_yes = [
        "Said they come (2): Amara Okafor, Chiara Costa",
        "Sent (1): Sam Stand-In for Ben Brandt",
        "Waiting (1): Olga Organiser",
    ]
    assert texts(page) == [
        ["Breakfast, Thu 3 Dec, 10:00", "3 come so far.", *said_yes],
        ["Breakfast, Thu 3 Dec, 10:00", "For the kitchen: 3.", *said_yes, "Can’t (1): Dev Patel"],
    ]


def test_the_chat_hears_how_many_said_nothing_and_who_visits(world: World, browser: Browser) -> None:
    table = Table(world, expectation=Expectation.EVERYBODY)
    table.say(table.amara, COMING)
    table.say(table.dev, DECLINED)
    table.visit()
    chat, among_organisers = texts(browser.sign_in(table.organiser).get(path(table)).text)
    assert chat[1:] == [
        "1 said they come, 3 expected, plus 1 visitor.",
        "Said they come (1): Amara Okafor",
        "Expected (3)",
        "Visitors (1): Vera",
    ]
    assert among_organisers[1:] == [
        "For the kitchen: 4, plus 1 visitor.",
        "Said they come (1): Amara Okafor",
        "Not answered (3): Ben Brandt, Chiara Costa, Olga Organiser",
        "Can’t (1): Dev Patel",
        "Visitors (1): Vera",
    ]


def test_once_attendance_is_taken_the_chat_hears_how_many_are_here_and_no_old_answers(
    world: World, browser: Browser
) -> None:
    table = Table(world, starts_at=utc_now() - timedelta(minutes=30), status=MeetingStatus.HELD)
    world.answer(table.meeting, table.amara, COMING)
    world.answer(table.meeting, table.ben, COMING)
    world.attendance(table.meeting, table.ben, Mark.PRESENT)
    table.visit(came=True)
    table.visit()
    chat, among_organisers = texts(browser.sign_in(table.organiser).get(path(table)).text)
    assert chat[1:] == ["1 of 2 is here, plus 1 visitor.", "Visitors (1): Vera"]
    assert "Said they come (2): Amara Okafor, Ben Brandt" in among_organisers


def test_an_organiser_answers_for_a_member(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.sign_in(table.organiser)
    own = path(table, f"/{table.ben.id}")
    assert "Answer for Ben Brandt" in browser.get(own).text
    sent = browser.post(own, {"answer": "coming"})
    assert (sent.status_code, sent.location) == (303, f"/g/harbour/{path(table)}")
    row = table.row(table.ben)
    assert row
    assert (row.answer, row.answered_by_id) == (COMING, table.organiser.id)
    assert "Noted: Ben Brandt is coming." in browser.get(path(table)).text
    refused = browser.post(own, {"answer": "substitute"})
    assert refused.status_code == 422
    assert "Type the name of who comes." in refused.text
    browser.post(own, {"answer": "substitute", "substitute_name": "Sam"})
    assert table.answer(table.ben) is SUBSTITUTE


def test_an_organiser_never_goes_beyond_the_places(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    table.say(table.amara, COMING)
    browser.sign_in(table.organiser).post(path(table, f"/{table.ben.id}"), {"answer": "coming"})
    assert "Every place is taken: Ben Brandt is on the waiting list." in browser.get(path(table)).text
    assert "Number 1 on the waiting list." in browser.get(path(table, f"/{table.ben.id}")).text
    assert table.places.taken == 1


def test_after_the_meeting_nothing_is_changed_here(world: World, browser: Browser) -> None:
    table = Table(world, starts_at=utc_now() - timedelta(days=1))
    browser.sign_in(table.organiser)
    assert "Change" not in browser.get(path(table)).text
    own = path(table, f"/{table.ben.id}")
    assert "This meeting takes no more answers." in browser.get(own).text
    refused = browser.post(own, {"answer": "coming"})
    assert refused.status_code == 422
    assert "This meeting is over." in refused.text


def test_T4_T3_only_members_of_the_group_and_day_are_answered_for(world: World, browser: Browser) -> None:
    table = Table(world)
    stranger = world.member(world.group("hill"))
    world.end_periods(table.dev, world.today)
    browser.sign_in(table.organiser)
    for someone in (stranger.id, table.dev.id, 10**6):
        assert browser.get(path(table, f"/{someone}")).status_code == 404
        assert browser.post(path(table, f"/{someone}"), {"answer": "coming"}).status_code == 404


def test_T2_members_neither_look_nor_answer_for_others(world: World, browser: Browser) -> None:
    table = Table(world)
    both = world.meeting(table.group, kind=MeetingKind.ONE_TO_ONE)
    world.answer(both, table.organiser, COMING)
    browser.sign_in(table.amara)
    for page in (path(table), path(table, f"/{table.ben.id}")):
        assert browser.get(page).status_code == 403
    assert browser.post(path(table, f"/{table.ben.id}"), {"answer": "coming"}).status_code == 403
    assert browser.post(path(table, "/remind")).status_code == 403
    assert table.answer(table.ben) is None
    organiser = Browser(world.app).sign_in(table.organiser)
    assert organiser.get(f"meetings/{both.id}/answers").status_code == 403, "no organiser's business"


def test_one_button_reminds_those_who_are_silent_once_a_day(world: World, browser: Browser) -> None:
    table = Table(world)
    table.say(table.amara, COMING)
    table.say(table.organiser, DECLINED)
    browser.sign_in(table.organiser)
    page = browser.get(path(table)).text
    assert "Remind these 3" in page
    silent = sorted([table.ben.id, table.chiara.id, table.dev.id])
    for _ in range(20):
        assert browser.post(path(table, "/remind")).status_code == 303
    assert reminded(table) == silent, "once, however often it is sent"
    page = browser.get(path(table)).text
    assert "Once a day is enough." in page
    assert "Remind these 3" not in page
    with time_machine.travel(utc_now() + timedelta(days=1), tick=False):
        page = browser.get(path(table)).text
        assert "Last reminded" in page
        browser.post(path(table, "/remind"))
    assert reminded(table) == sorted(silent * 2)


@pytest.mark.parametrize("hours", [1, -1])
def test_nobody_is_reminded_once_answers_are_closed(world: World, browser: Browser, hours: int) -> None:
    now = utc_now()
    table = Table(world, starts_at=now + timedelta(hours=2), closes_at=now + timedelta(hours=hours))
    browser.sign_in(table.organiser)
    assert ("Remind these 5" in browser.get(path(table)).text) is (hours > 0)
    browser.post(path(table, "/remind"))
    assert bool(reminded(table)) is (hours > 0)
