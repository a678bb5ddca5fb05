"""Closing the attendance and opening it again, as pages: who is asked about, and what closing marks."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.errors import RuleBroken
from groupnet.meetings.models import Answer, Mark
from tests.browser import Browser
from tests.factories import World
from tests.meetings.marking import MINUTE, make_breakfast
from tests.meetings.test_attendance_page import path_of, tap

HOUR = timedelta(hours=1)


def test_closing_asks_by_name_and_can_be_undone(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - HOUR)
    browser.sign_in(breakfast.organiser)
    tap(browser, breakfast, breakfast.organiser.id)
    page = browser.get(f"{path_of(breakfast)}/close")
    assert "Mark these 2 absent?" in page.text
    closed = browser.submit(page, {"absent": str(breakfast.dev.id)})
    assert closed.status_code == 303
    assert breakfast.marks() == {"Olga": "late", "Dev": "absent"}
    after = browser.get(path_of(breakfast))
    assert "Closed" in after.text
    assert f'name="member" value="{breakfast.amara.id}"' not in after.text
    refused = browser.post(path_of(breakfast), {"member": str(breakfast.amara.id)})
    assert (refused.status_code, "is closed" in refused.text) == (422, True)
    browser.submit(after, {}, action=browser.path(f"{path_of(breakfast)}/reopen"))
    tap(browser, breakfast, breakfast.amara.id)
    assert breakfast.marks()["Amara"] == "late"


def test_closing_excuses_whoever_said_they_cannot_come(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - HOUR)
    world.answer(breakfast.meeting, breakfast.dev, Answer.DECLINED)
    browser.sign_in(breakfast.organiser)
    tap(browser, breakfast, breakfast.organiser.id)
    page = browser.get(f"{path_of(breakfast)}/close")
    assert "1 said they can’t come: excused?" in page.text
    assert "Mark this 1 absent?" in page.text
    browser.submit(page, {"absent": str(breakfast.amara.id), "excused": str(breakfast.dev.id)})
    assert breakfast.marks() == {"Olga": "late", "Dev": "excused", "Amara": "absent"}


def test_nothing_can_be_closed_before_anybody_is_marked(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    assert "Nobody is marked yet" in browser.get(f"{path_of(breakfast)}/close").text
    answer = browser.post(f"{path_of(breakfast)}/close", {"absent": str(breakfast.dev.id)})
    assert (answer.status_code, "Nobody is marked yet" in answer.text) == (422, True)
    assert breakfast.marks() == {}


def test_nobody_is_ticked_as_absent_before_half_of_the_meeting_is_over(
    world: World, browser: Browser
) -> None:
    for minutes, ticks in ((10, 0), (44, 0), (46, 2)):
        breakfast = make_breakfast(world, starts_at=utc_now() - minutes * MINUTE)
        browser.sign_in(breakfast.organiser)
        breakfast.mark(breakfast.organiser, Mark.PRESENT)
        page = browser.get(f"{path_of(breakfast)}/close")
        assert page.text.count(" checked") == ticks, minutes
        assert ("Somebody may still be on the way." in page.text) is (ticks == 0)
        assert browser.submit(page, {}).status_code == 303
        assert ("absent" in breakfast.marks().values()) is (ticks > 0)


def test_before_the_start_closing_asks_about_nobody_and_marks_nobody(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() + 30 * MINUTE)
    world.answer(breakfast.meeting, breakfast.amara, Answer.DECLINED)
    browser.sign_in(breakfast.organiser)
    tap(browser, breakfast, breakfast.organiser.id)
    page = browser.get(f"{path_of(breakfast)}/close")
    assert "so nobody is absent yet" in page.text
    assert "absent?" not in page.text
    refused = browser.submit(page, {"absent": str(breakfast.dev.id)})
    assert (refused.status_code, "nobody is absent yet" in refused.text) == (422, True)
    assert (breakfast.marks(), breakfast.now().attendance_closed_at) == ({"Olga": "present"}, None)
    assert browser.submit(page, {}).status_code == 303
    assert breakfast.marks() == {"Olga": "present"}
    assert breakfast.now().attendance_closed_at is not None


def test_nobody_can_be_tapped_absent_before_the_start_but_excused(world: World) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() + 30 * MINUTE)
    with pytest.raises(RuleBroken, match="has not begun"):
        breakfast.mark(breakfast.dev, Mark.ABSENT)
    breakfast.mark(breakfast.dev, Mark.EXCUSED)
    assert breakfast.marks() == {"Dev": "excused"}


def test_reopening_takes_back_what_closing_marked_and_nothing_else(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - HOUR)
    more = world.member(breakfast.group, "Vera Vale")
    browser.sign_in(breakfast.organiser)
    breakfast.mark(breakfast.organiser, Mark.ABSENT)
    assert "marks of closing" not in browser.get(path_of(breakfast)).text
    breakfast.close(breakfast.dev, breakfast.amara, more)
    reopen = browser.path(f"{path_of(breakfast)}/reopen")
    assert "Take back 3 marks of closing" in browser.get(path_of(breakfast)).text
    browser.post(reopen, {})
    breakfast.mark(more, Mark.ABSENT)
    page = browser.get(path_of(breakfast))
    assert "Take back 2 marks of closing" in page.text
    assert browser.post(reopen, {"take_back": "yes"}).status_code == 303
    assert breakfast.marks() == {"Olga": "absent", str(more.id): "absent"}
    assert "marks of closing" not in browser.get(path_of(breakfast)).text


def test_a_tap_from_before_the_closing_still_counts_after_its_marks_were_taken_back(world: World) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - HOUR)
    tapped_at = utc_now() - MINUTE
    breakfast.mark(breakfast.organiser, Mark.PRESENT)
    breakfast.close(breakfast.dev, breakfast.amara)
    breakfast.reopen(takes_back=True)
    assert breakfast.marks() == {"Olga": "present"}
    breakfast.mark(breakfast.dev, Mark.LATE, at=tapped_at)
    breakfast.close(breakfast.dev, breakfast.amara)
    assert breakfast.marks() == {"Olga": "present", "Dev": "late", "Amara": "absent"}
