"""The register as a page: tapping without scripts, what else a tap may say, closing, visitors, tick sheet."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, Expectation, Mark, MeetingKind, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.marking import MINUTE, Breakfast, make_breakfast
from tests.statements import count_statements


def path_of(breakfast: Breakfast) -> str:
    return f"meetings/{breakfast.meeting.id}/attendance"


def tap(browser: Browser, breakfast: Breakfast, who: int, **data: str) -> str:
    page = browser.get(path_of(breakfast))
    action = browser.path(path_of(breakfast))
    answer = browser.submit(page, {"member": str(who), **data}, action=action)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_tap_is_present_and_late_from_five_minutes_after_the_start(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - 4 * MINUTE)
    browser.sign_in(breakfast.organiser)
    assert tap(browser, breakfast, breakfast.dev.id).endswith(f"#m{breakfast.dev.id}")
    late = make_breakfast(world, starts_at=utc_now() - 6 * MINUTE)
    browser.sign_in(late.organiser)
    tap(browser, late, late.dev.id)
    assert (breakfast.marks(), late.marks()) == ({"Dev": "present"}, {"Dev": "late"})
    assert "A tap now marks late" in browser.get(path_of(late)).text


def test_everybody_starts_unmarked_and_the_count_says_who_is_here(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    assert "0 of 3 here" in browser.get(path_of(breakfast)).text
    tap(browser, breakfast, breakfast.dev.id, mark="present")
    tap(browser, breakfast, breakfast.amara.id, mark="absent")
    assert "1 of 3 here" in browser.get(path_of(breakfast)).text


def test_the_expected_come_first_then_who_cannot_and_who_is_on_leave(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    world.answer(breakfast.meeting, breakfast.amara, Answer.DECLINED)
    resting = world.member(breakfast.group, "Aaron Away")
    world.end_periods(resting, world.today - timedelta(days=1))
    world.period(resting, Status.ON_LEAVE, world.today)
    html = browser.sign_in(breakfast.organiser).get(path_of(breakfast)).text
    order = [
        html.index(f"{text}</bdi>") for text in ("Dev Patel", "Olga Organ", "Amara Okafor", "Aaron Away")
    ]
    assert order == sorted(order)
    assert "of 2 here" in html


def test_of_a_meeting_to_sign_up_for_only_those_who_did_are_expected(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, expectation=Expectation.SIGN_UP)
    world.answer(breakfast.meeting, breakfast.dev, Answer.COMING)
    html = browser.sign_in(breakfast.organiser).get(path_of(breakfast)).text
    assert "0 of 1 here" in html
    assert "Not signed up" in html


def test_the_last_tap_can_be_undone_to_what_stood_before(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    breakfast.mark(breakfast.dev, Mark.EXCUSED)
    page = browser.get(tap(browser, breakfast, breakfast.dev.id, mark="late"))
    assert "Dev Patel</bdi>: Late" in page.text
    undone = browser.submit(page, {"mark": "excused"})
    assert (undone.status_code, breakfast.marks()) == (303, {"Dev": "excused"})
    assert 'value="excused">Undo' in page.text


def test_other_marks_are_said_on_a_page_of_their_own(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    page = browser.get(f"{path_of(breakfast)}/{breakfast.dev.id}")
    for words in ("Present", "Late", "Absent", "Excused", "Someone stood in"):
        assert words in page.text
    tap(browser, breakfast, breakfast.dev.id, mark="substitute", substitute_name="Sam Stand-In")
    assert "Sam Stand-In" in browser.get(path_of(breakfast)).text
    tap(browser, breakfast, breakfast.dev.id, mark="none")
    assert breakfast.marks() == {}


def test_of_whoever_sends_somebody_one_tap_says_that_they_stood_in(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    world.answer(breakfast.meeting, breakfast.dev, Answer.SUBSTITUTE, substitute_name="Bernd Vogel")
    browser.sign_in(breakfast.organiser)
    page = browser.get(path_of(breakfast))
    assert f'name="stood_in_for" value="{breakfast.dev.id}"' in page.text
    assert f'name="member" value="{breakfast.dev.id}"' not in page.text
    assert 'value="Bernd Vogel"' in browser.get(f"{path_of(breakfast)}/{breakfast.dev.id}").text
    answer = browser.submit(
        page, {"stood_in_for": str(breakfast.dev.id)}, action=browser.path(path_of(breakfast))
    )
    assert (answer.status_code, breakfast.marks()) == (303, {"Dev": "substitute"})
    after = browser.get(answer.location).text
    assert after.count("Bernd Vogel stood in") == 2, "in the line, and where it can be undone"
    tap(browser, breakfast, breakfast.dev.id, mark="present")
    assert breakfast.marks() == {"Dev": "present"}


def test_T46_one_tap_sent_twenty_times_is_one(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    page = browser.get(path_of(breakfast))
    for _ in range(20):
        browser.submit(page, {"member": str(breakfast.dev.id)}, action=browser.path(path_of(breakfast)))
    assert len(breakfast.history()) == 1


@pytest.mark.parametrize("fields", [{"mark": "present"}, {"member": "x"}, {"member": "1", "mark": "king"}])
def test_a_tap_that_says_nothing_known_is_refused(
    world: World, browser: Browser, fields: dict[str, str]
) -> None:
    breakfast = make_breakfast(world)
    answer = browser.sign_in(breakfast.organiser).post(path_of(breakfast), fields)
    assert (answer.status_code, breakfast.history()) == (400, [])


def test_a_refused_tap_is_explained_on_the_page(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    stranger = world.member(world.group(), "Somebody Else")
    answer = browser.sign_in(breakfast.organiser).post(path_of(breakfast), {"member": str(stranger.id)})
    assert answer.status_code == 422
    assert "not in the group on that day" in answer.text


def test_a_meeting_further_ahead_says_when_attendance_begins(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() + timedelta(hours=3))
    page = browser.sign_in(breakfast.organiser).get(path_of(breakfast))
    assert "from an hour before" in page.text
    assert 'name="member"' not in page.text


def test_members_and_one_to_ones_are_not_taken_here(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    assert browser.sign_in(breakfast.dev).get(path_of(breakfast)).status_code == 403
    both = world.meeting(breakfast.group, kind=MeetingKind.ONE_TO_ONE)
    world.answer(both, breakfast.organiser, Answer.COMING)
    browser.sign_in(breakfast.organiser)
    assert browser.get(f"meetings/{both.id}/attendance").status_code == 403


def test_a_visitor_nobody_announced_needs_a_name_alone(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    page = browser.get(path_of(breakfast))
    walk_in = browser.path(f"{path_of(breakfast)}/walk-in")
    for _ in range(2):
        assert browser.submit(page, {"name": "Wanda Walk-In"}, action=walk_in).status_code == 303
    after = browser.get(path_of(breakfast))
    assert after.text.count("Wanda Walk-In</bdi>") == 1
    assert browser.submit(page, {"name": " ", "submission_key": "other"}, action=walk_in).status_code == 422
    assert "Wanda Walk-In" in browser.get(f"meetings/{breakfast.meeting.id}/tick-sheet").text


def test_visitors_are_said_to_have_come_or_not(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    browser.sign_in(breakfast.organiser)
    browser.submit(
        browser.get(path_of(breakfast)),
        {"name": "Vera"},
        action=browser.path(f"{path_of(breakfast)}/walk-in"),
    )
    page = browser.get(path_of(breakfast))
    here = page.text.index("/attendance/visitors/")
    action = page.text[page.text.rindex('"', 0, here) + 1 : page.text.index('"', here)]
    assert browser.submit(page, {"came": "none"}, action=action).status_code == 303
    assert browser.submit(page, {"came": "king"}, action=action).status_code == 400
    assert 'value="yes"' in browser.get(path_of(breakfast)).text
    other = world.meeting(breakfast.group, starts_at=utc_now(), status=MeetingStatus.SCHEDULED)
    wrong = action.replace(f"/{breakfast.meeting.id}/", f"/{other.id}/")
    assert browser.post(wrong, {"came": "yes"}).status_code == 404


def test_the_tick_sheet_has_a_line_for_everybody_and_some_empty_ones(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    world.answer(breakfast.meeting, breakfast.dev, Answer.SUBSTITUTE, substitute_name="Sam Stand-In")
    html = browser.sign_in(breakfast.organiser).get(f"meetings/{breakfast.meeting.id}/tick-sheet").text
    for name in ("Amara Okafor", "Dev Patel", "Olga Organ", "sends Sam Stand-In", "Visitors"):
        assert name in html
    assert html.count('class="empty-line"') == 6


@pytest.mark.parametrize("many", [5, 200])
def test_the_page_and_a_tap_keep_their_budget(world: World, browser: Browser, many: int) -> None:
    breakfast = make_breakfast(world)
    people = [world.member(breakfast.group, account=False) for _ in range(many)]
    breakfast.mark(breakfast.dev, Mark.PRESENT)
    browser.sign_in(breakfast.organiser)
    with count_statements() as sent:
        page = browser.get(path_of(breakfast))
    assert len(sent) <= 6, "\n".join(sent)
    with count_statements() as sent:
        answer = browser.submit(page, {"member": str(people[0].id)}, action=browser.path(path_of(breakfast)))
    assert answer.status_code == 303
    assert len(sent) <= 6, "\n".join(sent)
    for other in ("tick-sheet", "attendance/close", f"attendance/{people[0].id}", "door"):
        with count_statements() as sent:
            assert browser.get(f"meetings/{breakfast.meeting.id}/{other}").status_code == 200
        assert len(sent) <= 6, "\n".join(sent)


def test_a_demoted_organiser_takes_no_attendance_from_the_next_request_on(
    world: World, browser: Browser
) -> None:
    breakfast = make_breakfast(world)
    acting = world.member(breakfast.group, rights=(Right.OFFICER,))
    answer = browser.sign_in(acting).post(path_of(breakfast), {"member": str(breakfast.dev.id)})
    assert (answer.status_code, breakfast.marks()) == (403, {})
