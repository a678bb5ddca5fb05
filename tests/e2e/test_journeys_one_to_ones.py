"""Two arrange to meet; each has all their meetings in the calendar they use anyway."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.look import Look
from tests.e2e.mail import let_a_quarter_of_an_hour_pass, link_in, open_mail
from tests.e2e.meetings import today
from tests.e2e.visitor import visitors_at

PAIRS = {
    "phone": ("aisha.rahman@example.org", "Aisha", "niamh.corrigan@example.org", "Niamh"),
    "desk": ("farid.nasser@example.org", "Farid", "hannah.oyelaran@example.org", "Hannah"),
}
TIMES = ((6, "09:10"), (7, "13:20"), (8, "16:40"))
"""In how many days, and when."""
AROUND = ("since", "roster", "badges", "tick-sheet")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_one_to_one_is_proposed_at_three_times_and_accepted_from_the_mail_without_signing_in(
    visit: Any, look: Look, chromium: Browser, demo_site: str, demo_dir: Path, device: str
) -> None:
    proposer, first, invited, other = PAIRS[device]
    one = visit(proposer, device, java_script_enabled=device == "desk")
    page = one.open("one-to-ones/propose")
    one.pick(other)
    one.press(f"Next: a time with {other}" if one.has_scripts else "Next")
    _propose_three_times(page)
    page.get_by_label("Place", exact=False).first.fill(f"Bench by {device}")
    one.press(f"Propose to {other}")
    assert page.get_by_text(f"Proposed to {other}").is_visible()
    let_a_quarter_of_an_hour_pass(demo_dir, invited)
    with visitors_at(chromium, demo_site) as make:
        reader = make(device, java_script_enabled=device == "phone")
        reader.page.goto(link_in(open_mail(reader, invited, first), "/one-to-one-answer/"))
        look.at_step(reader, "one_to_one_answers.show")
        times = reader.page.get_by_role("radio")
        assert times.count() == len(TIMES)
        times.nth(1).check(force=True)
        reader.press("Accept")
        assert reader.heading() == "Agreed"
        look.at_step(reader, "one_to_one_answers.show")
    agreed = one.open("one-to-ones").get_by_role("main").get_by_role("listitem")
    assert TIMES[1][1] in agreed.filter(has_text=f"Bench by {device}").inner_text()


def _propose_three_times(page: Page) -> None:
    for number, (days, hour) in enumerate(TIMES):
        page.get_by_label("Day", exact=True).nth(number).fill((today() + timedelta(days=days)).isoformat())
        page.get_by_label("Time", exact=True).nth(number).fill(hour)


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_one_to_one_that_was_had_is_recorded_and_undone(visit: Any, device: str) -> None:
    proposer, _, _, other = PAIRS[device]
    member = visit(proposer, device, java_script_enabled=device == "phone")
    page = member.open("one-to-ones")
    had = page.get_by_role("button", name="Undo")
    before = had.count()
    member.follow("We met")
    member.pick(other)
    member.press(f"I met {other}" if member.has_scripts else "Save")
    member.open("one-to-ones")
    assert had.count() == before + 1
    with page.expect_navigation():
        member.tap(had.first)
    assert had.count() == before


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_calendar_reads_the_meetings_until_a_new_address_is_made(visit: Any, device: str) -> None:
    member = visit(PAIRS[device][0], device, java_script_enabled=device == "desk")
    page = member.open("/account/calendar")
    member.press("Make my address")
    address = page.get_by_label("Your address").input_value()
    assert "BEGIN:VCALENDAR" in page.request.get(address).text()
    member.press("Make a new address (the old one stops working)")
    renewed = page.get_by_label("Your address").input_value()
    assert page.request.get(address).status == 404
    text = page.request.get(renewed).text()
    assert "SUMMARY" in text
    assert "Thursday breakfast" in text


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_the_sheets_for_the_table_open_from_the_meeting(visit: Any, device: str) -> None:
    organiser = visit("organiser", device, java_script_enabled=device == "phone")
    page = organiser.open("meetings")
    links = page.get_by_role("main").locator(".rows a")
    with page.expect_navigation():
        organiser.tap(links.filter(has_text="Thursday breakfast").first)
    meeting = page.url.partition("?")[0].rpartition("/")[2]
    for sheet in AROUND:
        assert page.goto(f"{organiser.home}meetings/{meeting}/{sheet}").status == 200
        assert len(page.get_by_role("main").inner_text()) > 100, sheet
