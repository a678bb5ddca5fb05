"""Answering a meeting: from home, from the mail without signing in, and in a queue for its places."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.look import Look
from tests.e2e.mail import link_in, open_mail
from tests.e2e.meetings import A_WHILE, ORGANISER, answer, begin, chosen, schedule_once, thursday
from tests.e2e.visitor import visitors_at

TOBIAS, SHANICE = "tobias.renner@example.com", "shanice.bryant@example.org"
DOROTA, FARAH = "dorota.kaminska@example.org", "farah.siddiqui@example.net"
SIGN_UP = "Those who sign up"
AT_HOME = {"phone": SHANICE, "desk": DOROTA}
BY_MAIL = {"phone": FARAH, "desk": TOBIAS}
IN_LINE = {"phone": (SHANICE, TOBIAS), "desk": (DOROTA, FARAH)}


@pytest.mark.parametrize(("device", "scripts"), [("phone", True), ("desk", False)])
def test_a_member_answers_the_next_meeting_at_home(
    visit: Any, demo_dir: Path, device: str, scripts: bool
) -> None:
    meeting = schedule_once(visit(ORGANISER), f"Coffee by {device}", 1)
    begin(demo_dir, meeting, A_WHILE)
    member = visit(AT_HOME[device], device, java_script_enabled=scripts)
    page = member.open()
    assert page.locator("#next-meeting").get_by_role("link", name=f"Coffee by {device}").is_visible()
    member.press("Can’t")
    assert page.url == member.home
    assert chosen(member).inner_text() == "Can’t"

    member.tap(page.locator(".answer summary"))
    page.locator("#next-meeting").get_by_role("textbox").fill("Jo Marsh")
    member.press("Send them")
    assert page.locator(".answer summary.is-chosen").is_visible()
    member.press("Coming")
    assert chosen(member).inner_text() == "Coming"
    begin(demo_dir, meeting, timedelta(days=-3))


@pytest.mark.parametrize(("device", "scripts"), [("phone", True), ("desk", False)])
def test_a_member_answers_the_next_of_a_series_on_its_page(
    visit: Any, look: Look, device: str, scripts: bool
) -> None:
    organiser = visit(ORGANISER, device)
    page = organiser.open("meetings/new")
    page.get_by_label("Title").fill(f"Choir by {device}")
    page.get_by_label("Day, or the first of them").fill(thursday(20).isoformat())
    page.get_by_label("Every two weeks", exact=True).check(force=True)
    organiser.press("See the dates")
    with page.expect_navigation():
        organiser.tap(page.locator("#dates").get_by_role("button", name="Schedule"))
    member = visit(AT_HOME[device], device, java_script_enabled=scripts)
    member.page.goto(page.url)
    look.at_step(member, "group.meetings.series")
    assert member.page.get_by_role("heading", name="The next one").is_visible()
    member.press("Can’t")
    member.page.goto(page.url)
    assert chosen(member).inner_text() == "Can’t"


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_the_organiser_cooks_for_whom_silence_counts_and_tells_the_chat_of_nobody_who_cannot(
    visit: Any, look: Look, device: str
) -> None:
    organiser = visit(ORGANISER, device, java_script_enabled=device == "phone")
    meeting = schedule_once(organiser, f"Tea by {device}", 60)
    for member, word in ((visit(SHANICE, device), "Coming"), (visit(DOROTA, device), "Can’t")):
        answer(member, meeting, word)
    page = organiser.open(f"meetings/{meeting}")
    assert page.get_by_text("For the kitchen: ").is_visible()
    organiser.follow("Who answered")
    look.at_step(organiser, "group.meetings.answers")
    assert page.get_by_text("1 said they come, ").first.is_visible()
    chat = page.get_by_label("For the group’s chat").input_value()
    assert "Said they come (1): Shanice Bryant" in chat
    assert "Dorota" not in chat
    organiser.tap(page.get_by_text("For organisers, with those who"))
    assert "Can’t (1): Dorota" in page.get_by_label("For organisers", exact=True).input_value()


@pytest.mark.parametrize(("device", "scripts"), [("phone", False), ("desk", True)])
def test_a_member_who_is_reminded_answers_in_two_taps_from_the_mail_without_signing_in(
    visit: Any, look: Look, chromium: Browser, demo_site: str, device: str, scripts: bool
) -> None:
    title = f"Walk by {device}"
    organiser = visit(ORGANISER, device)
    meeting = schedule_once(organiser, title, 40, who=SIGN_UP)
    page = organiser.open(f"meetings/{meeting}/answers")
    with page.expect_navigation():
        organiser.tap(page.get_by_role("button", name="Remind"))
    assert page.get_by_role("button", name="Remind").count() == 0, "once a day is enough"
    with visitors_at(chromium, demo_site) as make:
        reader = make(device, java_script_enabled=scripts)
        link = link_in(open_mail(reader, BY_MAIL[device], title), "/meeting-answer/")
        for _ in range(2):  # opening it changes nothing
            reader.page.goto(link)
            assert reader.heading() == "Are you coming?"
        look.at_step(reader, "meeting_answers.show")
        reader.press_the_button()
        assert reader.heading() == "Noted"
        assert reader.taps == 1, "the link in the mail was the other"
        look.at_step(reader, "meeting_answers.show")
    member = visit(BY_MAIL[device], device)
    member.open(f"meetings/{meeting}")
    assert chosen(member).inner_text() == "Coming"


@pytest.mark.parametrize(("device", "scripts"), [("phone", True), ("desk", False)])
def test_a_place_that_is_given_up_goes_to_the_first_in_line(
    visit: Any, chromium: Browser, demo_site: str, device: str, scripts: bool
) -> None:
    title = f"Supper by {device}"
    meeting = schedule_once(visit(ORGANISER, device), title, 50, who=SIGN_UP, places="1")
    first, second = (visit(who, device, java_script_enabled=scripts) for who in IN_LINE[device])
    answer(first, meeting, "Coming")
    answer(second, meeting, "Waiting list")
    line = second.page.get_by_text("You are 1st on the waiting list.")
    assert line.first.is_visible()
    answer(first, meeting, "Can’t")
    second.open(f"meetings/{meeting}")
    assert line.count() == 0
    assert chosen(second).inner_text() == "Coming"
    with visitors_at(chromium, demo_site) as make:
        assert "you are coming" in open_mail(make(device), IN_LINE[device][1], title)
