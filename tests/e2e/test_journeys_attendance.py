"""Attendance in a noisy room: by taps, without signal, at the door, and from the list kept so far."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.e2e.look import Look
from tests.e2e.meetings import ORGANISER, begin, schedule_once, today
from tests.e2e.things import send_file
from tests.e2e.visitor import PATIENCE, Visitor

AT_THE_DOOR = {"phone": "tobias.renner@example.com", "desk": "farah.siddiqui@example.net"}
SECOND = "seun.akinwale@example.org"
"""An organiser of Northside too."""
OFFICER = "amara.okafor@example.org"
A_MOMENT = 50
"""Milliseconds."""
BEGAN = timedelta(minutes=-10)
CUT = "ERR_INTERNET_DISCONNECTED"
"""What the browser complains of while there is no signal."""


@pytest.fixture
def now_on(visit: Any, demo_dir: Path) -> Any:
    """Makes a meeting that began ten minutes ago; its organiser, before the register."""
    made: list[int] = []

    def make(device: str, title: str, **options: Any) -> tuple[Visitor, int]:
        organiser = visit(ORGANISER, device, **options)
        made.append(schedule_once(organiser, title, 30))
        begin(demo_dir, made[-1], BEGAN)
        organiser.open(f"meetings/{made[-1]}/attendance")
        return organiser, made[-1]

    yield make
    for meeting in made:
        begin(demo_dir, meeting, timedelta(days=-3))


def row(visitor: Visitor, name: str) -> Locator:
    """A member's line of the register."""
    return visitor.page.locator(".register-row[data-member]").filter(has_text=name)


def said(visitor: Visitor, name: str, words: str) -> None:
    """Wait until a line says how somebody is marked."""
    row(visitor, name).locator("[data-state]").filter(has_text=words).wait_for()


def tap(visitor: Visitor, name: str) -> None:
    """Tap the large part of a line."""
    visitor.tap(row(visitor, name).locator(".register-tap"))


def other(visitor: Visitor, name: str, words: str) -> None:
    """Choose what else a tap may say."""
    visitor.tap(row(visitor, name).locator(".register-other"))
    visitor.tap(visitor.page.locator("#mark-dialog").get_by_role("button", name=words, exact=True))


