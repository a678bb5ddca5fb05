"""What a telephone keeps of the attendance: taps, over a reload and where it has no room, never a name."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.meetings import ORGANISER, begin, schedule_once
from tests.e2e.test_journeys_attendance import CUT, row, said, tap
from tests.e2e.visitor import Visitor

NO_ROOM = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
TAPS = "**/attendance/taps"


@pytest.fixture
def register(visit: Any, demo_dir: Path) -> Any:
    """Opens the attendance of a meeting that has begun."""
    organiser: Visitor = visit(ORGANISER, "phone")
    meeting = schedule_once(organiser, "Breakfast that is kept", 30)
    begin(demo_dir, meeting, timedelta(minutes=-10))

    def open_register(script: str = "") -> Visitor:
        if script:
            organiser.page.add_init_script(script)
        organiser.open(f"meetings/{meeting}/attendance")
        return organiser

    yield open_register
    begin(demo_dir, meeting, timedelta(days=-3))


def test_taps_without_signal_outlive_a_reload_and_are_counted_once(register: Any) -> None:
    organiser = register()
    page = organiser.page
    organiser.context.set_offline(True)
    for name in ("Dorota", "Tobias", "Lucia"):
        tap(organiser, name)
    unsent = page.get_by_text("3 not sent yet")
    unsent.wait_for()
    page.route(TAPS, lambda route: route.abort())  # the signal comes back for a page, and not for the taps
    organiser.context.set_offline(False)
    register()
    unsent.wait_for()
    assert _counted(organiser) == 3
    page.unroute(TAPS)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    unsent.wait_for(state="hidden")

    page.wait_for_load_state("networkidle")
    register()
    for name in ("Dorota", "Tobias", "Lucia"):
        said(organiser, name, "Late")
    assert _counted(organiser) == 3
    assert page.evaluate("localStorage.length") == 0
    organiser.complaints.clear()


def _counted(organiser: Visitor) -> int:
    """How many are here, as the head of the page says."""
    return int(re.findall(r"\d+", organiser.page.locator("[data-counted]").inner_text())[0])


def test_a_telephone_without_room_loses_no_tap(register: Any) -> None:
    organiser = register(NO_ROOM)
    page = organiser.page
    organiser.context.set_offline(True)
    for name in ("Dorota", "Tobias"):
        tap(organiser, name)
        said(organiser, name, "Late")
    page.get_by_text("2 not sent yet").wait_for()
    organiser.context.set_offline(False)
    page.get_by_text("2 not sent yet").wait_for(state="hidden")
    organiser.complaints[:] = [one for one in organiser.complaints if CUT not in one]
    page.wait_for_load_state("networkidle")
    register()
    for name in ("Dorota", "Tobias"):
        said(organiser, name, "Late")


def test_a_stand_in_typed_before_a_reload_is_asked_for_again_and_not_kept(register: Any) -> None:
    organiser = register()
    page = organiser.page
    page.route(TAPS, lambda route: route.abort())
    organiser.tap(row(organiser, "Dorota").locator(".register-other"))
    page.get_by_label("Someone stood in: who?").fill("Jo Marsh")
    page.locator("#mark-dialog").get_by_role("button", name="Save").click()
    said(organiser, "Dorota", "Jo Marsh")
    assert "Jo Marsh" not in page.evaluate("JSON.stringify(localStorage)")
    page.unroute(TAPS)

    register()
    again = page.get_by_text("Who came instead of Dorota", exact=False)
    again.wait_for()
    organiser.tap(row(organiser, "Dorota").locator(".register-other"))
    page.get_by_label("Someone stood in: who?").fill("Jo Marsh")
    page.locator("#mark-dialog").get_by_role("button", name="Save").click()
    again.wait_for(state="hidden")
    said(organiser, "Dorota", "Jo Marsh")
    page.wait_for_load_state("networkidle")
    register()
    said(organiser, "Dorota", "Jo Marsh")
    organiser.complaints.clear()


def test_no_tap_and_no_bar_moves_the_list(register: Any) -> None:
    organiser = register()
    page = organiser.page
    rows = page.locator("[data-section=expected] .register-row")
    places = "rows => rows.map(row => [row.getBoundingClientRect().top, row.getBoundingClientRect().height])"
    before = rows.evaluate_all(places)
    page.route(TAPS, lambda route: route.abort())
    for number in range(3):
        organiser.tap(rows.nth(number).locator(".register-tap"))
    page.get_by_text("3 not sent yet").wait_for()
    organiser.tap(rows.nth(3).locator(".register-other"))
    page.get_by_label("Someone stood in: who?").fill("Maximiliane Oberhauser-Schmidt")
    page.locator("#mark-dialog").get_by_role("button", name="Save").click()
    rows.nth(3).get_by_text("Maximiliane").wait_for()
    assert rows.evaluate_all(places) == before
    page.unroute(TAPS)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("4 not sent yet").wait_for(state="hidden")
    organiser.complaints.clear()


def test_what_waits_for_the_signal_is_told_when_it_is_back(register: Any) -> None:
    organiser = register()
    page = organiser.page
    organiser.context.set_offline(True)
    tap(organiser, "Dorota")
    organiser.tap(page.locator("[data-close]").first)
    waits = page.get_by_text("No signal: visitors and closing wait for it.")
    waits.wait_for()
    page.get_by_label("A visitor nobody expected").fill("Wanda Walker")
    page.get_by_role("button", name="Add").tap()
    waits.wait_for()
    assert page.get_by_text("Visitors need a signal", exact=False).is_visible()
    organiser.context.set_offline(False)
    page.get_by_text("The signal is back, and everything is sent.").wait_for()
    waits.wait_for(state="hidden")
    organiser.press("Add")
    assert page.locator("#visitors").get_by_text("Wanda Walker").first.is_visible()
    with page.expect_navigation():
        organiser.tap(page.locator("[data-close]").first)
    assert organiser.heading() == "Close the attendance"
    organiser.complaints[:] = [one for one in organiser.complaints if CUT not in one]
