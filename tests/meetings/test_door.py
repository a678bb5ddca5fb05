"""At the door: members mark themselves with the link or the code that hangs there."""

from datetime import timedelta

import pytest

from groupnet.app import create_app
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.meetings.door_keys import door_code, door_token
from groupnet.meetings.models import Mark, MarkWay, MeetingKind, MeetingStatus
from groupnet.settings import Mode
from tests.browser import Browser
from tests.conftest import settings_for
from tests.factories import World
from tests.meetings.marking import MINUTE, Breakfast, make_breakfast


def code_of(breakfast: Breakfast) -> str:
    with breakfast.world.app.app_context():
        return door_code(breakfast.meeting)


def link_of(breakfast: Breakfast) -> str:
    with breakfast.world.app.app_context():
        return f"/here/{door_token(breakfast.meeting)}"


def here(breakfast: Breakfast) -> str:
    return f"meetings/{breakfast.meeting.id}/here"


def test_the_sheet_at_the_door_shows_the_code_to_organisers_alone(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    path = f"meetings/{breakfast.meeting.id}/door"
    page = browser.sign_in(breakfast.organiser).get(path)
    code = code_of(breakfast)
    assert len(code) == 6
    assert f"{code[:3]} {code[3:]}" in page.text
    assert 'src="data:image/png;base64,' in page.text
    assert browser.sign_in(breakfast.dev).get(path).status_code == 403


def test_each_meeting_has_a_code_of_its_own_and_keeps_it(world: World) -> None:
    breakfasts = [make_breakfast(world) for _ in range(3)]
    assert len({code_of(one) for one in breakfasts}) == 3
    assert code_of(breakfasts[0]) == code_of(breakfasts[0])


@pytest.mark.parametrize(("before", "mark"), [(4, "present"), (6, "late")])
def test_a_member_who_scans_it_presses_one_button(
    world: World, browser: Browser, before: int, mark: str
) -> None:
    breakfast = make_breakfast(world, starts_at=utc_now() - before * MINUTE)
    page = browser.sign_in(breakfast.dev).get(link_of(breakfast))
    answer = browser.submit(page, {})
    assert answer.status_code == 303
    assert (breakfast.marks(), breakfast.history()) == ({"Dev": mark}, [(Mark(mark), MarkWay.DOOR)])
    assert "You are noted" in browser.get(str(answer.location)).text
    assert breakfast.now().status is MeetingStatus.HELD


def test_T26_opening_the_link_marks_nobody(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    assert browser.sign_in(breakfast.dev).get(link_of(breakfast)).status_code == 200
    assert browser.get(here(breakfast)).status_code == 200
    assert breakfast.history() == []


def test_a_stranger_signs_in_first_and_comes_back(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    answer = browser.get(link_of(breakfast))
    assert answer.status_code == 302
    assert "/sign-in?next=" in answer.location
    assert "here" in answer.location


def test_the_code_is_typed_with_or_without_its_gap(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    code = code_of(breakfast)
    browser.sign_in(breakfast.dev)
    wrong = browser.submit(here(breakfast), {"code": f"{(int(code) + 1) % 10**6:06}"})
    assert (wrong.status_code, "not the code" in wrong.text, breakfast.marks()) == (422, True, {})
    assert browser.submit(here(breakfast), {"code": f" {code[:3]} {code[3:]}"}).status_code == 303
    assert breakfast.marks() == {"Dev": "late"}


def test_T46_twenty_presses_are_one(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    page = browser.sign_in(breakfast.dev).get(link_of(breakfast))
    assert {browser.submit(page, {}).status_code for _ in range(20)} == {303}
    assert len(breakfast.history()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": timedelta(minutes=31)},
        {"starts_at": -timedelta(minutes=91)},
        {"starts_at": timedelta(0), "status": MeetingStatus.CANCELLED},
    ],
)
def test_the_door_is_open_only_around_the_meeting(
    world: World, browser: Browser, fields: dict[str, object]
) -> None:
    starts_at = utc_now() + fields.pop("starts_at")  # type: ignore[operator]
    breakfast = make_breakfast(world, starts_at=starts_at, **fields)
    page = browser.sign_in(breakfast.dev).get(link_of(breakfast))
    assert page.status_code == 200
    assert 'name="token"' not in page.text
    answer = browser.post(here(breakfast), {"code": code_of(breakfast)})
    assert (answer.status_code, breakfast.history()) == (422, [])


def test_what_an_organiser_has_said_stands(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    breakfast.mark(breakfast.dev, Mark.PRESENT, at=breakfast.start)
    breakfast.mark(breakfast.amara, Mark.ABSENT)
    code = {"code": code_of(breakfast)}
    assert browser.sign_in(breakfast.dev).post(here(breakfast), code).status_code == 303
    assert browser.sign_in(breakfast.amara).post(here(breakfast), code).status_code == 422
    assert breakfast.marks() == {"Dev": "present", "Amara": "absent"}


def test_members_of_other_groups_and_those_who_left_find_nothing_to_do(
    world: World, browser: Browser
) -> None:
    breakfast = make_breakfast(world)
    world.end_periods(breakfast.amara, world.today - timedelta(days=1))
    for who in (world.member(world.group()), breakfast.amara):
        page = browser.sign_in(who).get(link_of(breakfast))
        assert (page.status_code, "Nothing to do here" in page.text) == (404, True)
        assert breakfast.meeting.title not in page.text
    forged = browser.sign_in(breakfast.dev).get(link_of(breakfast)[:-2])
    assert (forged.status_code, "not complete" in forged.text) == (404, True)


def test_the_link_of_one_meeting_opens_no_other(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    other = world.meeting(breakfast.group, starts_at=utc_now())
    page = browser.sign_in(breakfast.dev).get(link_of(breakfast))
    path = browser.path(f"meetings/{other.id}/here")
    token = link_of(breakfast).removeprefix("/here/")
    assert browser.post(path, {"token": token}).status_code == 422
    assert page.status_code == 200
    assert breakfast.history() == []


def test_one_to_ones_have_no_door(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, kind=MeetingKind.ONE_TO_ONE)
    assert browser.sign_in(breakfast.dev).get(here(breakfast)).status_code == 404


def test_nobody_can_try_all_the_codes(own_database_url: str) -> None:
    app = create_app(settings_for(own_database_url, mode=Mode.DEMO))
    with app.app_context():
        migrate_database()
    app.config["WTF_CSRF_ENABLED"] = False
    breakfast = make_breakfast(World(app))
    browser = Browser(app).sign_in(breakfast.dev)
    path = browser.path(here(breakfast))
    tries = [browser.client.post(path, data={"code": f"{number:06}"}).status_code for number in range(12)]
    assert tries == [422] * 10 + [429] * 2
    other = Browser(app).sign_in(breakfast.amara)
    assert other.client.post(path, data={"code": code_of(breakfast)}).status_code == 303
    with app.app_context():
        db.engine.dispose()


def test_the_meetings_page_leads_to_the_door_while_it_is_open(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world)
    later = world.meeting(breakfast.group)
    browser.sign_in(breakfast.dev)
    assert f'{here(breakfast)}"' in browser.get(f"meetings/{breakfast.meeting.id}").text
    assert f"meetings/{later.id}/here" not in browser.get(f"meetings/{later.id}").text
