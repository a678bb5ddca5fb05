"""Answering on the pages: the three buttons, what they say, and who sees what."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.groups.models import Status
from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.tables import Table
from tests.snapshot import all_rows
from tests.statements import count_statements

COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer


def path(table: Table) -> str:
    return f"meetings/{table.meeting.id}/answer"


def pressed(html: str) -> list[str]:
    """The words of the buttons that are filled and ticked."""
    parts = html.split('aria-pressed="true">')[1:]
    return [part.partition("</button>")[0].rpartition(">")[2] for part in parts]


def test_one_tap_answers_and_the_chosen_is_ticked(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.sign_in(table.amara)
    page = browser.get(path(table)).text
    assert pressed(page) == []
    sent = browser.post(path(table), {"answer": "coming"})
    assert (sent.status_code, sent.location) == (303, f"/g/harbour/meetings/{table.meeting.id}")
    assert table.answer(table.amara) is COMING
    page = browser.get(path(table)).text
    assert "Noted: you’re coming." in page
    assert pressed(page) == ["Coming"]
    browser.post(path(table), {"answer": "declined"})
    assert pressed(browser.get(path(table)).text) == ["Can’t"]


def test_an_answer_from_home_returns_there_and_nowhere_else(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.sign_in(table.amara)
    assert browser.post(path(table), {"answer": "coming", "back": "home"}).location == "/g/harbour/"
    elsewhere = browser.post(path(table), {"answer": "coming", "back": "//evil.example"})
    assert elsewhere.location == f"/g/harbour/meetings/{table.meeting.id}"


def test_sending_someone_asks_for_the_name_and_loses_nothing(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.sign_in(table.amara)
    refused = browser.post(path(table), {"answer": "substitute", "substitute_name": " "})
    assert refused.status_code == 422
    assert "Type the name of who comes." in refused.text
    assert "<details open>" in refused.text
    browser.post(path(table), {"answer": "substitute", "substitute_name": "Sam Stand-In"})
    page = browser.get(path(table)).text
    assert "Sam Stand-In comes for you." in page
    assert "Sam Stand-In for Amara Okafor" in page


@pytest.mark.parametrize("answer", ["", "waitlisted", "promoted", "COMING"])
def test_any_other_answer_is_refused(world: World, browser: Browser, answer: str) -> None:
    table = Table(world)
    refused = browser.sign_in(table.amara).post(path(table), {"answer": answer})
    assert refused.status_code == 422
    assert "Choose one of the three." in refused.text
    assert table.answer(table.amara) is None


def test_the_full_meeting_says_so_and_offers_the_waiting_list(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    for who in (table.ben, table.chiara):
        table.say(who, COMING)
    browser.sign_in(table.amara)
    page = browser.get(path(table)).text
    assert "Every place is taken." in page
    assert "Waiting list</button>" in page
    browser.post(path(table), {"answer": "coming"})
    page = browser.get(path(table)).text
    assert "You are 2nd on the waiting list." in page
    assert pressed(page) == ["Waiting list"]
    browser.post(path(table), {"answer": "declined"})
    assert table.answer(table.amara) is DECLINED


def test_everybody_expected_hears_that_silence_counts(world: World, browser: Browser) -> None:
    table = Table(world, expectation=Expectation.EVERYBODY)
    page = browser.sign_in(table.amara).get(path(table)).text
    assert "You are expected, unless you say otherwise." in page
    assert "5 expected." in page
    assert "so far" not in page


@pytest.mark.parametrize(("hours", "of_member"), [(1, True), (-1, False)])
def test_once_answers_are_closed_organisers_alone_are_offered_to_bring_somebody(
    world: World, browser: Browser, hours: int, of_member: bool
) -> None:
    now = utc_now()
    table = Table(world, starts_at=now + timedelta(hours=2), closes_at=now + timedelta(hours=hours))
    for who, offered in ((table.organiser, True), (table.amara, of_member)):
        page = browser.sign_in(who).get(f"meetings/{table.meeting.id}").text
        assert ("I bring somebody" in page) is offered


def test_closed_answers_say_whom_to_tell(world: World, browser: Browser) -> None:
    table = Table(world, starts_at=utc_now() + timedelta(hours=2), closes_at=utc_now() - timedelta(hours=1))
    world.answer(table.meeting, table.amara, COMING)
    browser.sign_in(table.amara)
    page = browser.get(path(table)).text
    assert "You’re coming." in page
    assert "Answers closed on" in page
    assert f'/members/{table.organiser.id}"><bdi>Olga Organiser' in page
    assert "aria-pressed" not in page
    refused = browser.post(path(table), {"answer": "declined"})
    assert refused.status_code == 422
    assert "Answers are closed. Tell an organiser" in refused.text
    assert table.answer(table.amara) is COMING
    assert "1 comes." in page
    assert "kitchen" not in page


def test_a_cancelled_meeting_takes_no_answer(world: World, browser: Browser) -> None:
    table = Table(world, status=MeetingStatus.CANCELLED)
    refused = browser.sign_in(table.amara).post(path(table), {"answer": "coming"})
    assert refused.status_code == 422
    assert "This meeting is cancelled." in refused.text


def test_T3_one_to_ones_drafts_and_foreign_meetings_are_not_there(world: World, browser: Browser) -> None:
    table = Table(world)
    foreign = world.meeting(world.group("hill"))
    both = world.meeting(table.group, kind=MeetingKind.ONE_TO_ONE)
    world.answer(both, table.amara, COMING)
    draft = world.meeting(table.group, status=MeetingStatus.DRAFT)
    browser.sign_in(table.amara)
    for meeting_id in (foreign.id, both.id, draft.id, 10**6):
        assert browser.get(f"meetings/{meeting_id}/answer").status_code == 404
    for meeting_id in (foreign.id, draft.id, 10**6):
        assert browser.post(f"meetings/{meeting_id}/answer", {"answer": "coming"}).status_code == 404


def test_T12_T4_nobody_answers_for_another_by_a_field(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.sign_in(table.amara).post(
        path(table),
        {"answer": "coming", "membership_id": str(table.ben.id), "queue_number": "1", "group_id": "7"},
    )
    assert (table.answer(table.amara), table.answer(table.ben)) == (COMING, None)


def test_T46_twenty_identical_posts_are_one_answer(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    browser.sign_in(table.amara)
    assert {browser.post(path(table), {"answer": "coming"}).status_code for _ in range(20)} == {303}
    assert (table.places.taken, table.places.waiting) == (1, 0)


def test_T26_looking_changes_nothing(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    table.say(table.ben, COMING)
    browser.sign_in(table.organiser)
    before = all_rows(world.app)
    for page in ("answer", "who-comes", "answers", f"answers/{table.ben.id}"):
        assert browser.get(f"meetings/{table.meeting.id}/{page}").status_code == 200
    assert all_rows(world.app) == before


def test_who_comes_shows_faces_the_sent_and_those_who_wait(world: World, browser: Browser) -> None:
    table = Table(world, capacity=2)
    table.say(table.amara, COMING)
    table.say(table.ben, SUBSTITUTE, "Sam Stand-In")
    table.say(table.chiara, COMING)
    page = browser.sign_in(table.dev).get(f"meetings/{table.meeting.id}/who-comes").text
    for said in ("2 come so far.", "Amara Okafor", "Sam Stand-In", "for Ben Brandt", "Chiara Costa"):
        assert said in page


def test_T14_who_declined_is_for_organisers_alone(world: World, browser: Browser) -> None:
    table = Table(world)
    table.say(table.ben, DECLINED)
    browser.sign_in(table.amara)
    for page in ("answer", "who-comes"):
        assert "Ben Brandt" not in browser.get(f"meetings/{table.meeting.id}/{page}").text
    assert browser.get(f"meetings/{table.meeting.id}/answers").status_code == 403
    organiser = Browser(world.app).sign_in(table.organiser)
    assert "Ben Brandt" in organiser.get(f"meetings/{table.meeting.id}/answers").text


def test_a_member_on_leave_may_still_come(world: World, browser: Browser) -> None:
    table = Table(world, expectation=Expectation.EVERYBODY)
    table.standing(table.amara, Status.ON_LEAVE)
    browser.sign_in(table.amara)
    assert "You are expected" not in browser.get(path(table)).text
    browser.post(path(table), {"answer": "coming"})
    assert table.answer(table.amara) is COMING


@pytest.mark.parametrize("page", ["answer", "who-comes", "answers"])
def test_as_many_statements_for_five_as_for_fifty(world: World, browser: Browser, page: str) -> None:
    table = Table(world, capacity=100, expectation=Expectation.EVERYBODY)
    browser.sign_in(table.organiser)
    address = f"meetings/{table.meeting.id}/{page}"
    browser.get(address)
    with count_statements() as few:
        browser.get(address)
    for _ in range(45):
        world.answer(table.meeting, world.member(table.group, account=False), COMING)
    with count_statements() as many:
        browser.get(address)
    assert len(many) == len(few) <= 6, "\n".join(many)


def test_the_page_says_when_one_may_change_it(world: World, browser: Browser) -> None:
    with time_machine.travel("2026-11-30T10:00Z", tick=False):
        now = utc_now()
        table = Table(world, starts_at=now + timedelta(days=3), closes_at=now + timedelta(days=2))
        page = browser.sign_in(table.amara).get(path(table)).text
        assert "You may change it until Wed 2 Dec, 10:00." in page


def test_a_mistake_is_summed_up_with_the_way_to_its_field(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.sign_in(table.amara)
    refused = browser.post(f"meetings/{table.meeting.id}/answer", {"answer": "substitute"})
    assert refused.status_code == 422
    assert 'href="#substitute_name"' in refused.text
    assert 'id="substitute_name"' in refused.text
