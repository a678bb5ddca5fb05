"""Taps that were kept on a telephone and come in together."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from groupnet.core.clock import utc_now
from groupnet.meetings.models import MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.marking import MINUTE, Breakfast, make_breakfast
from tests.statements import count_statements


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def tap_of(
    who: int, mark: str = "here", *, at: datetime | None = None, key: str = "", **more: Any
) -> dict[str, Any]:
    at = at or utc_now()
    return {
        "key": key or f"k{who}-{milliseconds(at)}",
        "member": who,
        "mark": mark,
        "at": milliseconds(at),
        **more,
    }


def send(browser: Browser, breakfast: Breakfast, body: Any, **headers: str) -> TestResponse:
    path = browser.path(f"meetings/{breakfast.meeting.id}/attendance/taps")
    headers = {"X-CSRFToken": browser.token(), **headers}
    if isinstance(body, str):
        return browser.client.post(path, data=body, content_type="application/json", headers=headers)
    return browser.client.post(path, json=body, headers=headers)


@pytest.fixture
def breakfast(world: World, browser: Browser) -> Breakfast:
    made = make_breakfast(world)
    browser.sign_in(made.organiser)
    return made


def test_taps_count_from_the_instant_they_were_made(browser: Browser, breakfast: Breakfast) -> None:
    early = tap_of(breakfast.amara.id, at=breakfast.start + 4 * MINUTE)
    late = tap_of(breakfast.dev.id, at=breakfast.start + 6 * MINUTE)
    answer = send(browser, breakfast, {"taps": [early, late]})
    assert answer.status_code == 200
    assert breakfast.marks() == {"Amara": "present", "Dev": "late"}
    assert answer.json is not None
    assert answer.json["marks"] == {
        str(breakfast.amara.id): ["present", ""],
        str(breakfast.dev.id): ["late", ""],
    }
    assert abs(answer.json["now"] - milliseconds(utc_now())) < 60_000


def test_taps_sent_again_change_nothing(browser: Browser, breakfast: Breakfast) -> None:
    taps = [tap_of(breakfast.amara.id), tap_of(breakfast.dev.id, "substitute", name="Sam")]
    first, second = (send(browser, breakfast, {"taps": taps}).json for _ in range(2))
    assert first is not None
    assert second is not None
    assert first["marks"] == second["marks"]
    assert first["marks"][str(breakfast.dev.id)] == ["substitute", "Sam"]
    assert len(breakfast.history()) == 2


def test_two_telephones_end_with_the_same_marks_whoever_sends_first(world: World, browser: Browser) -> None:
    outcomes = []
    for order in (0, 1):
        breakfast = make_breakfast(world)
        browser.sign_in(breakfast.organiser)
        start, dev, amara = breakfast.start, breakfast.dev.id, breakfast.amara.id
        phones = [
            [tap_of(dev, "present", at=start), tap_of(amara, "late", at=start + 6 * MINUTE)],
            [tap_of(dev, "excused", at=start + MINUTE), tap_of(amara, "none", at=start + 5 * MINUTE)],
        ]
        for taps in phones[::-1] if order else phones:
            assert send(browser, breakfast, {"taps": taps}).status_code == 200
        outcomes.append(breakfast.marks())
    assert outcomes[0] == outcomes[1] == {"Dev": "excused", "Amara": "late"}


def test_what_is_refused_is_named_by_its_key_and_the_rest_is_taken(
    browser: Browser, breakfast: Breakfast
) -> None:
    bad = [
        tap_of(breakfast.dev.id, at=utc_now() - timedelta(days=9), key="old"),
        tap_of(987_654, key="stranger"),
        tap_of(breakfast.dev.id, "king", key="word"),
        {"key": "bare"},
        tap_of(breakfast.dev.id, key="far", at=utc_now()) | {"at": 10**30},
        tap_of(breakfast.dev.id, key="list") | {"mark": ["here"]},
        "no tap",
    ]
    answer = send(browser, breakfast, {"taps": [*bad, tap_of(breakfast.amara.id)]}).json
    assert answer is not None
    assert {one["key"] for one in answer["refused"]} == {"old", "stranger", "word", "bare", "far", "list", ""}
    assert all(one["why"] and not one["again"] for one in answer["refused"])
    assert breakfast.marks() == {"Amara": "late"}


def test_taps_after_the_closing_may_come_again_and_those_before_it_count(
    browser: Browser, breakfast: Breakfast
) -> None:
    before = tap_of(breakfast.amara.id, "present", at=utc_now() - MINUTE)
    breakfast.mark(breakfast.organiser, None)
    send(browser, breakfast, {"taps": [tap_of(breakfast.organiser.id)]})
    breakfast.close(breakfast.amara, breakfast.dev)
    after = tap_of(breakfast.dev.id, "present", at=utc_now() + timedelta(seconds=1))
    answer = send(browser, breakfast, {"taps": [before, after]}).json
    assert answer is not None
    assert answer["closed"]
    assert [(one["key"], one["again"]) for one in answer["refused"]] == [(after["key"], True)]
    assert breakfast.marks() == {"Olga": "late", "Amara": "present", "Dev": "absent"}
    breakfast.reopen()
    send(browser, breakfast, {"taps": [after]})
    assert breakfast.marks()["Dev"] == "present"


@pytest.mark.parametrize("body", [None, [], {}, {"taps": "x"}, {"taps": [{}] * 501}])
def test_a_body_that_is_no_list_of_taps_is_refused(browser: Browser, breakfast: Breakfast, body: Any) -> None:
    answer = send(browser, breakfast, body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert "500" in answer.json["why"]


def test_a_cancelled_meeting_says_why_it_takes_none(world: World, browser: Browser) -> None:
    breakfast = make_breakfast(world, status=MeetingStatus.CANCELLED)
    answer = send(browser.sign_in(breakfast.organiser), breakfast, {"taps": [tap_of(breakfast.dev.id)]})
    assert (answer.status_code, answer.json) == (422, {"why": "This meeting is cancelled."})


def test_T25_taps_need_the_token(browser: Browser, breakfast: Breakfast) -> None:
    answer = send(browser, breakfast, {"taps": [tap_of(breakfast.dev.id)]}, **{"X-CSRFToken": "forged"})
    assert (answer.status_code, breakfast.history()) == (400, [])


def test_T26_asking_for_the_marks_changes_nothing(browser: Browser, breakfast: Breakfast) -> None:
    send(browser, breakfast, {"taps": [tap_of(breakfast.dev.id)]})
    answer = browser.get(f"meetings/{breakfast.meeting.id}/attendance/taps")
    assert answer.json is not None
    assert answer.json["marks"] == {str(breakfast.dev.id): ["late", ""]}
    assert len(breakfast.history()) == 1


def test_members_send_no_taps(browser: Browser, breakfast: Breakfast) -> None:
    browser.sign_in(breakfast.dev)
    assert send(browser, breakfast, {"taps": [tap_of(breakfast.dev.id)]}).status_code == 403


@pytest.mark.parametrize("many", [1, 200])
def test_many_taps_keep_the_budget_of_one(
    world: World, browser: Browser, breakfast: Breakfast, many: int
) -> None:
    people = [world.member(breakfast.group, account=False).id for _ in range(many)]
    send(browser, breakfast, {"taps": [tap_of(breakfast.dev.id)]})
    with count_statements() as sent:
        answer = send(browser, breakfast, {"taps": [tap_of(one) for one in people]})
    assert answer.json is not None
    assert len(answer.json["marks"]) == many + 1
    assert len(sent) <= 6, "\n".join(sent)


@pytest.mark.parametrize("body", ["[" * 60_000 + "]" * 60_000, '{"taps":' * 9000])
def test_what_is_nested_beyond_reading_is_refused(browser: Browser, breakfast: Breakfast, body: str) -> None:
    answer = send(browser, breakfast, body)
    assert answer.status_code == 400
    assert breakfast.marks() == {}


@pytest.mark.parametrize("field", ["name", "key", "mark"])
def test_half_a_pair_of_surrogates_is_refused(browser: Browser, breakfast: Breakfast, field: str) -> None:
    one = {**tap_of(breakfast.amara.id, "substitute"), field: "\ud800"}
    assert send(browser, breakfast, {"taps": [one]}).status_code == 400
    assert breakfast.marks() == {}


@pytest.mark.parametrize("begins", ["import.1.", "door.", "closing."])
def test_a_tap_takes_no_key_of_an_import_the_door_or_the_closing(
    browser: Browser, breakfast: Breakfast, begins: str
) -> None:
    key = f"{begins}{breakfast.meeting.id}.{breakfast.dev.id}"
    good = tap_of(breakfast.amara.id)
    answer = send(browser, breakfast, {"taps": [tap_of(breakfast.dev.id, key=key), good]})
    assert answer.json is not None
    assert [one["key"] for one in answer.json["refused"]] == [key]
    assert breakfast.marks() == {"Amara": "late"}
