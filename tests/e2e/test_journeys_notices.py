"""Notices: in the bell, by mail with the answer in it, and only as each person wants them."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import ADDRESSES
from tests.e2e.look import Look
from tests.e2e.mail import let_a_quarter_of_an_hour_pass, link_in, open_mail, unsubscribe_link
from tests.e2e.visitor import Visitor, visitors_at

GIVER = {"phone": "rory.gillespie@example.org", "desk": "samuel.asante@example.org"}
RECEIVER = {
    "phone": ("judith.penrose@example.org", "Judith"),
    "desk": ("nathan.leclair@example.org", "Nathan"),
}
PASSED = "passed you a referral"
NEW = re.compile(r"Notices\W+\d+ new")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_T26_what_is_passed_rings_the_bell_a_while_later_and_is_answered_from_the_mail(
    visit: Any, look: Look, chromium: Browser, demo_site: str, demo_dir: Path, device: str
) -> None:
    (email, first_name), scripts = RECEIVER[device], device == "desk"
    giver, receiver = visit(GIVER[device], device), visit(email, device, java_script_enabled=scripts)
    address = _pass_a_referral(giver, first_name)
    told = receiver.open("notices").get_by_role("main").get_by_role("listitem")
    before = told.filter(has_text=PASSED).count()
    let_a_quarter_of_an_hour_pass(demo_dir, email)

    bell = receiver.open().get_by_role("link", name=NEW).filter(visible=True)
    receiver.tap(bell)
    receiver.page.wait_for_url("**/notices")
    after = told.filter(has_text=PASSED).count()
    assert after == before + 1, "for a quarter of an hour it could be undone silently"
    with visitors_at(chromium, demo_site) as make:
        reader = make(device, java_script_enabled=scripts)
        link = link_in(open_mail(reader, email, PASSED), "/answer/")
        receiver.press("Mark all as read")
        assert bell.count() == 0
        _answer(reader, giver, link, address, look)


def _pass_a_referral(giver: Visitor, first_name: str) -> str:
    page = giver.open("referrals/new")
    giver.pick(first_name)
    giver.press(f"Pass it to {first_name}")
    giver.follow("See this referral")
    return page.url


def _answer(reader: Visitor, giver: Visitor, link: str, address: str, look: Look) -> None:
    """Accept by the link, without signing in; opening it alone changes nothing."""
    for _ in range(2):
        reader.page.goto(link)
        assert reader.heading().startswith("Accept ")
    look.at_step(reader, "answering.show")
    assert giver.open(address.removeprefix(giver.site)).get_by_text("Accepted").count() == 0
    reader.press("Accept")
    assert reader.heading().startswith("Accepted. ")
    look.at_step(reader, "answering.show")
    assert giver.open(address.removeprefix(giver.site)).get_by_text("Accepted").first.is_visible()
    reader.page.goto(link)
    assert reader.heading().startswith("Accepted. ")


@pytest.mark.parametrize(("who", "device"), [("member", "phone"), ("admin", "desk")])
def test_the_weekly_mail_ends_by_one_click_and_begins_again_by_a_choice(
    visit: Any, chromium: Browser, demo_site: str, who: str, device: str
) -> None:
    email = ADDRESSES[who]
    with visitors_at(chromium, demo_site) as make:
        reader = make(device, java_script_enabled=device == "desk")
        open_mail(reader, email, "Your week in")
        link = unsubscribe_link(reader)
        reader.page.goto(link)
        assert reader.heading() == "Stop these mails?"
        assert _is_chosen(visit(who, device), "On Mondays"), "opening the page changes nothing"
        reader.press("End the weekly mail")
        assert reader.heading() == "Done"
        visitor = visit(who, device, java_script_enabled=device == "desk")
        assert _is_chosen(visitor, "Never")
        visitor.page.get_by_label("On Mondays").check(force=True)
        thanks = visitor.page.get_by_role("group", name="When somebody thanks you")
        thanks.get_by_label("App only").check(force=True)
        visitor.press("Save")
        assert visitor.page.get_by_text("Saved.").is_visible()
        assert _is_chosen(visitor, "On Mondays")
        assert thanks.get_by_label("App only").is_checked()
        # a mail programme's own button: one POST, with no page before it
        assert reader.page.request.post(link, form={"List-Unsubscribe": "One-Click"}).ok
        assert _is_chosen(visitor, "Never")


def _is_chosen(visitor: Visitor, label: str) -> bool:
    return visitor.open("/account/notices").get_by_label(label).is_checked()
