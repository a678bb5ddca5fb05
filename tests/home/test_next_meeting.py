"""The next meeting on the first page: its answer, who comes, and those of one's other groups."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.groups.models import Group
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, Expectation, Mark, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.home.test_home import two_places


@pytest.fixture
def harbour(world: World) -> Group:
    return world.group("harbour")


def test_it_is_answered_from_home_and_back_again(world: World, browser: Browser, harbour: Group) -> None:
    meeting = world.meeting(harbour, title="Thursday breakfast")
    me = world.member(harbour)
    home = browser.sign_in(me).get("")
    assert "Thursday breakfast" in home.text
    path = browser.path(f"meetings/{meeting.id}/answer")
    answered = browser.submit(home, {"answer": "declined", "back": "home"}, action=path)
    assert (answered.status_code, answered.location) == (303, "/g/harbour/")
    assert 'value="declined" aria-pressed="true"' in browser.get("").text


def test_who_comes_is_counted_and_shown(world: World, browser: Browser, harbour: Group) -> None:
    meeting = world.meeting(harbour)
    for _ in range(7):
        world.answer(meeting, world.member(harbour), Answer.COMING)
    page = browser.sign_in(world.member(harbour)).get("").text
    assert "7 come" in page


def test_where_everybody_is_expected_nobody_is_said_to_come(
    world: World, browser: Browser, harbour: Group
) -> None:
    world.meeting(harbour, expectation=Expectation.EVERYBODY)
    for _ in range(3):
        world.member(harbour)
    page = browser.sign_in(world.member(harbour)).get("").text
    assert "4 expected" in page
    assert "4 come" not in page


def test_from_the_start_on_home_counts_those_who_are_here(
    world: World, browser: Browser, harbour: Group
) -> None:
    now = utc_now()
    me, ben, _ = (world.member(harbour) for _ in range(3))
    fields = {"expectation": Expectation.EVERYBODY, "status": MeetingStatus.HELD}
    meeting = world.meeting(harbour, starts_at=now + timedelta(minutes=30), **fields)
    world.attendance(meeting, ben, Mark.PRESENT)
    browser.sign_in(me)
    assert "3 expected" in browser.get("").text
    with time_machine.travel(now + timedelta(minutes=40), tick=False):
        page = browser.get("").text
    assert "1 of 3 is here" in page
    assert "expected</a>" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"status": MeetingStatus.DRAFT},
        {"status": MeetingStatus.CANCELLED},
        {"starts_at": utc_now() - timedelta(days=2)},
    ],
)
def test_what_is_no_next_meeting_is_not_there(
    world: World, browser: Browser, harbour: Group, fields: dict[str, object]
) -> None:
    world.meeting(harbour, title="Not this one", **fields)
    assert "Not this one" not in browser.sign_in(world.member(harbour)).get("").text


def test_those_of_other_groups_are_a_line_each_with_their_group(
    world: World, browser: Browser, harbour: Group
) -> None:
    me = world.member(harbour, person=world.person("lucia@example.org"), email="lucia@example.org")
    world.meeting(harbour, title="Breakfast", starts_at=utc_now() + timedelta(days=1))
    northside, _ = two_places(world, me)
    later = world.meeting(northside, title="Job circle", starts_at=utc_now() + timedelta(days=3))
    page = browser.sign_in(me).get("/g/harbour/").text
    assert page.index("Breakfast") < page.index("Job circle")
    assert f'href="/g/{northside.slug}/meetings/{later.id}"' in page
    assert northside.name in page


def test_a_newcomer_is_asked_to_answer_it_until_they_did(
    world: World, browser: Browser, harbour: Group
) -> None:
    meeting = world.meeting(harbour)
    me = world.member(harbour)
    assert "Answer the next meeting" in browser.sign_in(me).get("").text
    world.answer(meeting, me, Answer.COMING)
    assert "Answer the next meeting" not in browser.get("").text


def test_the_second_of_the_same_group_is_a_line(world: World, browser: Browser, harbour: Group) -> None:
    world.meeting(harbour, title="Breakfast", starts_at=utc_now() + timedelta(days=1))
    later = world.meeting(harbour, title="Job circle", starts_at=utc_now() + timedelta(days=3))
    page = browser.sign_in(world.member(harbour)).get("").text
    assert page.index("Breakfast") < page.index("Job circle")
    assert f'href="/g/harbour/meetings/{later.id}"' in page
    assert page.count('class="answer"') == 1


def test_a_newcomer_who_answered_the_next_is_not_asked_for_the_one_after(
    world: World, browser: Browser, harbour: Group
) -> None:
    me = world.member(harbour)
    world.answer(world.meeting(harbour, starts_at=utc_now() + timedelta(days=1)), me, Answer.COMING)
    world.meeting(harbour)
    assert "Answer the next meeting" not in browser.sign_in(me).get("").text


@pytest.mark.parametrize(
    ("minutes", "rights", "said", "unsaid"),
    [
        (-20, (), "/here", "/attendance"),
        (20, (), "/here", "/attendance"),
        (50, (), "", "/here"),
        (-20, (Right.ORGANISER,), "/attendance", "/here"),
        (50, (Right.ORGANISER,), "/attendance", "/here"),
        (90, (Right.ORGANISER,), "", "/attendance"),
    ],
)
def test_while_the_door_is_open_home_has_the_act_of_the_day(
    world: World,
    browser: Browser,
    harbour: Group,
    minutes: int,
    rights: tuple[Right, ...],
    said: str,
    unsaid: str,
) -> None:
    meeting = world.meeting(harbour, starts_at=utc_now() + timedelta(minutes=minutes))
    page = browser.sign_in(world.member(harbour, rights=rights)).get("").text
    if said:
        assert f'btn-tall btn-primary" href="/g/harbour/meetings/{meeting.id}{said}"' in page
        assert f'href="/g/harbour/meetings/{meeting.id}/since"' in page
    assert f'href="/g/harbour/meetings/{meeting.id}{unsaid}"' not in page


def test_who_is_noted_reads_it_and_is_not_asked_again(world: World, browser: Browser, harbour: Group) -> None:
    me = world.member(harbour)
    meeting = world.meeting(harbour, starts_at=utc_now() - timedelta(minutes=10), status=MeetingStatus.HELD)
    world.attendance(meeting, me, Mark.LATE)
    page = browser.sign_in(me).get("").text
    assert "You were marked late." in page
    assert f"/meetings/{meeting.id}/here" not in page
