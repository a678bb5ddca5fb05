"""A year of Thursdays in one form; then a whole group answers, comes and is counted."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Browser

from tests.e2e.crowd import answer_by_form, wait_for_answer_links
from tests.e2e.meetings import begin, thursday
from tests.e2e.things import last_number
from tests.e2e.visitor import Visitor, visitors_at

FORTY = 40
WITHOUT_ACCOUNT = "Kwame Boateng"
"""Has no account yet, so that nobody can mail him: the organiser answers for him."""
DECLINES, SENDS, COMES = "dev.patel@example.org", "rory.gillespie@example.org", "aisha.rahman@example.org"
JUST_NOW = timedelta(minutes=-1)
"""For four minutes more nobody is late."""
AN_HOUR_AGO = timedelta(hours=-1)
"""Half of it is over: whoever is not here is asked about as absent."""
CUT = "ERR_INTERNET_DISCONNECTED"


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_year_of_thursdays_is_set_up_and_forty_members_answer_come_and_are_counted(
    visit: Any, chromium: Browser, demo_site: str, demo_dir: Path, device: str
) -> None:
    organiser, title = visit("organiser", device), f"Long table by {device}"
    meeting = _set_up_a_year(organiser, title)
    _remind_all(organiser, meeting)
    links = wait_for_answer_links(demo_dir, title, FORTY - 1)
    with visitors_at(chromium, demo_site) as make:
        _answer_in_the_browser(make(device), links)
        _answer_by_form(make(device).page.request, links)
    _answer_for(organiser, meeting, WITHOUT_ACCOUNT)
    assert _answers(demo_dir, meeting) == {"coming": len(links) - 1, "substitute": 1, "declined": 1}

    begin(demo_dir, meeting, JUST_NOW)
    came = _tap_everybody(organiser, meeting, is_cut=device == "phone")
    begin(demo_dir, meeting, AN_HOUR_AGO)
    assert came >= FORTY - 2, "one declined, one stays away"
    _close(organiser)
    assert _marks(demo_dir, meeting) == {"present": came - 1, "substitute": 1, "absent": 1, "excused": 1}
    seen = visit(COMES, device).open(f"meetings/{meeting}").get_by_role("main")
    assert seen.get_by_text(re.compile(rf"\b{came}\b")).first.is_visible()
    assert seen.get_by_text("Present").first.is_visible()
    begin(demo_dir, meeting, timedelta(days=-3))


def _set_up_a_year(organiser: Visitor, title: str) -> int:
    """Schedule a year of Thursdays; the first of its meetings."""
    page = organiser.open("meetings")
    organiser.taps = 0
    organiser.follow("Schedule a meeting")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day, or the first of them").fill(thursday(11).isoformat())
    page.get_by_label("Begins", exact=True).fill("12:30")
    organiser.tap(page.get_by_role("radio", name="Every week", exact=True))
    organiser.press("See the dates")
    assert page.locator("#dates").get_by_role("checkbox").count() >= 50
    with page.expect_navigation():
        organiser.tap(page.locator("#dates").get_by_role("button", name="Schedule"))
    assert organiser.taps == 4, "three fields and four taps: a minute is enough"
    days = page.get_by_role("main").locator(".rows .row-link a")
    assert days.count() >= 50
    return last_number(days.first.get_attribute("href") or "")


def _remind_all(organiser: Visitor, meeting: int) -> None:
    page = organiser.open(f"meetings/{meeting}/answers")
    with page.expect_navigation():
        organiser.tap(page.get_by_role("button", name="Remind"))


def _answer_in_the_browser(reader: Visitor, links: dict[str, list[str]]) -> None:
    """One comes, one sends somebody, and one cannot come."""
    reader.page.goto(links[COMES][0])
    reader.press_the_button()
    reader.page.goto(links[SENDS][1])
    reader.page.get_by_role("main").get_by_role("textbox").fill("Jo Marsh")
    reader.press_the_button()
    reader.page.goto(links[DECLINES][2])
    reader.press_the_button()
    assert reader.heading() == "Noted"


def _answer_by_form(request: APIRequestContext, links: dict[str, list[str]]) -> None:
    """All the others come."""
    for email in links.keys() - {COMES, SENDS, DECLINES}:
        answer_by_form(request, links[email][0])


def _answer_for(organiser: Visitor, meeting: int, name: str) -> None:
    page = organiser.open(f"meetings/{meeting}/answers")
    with page.expect_navigation():
        organiser.tap(
            page.locator("#silent").get_by_role("listitem").filter(has_text=name).get_by_role("link")
        )
    organiser.press("Coming")


def _tap_everybody(organiser: Visitor, meeting: int, *, is_cut: bool) -> int:
    """Tap all who are expected but the last, the first of them one by one; how many are here.

    Args:
        is_cut: without signal until all are tapped.
    """
    page = organiser.open(f"meetings/{meeting}/attendance")
    organiser.context.set_offline(is_cut)
    rows = page.locator("[data-section=expected] [data-member] .register-tap")
    count = rows.count() - 1
    for number in range(3):
        organiser.tap(rows.nth(number))
    rows.evaluate_all("taps => taps.slice(3, -1).forEach(tap => tap.click())")
    if is_cut:
        page.get_by_text(f"{count} not sent yet").wait_for()
        organiser.context.set_offline(False)
        page.get_by_text(f"{count} not sent yet").wait_for(state="hidden")
        organiser.complaints[:] = [one for one in organiser.complaints if CUT not in one]
    page.wait_for_load_state("networkidle")
    here = organiser.open(f"meetings/{meeting}/attendance").locator("[data-counted]").inner_text()
    assert re.findall(r"\d+", here) == [str(count), str(count + 1)]
    return count


def _close(organiser: Visitor) -> None:
    organiser.follow("Close the attendance")
    with organiser.page.expect_navigation():
        organiser.tap(organiser.page.locator(".save-bar").get_by_role("button"))


def _answers(demo_dir: Path, meeting: int) -> dict[str, int]:
    return _count(
        demo_dir, "select answer, count(*) from meeting_answer where meeting_id = ? group by 1", meeting
    )


def _marks(demo_dir: Path, meeting: int) -> dict[str, int]:
    """The marks of a meeting, each member's once."""
    query = (
        "select mark, count(*) from attendance_mark where meeting_id = ? group by 1 "
        "having count(*) = count(distinct membership_id)"
    )
    return _count(demo_dir, query, meeting)


def _count(demo_dir: Path, query: str, meeting: int) -> dict[str, int]:
    with closing(sqlite3.connect(next(demo_dir.rglob("groupnet.sqlite3")), timeout=30)) as connection:
        return dict(connection.execute(query, (meeting,)).fetchall())