def all_sent(visitor: Visitor) -> None:
    """Wait until nothing is kept on this device: the page speaks of taps only when they are slow."""
    for _ in range(PATIENCE // A_MOMENT):
        if visitor.page.evaluate("localStorage.length") == 0:
            return
        visitor.page.wait_for_timeout(A_MOMENT)
    raise AssertionError("something was never sent")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_taps_without_signal_stay_on_the_phone_and_go_out_later(now_on: Any, look: Look, device: str) -> None:
    organiser, meeting = now_on(device, f"Breakfast by {device}")
    page = organiser.page
    look.at_step(organiser, "group.meetings.attendance")
    tap(organiser, "Dorota")
    said(organiser, "Dorota", "Late")
    other(organiser, "Dorota", "Present")
    said(organiser, "Dorota", "Present")
    tap(organiser, "Lucia")
    organiser.tap(page.locator("[data-undo-line]").get_by_role("button", name="Undo"))
    page.get_by_text("Lucia Ferreira: undone").wait_for()
    all_sent(organiser)

    organiser.context.set_offline(True)
    for name in ("Tobias", "Farah", "Shanice"):
        tap(organiser, name)
    page.get_by_text("3 not sent yet").wait_for()
    organiser.context.set_offline(False)
    page.get_by_text("3 not sent yet").wait_for(state="hidden")
    organiser.complaints[:] = [one for one in organiser.complaints if CUT not in one]

    page.get_by_label("A visitor nobody expected").fill("Wanda Walker")
    organiser.press("Add")
    assert page.locator("#visitors").get_by_text("Wanda Walker").first.is_visible()
    for name, words in {"Dorota": "Present", "Tobias": "Late", "Farah": "Late", "Shanice": "Late"}.items():
        said(organiser, name, words)
    assert row(organiser, "Lucia").get_attribute("data-mark") == ""
    _close(organiser, look)
    said(organiser, "Lucia", "Absent")
    organiser.press("Take back 1 mark of closing")
    assert row(organiser, "Lucia").get_attribute("data-mark") == ""
    organiser.open(f"meetings/{meeting}/tick-sheet")
    assert page.get_by_role("rowheader", name="Wanda Walker").count() == 1


def test_two_phones_take_the_attendance_at_once_and_the_last_mark_counts(now_on: Any, visit: Any) -> None:
    first, meeting = now_on("phone", "Breakfast by two")
    second = visit(SECOND, "phone")
    second.home = f"{second.site}/g/northside/"
    second.open(f"meetings/{meeting}/attendance")
    second.context.set_offline(True)
    for name in ("Dorota", "Tobias"):
        tap(second, name)
    second.page.get_by_text("2 not sent yet").wait_for()
    for name in ("Dorota", "Farah", "Lucia"):
        tap(first, name)
        said(first, name, "Late")
    other(first, "Dorota", "Present")
    first.page.wait_for_load_state("networkidle")

    second.context.set_offline(False)
    second.page.get_by_text("2 not sent yet").wait_for(state="hidden")
    second.complaints[:] = [one for one in second.complaints if CUT not in one]
    first.open(f"meetings/{meeting}/attendance")
    for phone in (first, second):
        said(
            phone, "Dorota", "Present"
        )  # of the three marks the last that was tapped, not the last that came
        for name in ("Tobias", "Farah", "Lucia"):
            said(phone, name, "Late")
        assert phone.page.get_by_text("4 of ").first.is_visible()


def _close(organiser: Visitor, look: Look) -> None:
    organiser.follow("Close the attendance")
    assert organiser.page.get_by_text("absent?").is_visible()
    absent = organiser.page.get_by_role("group", name="Mark anybody absent?").get_by_role("checkbox")
    assert absent.count() > 1
    assert not any(box.is_checked() for box in absent.all()), "who is not here yet may still come"
    organiser.page.get_by_label("Lucia Ferreira").check()
    look.at_step(organiser, "group.meetings.ask_to_close")
    organiser.press("Mark the ticked and close")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_without_scripts_each_tap_is_a_form(now_on: Any, device: str) -> None:
    organiser, _ = now_on(device, f"Lunch by {device}", java_script_enabled=False)
    page = organiser.page
    with page.expect_navigation():
        tap(organiser, "Dorota")
    said(organiser, "Dorota", "Late")
    organiser.press("Undo")
    assert row(organiser, "Dorota").get_attribute("data-mark") == ""
    with page.expect_navigation():
        organiser.tap(row(organiser, "Tobias").locator(".register-other"))
    page.get_by_label("Who", exact=False).last.fill("Jo Marsh")
    organiser.press("Save")
    said(organiser, "Tobias", "Jo Marsh")
    organiser.follow("Close the attendance")
    page.get_by_label("Dorota").check()
    organiser.press("Mark the ticked and close")
    said(organiser, "Dorota", "Absent")
    assert page.get_by_role("button", name="Reopen").is_visible()


@pytest.mark.parametrize(("device", "scripts"), [("phone", True), ("desk", False)])
def test_a_member_says_at_the_door_that_they_are_here(
    now_on: Any, visit: Any, look: Look, device: str, scripts: bool
) -> None:
    organiser, meeting = now_on(device, f"Evening by {device}")
    look.at_step(organiser, "group.meetings.attendance")
    page = organiser.page
    organiser.open(f"meetings/{meeting}/attendance")
    number = row(organiser, "Dorota").get_attribute("data-member")
    organiser.open(f"meetings/{meeting}/attendance/{number}")
    look.at_step(organiser, "group.meetings.mark_choices")
    code = organiser.open(f"meetings/{meeting}/door").locator(".door-code").inner_text()

    member = visit(AT_THE_DOOR[device], device, java_script_enabled=scripts)
    member.open(f"meetings/{meeting}")
    member.follow("I’m here")
    member.page.get_by_label("Code").fill("000000" if code != "000 000" else "111111")
    member.press("I’m here")
    assert member.page.locator(".error-summary").is_visible()
    look.at_step(member, "group.meetings.here")
    member.page.get_by_label("Code").fill(code)
    member.press("I’m here")
    assert member.page.get_by_text("You are noted: Late").is_visible()
    look.at_step(member, "group.meetings.here")
    organiser.open(f"meetings/{meeting}/attendance")
    assert page.get_by_text("1 of ").first.is_visible()


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_an_officer_sees_where_everybody_stands(visit: Any, look: Look, device: str) -> None:
    officer = visit(OFFICER, device, java_script_enabled=device == "phone")
    page = officer.open("meetings")
    officer.follow("Attendance")
    look.at_step(officer, "group.meetings.standings")
    assert page.get_by_role("main").get_by_text("Dev Patel").first.is_visible()


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_list_of_attendance_is_brought_in(visit: Any, device: str) -> None:
    admin = visit(SECOND, device, java_script_enabled=device == "desk")
    admin.home = f"{admin.site}/g/northside/"
    sunday = today() - timedelta(days=today().weekday() + 1)  # the group's own meetings are on Tuesdays
    day = sunday if device == "phone" else sunday - timedelta(days=1)
    lines = ["date,member,attendance", f"{day},Tobias Renner,P", f"{day},Farah Siddiqui,A"]
    send_file(admin, "attendance", "attendance.csv", "\n".join(lines).encode())
    assert admin.page.get_by_text("Held meetings to be added: 1").is_visible()
    admin.press("Bring it in")
    assert admin.page.get_by_text("The import is in.").is_visible()
    assert admin.open("meetings?when=past").get_by_role("main").get_by_role("link").count() > 3
