"""An organiser sets up a year of Thursdays, changes one and cancels one."""

from typing import Any

import pytest

from tests.e2e.look import Look
from tests.e2e.meetings import ORGANISER, thursday
from tests.e2e.visitor import Visitor


@pytest.mark.parametrize(("device", "scripts"), [("phone", False), ("desk", True)])
def test_a_year_of_thursdays_is_set_up_in_one_form(
    visit: Any, look: Look, device: str, scripts: bool
) -> None:
    organiser = visit(ORGANISER, device, java_script_enabled=scripts)
    title, skipped = f"Soup by {device}", thursday(12)
    _plan(organiser, title)
    page = organiser.page
    assert page.locator("#dates").get_by_text("Every Thursday.").is_visible()
    assert page.locator("main .panel").first.get_by_text(title).is_visible()
    look.at_step(organiser, "group.meetings.new")
    shown = page.locator("#dates input[name=meets]").count()
    page.locator(f"#meets-{skipped.isoformat()}").uncheck(force=True)
    counted = f"{shown - 1} of {shown} days ticked" if scripts else f"{shown} days shown"
    assert page.locator("#dates header").get_by_text(counted, exact=True).is_visible()
    with page.expect_navigation():
        organiser.tap(page.locator("#dates").get_by_role("button", name="Schedule"))
    assert page.get_by_text("Scheduled. Everybody sees it now.").is_visible()
    assert organiser.heading() == title
    look.at_step(organiser, "group.meetings.series")
    assert page.get_by_text("no meeting").count() == 1
    assert page.locator("main .rows > li").count() >= 50

    series = page.url
    _change(organiser, "The tea room", look)
    assert page.get_by_text("The tea room").first.is_visible()
    page.goto(series)
    _cancel(organiser, "The kettle is broken.")
    assert page.get_by_text("The kettle is broken.").is_visible()
    page.goto(series)
    assert page.get_by_text("Changed").count() == 1
    assert page.locator("main").get_by_text("Cancelled", exact=True).count() == 1
    _every_two_weeks(organiser, look)
    assert page.get_by_text("Every two weeks on Thursday").first.is_visible()


def _plan(organiser: Visitor, title: str) -> None:
    page = organiser.open("meetings/new")
    page.get_by_label("Title").fill(title)
    if organiser.has_scripts:
        page.get_by_label("Day, or the first of them").fill("2027-08-28")
        assert page.get_by_text("Monthly, such as the fourth Saturday", exact=True).is_visible()
    page.get_by_label("Day, or the first of them").fill(thursday(10).isoformat())
    page.get_by_label("Begins", exact=True).fill("12:30")
    page.get_by_label("Every week", exact=True).check(force=True)
    organiser.press("See the dates")


def _change(organiser: Visitor, place: str, look: Look) -> None:
    """Another place for the first day alone, after a look at what changing all would be."""
    page = organiser.page
    organiser.tap(page.locator("main .rows .row-link a").nth(0))
    organiser.follow("Change")
    field = page.get_by_label("Place", exact=False).first
    field.fill(place)
    look.at_step(organiser, "group.meetings.edit")
    for scope in ("This and all after", "All to come", "Only this one"):
        organiser.press(scope)
        assert field.input_value() == place, scope
    organiser.press("Save")


def _every_two_weeks(organiser: Visitor, look: Look) -> None:
    """The rhythm of all is another: its dates come before it is saved."""
    page = organiser.page
    organiser.follow("Change all to come")
    page.get_by_label("Every two weeks", exact=True).check(force=True)
    organiser.press("Save")
    assert page.get_by_text("fall away; nobody has answered yet.").is_visible()
    look.at_step(organiser, "group.meetings.edit_series")
    organiser.press("Save this change")


def _cancel(organiser: Visitor, reason: str) -> None:
    page = organiser.page
    organiser.tap(page.locator("main .rows .row-link a").nth(1))
    organiser.follow("Cancel this meeting")
    page.get_by_label("Why?").fill(reason)
    organiser.press("Cancel the meeting")
