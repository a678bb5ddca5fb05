"""A stranger comes by the public page, as a visitor or to join."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.look import Look
from tests.e2e.mail import link_in, open_mail
from tests.e2e.visitor import Visitor, visitors_at

PAGE = "/p/harbour"
INVITED = re.compile("Join Harbour")
"""And not \"You asked to join Harbour\"."""


def _begin(make: Any, device: str, button: str, name: str, email: str) -> Visitor:
    """Fill in what both forms ask."""
    stranger: Visitor = make(device, java_script_enabled=device == "desk")
    stranger.open(PAGE)
    stranger.follow(button)
    stranger.page.get_by_label("Your name").fill(name)
    stranger.page.get_by_label("E-mail").fill(email)
    stranger.page.get_by_label("I agree that the group keeps this").check(force=True)
    return stranger


def _prove(make: Any, stranger: Visitor, look: Look, device: str, email: str, button: str) -> None:
    """Read the mail to the address, follow its link and press the button there."""
    assert stranger.heading() == "Look in your mail"
    mail = open_mail(make(device), email, "One step more")
    stranger.page.goto(link_in(mail, "/request/"))
    look.at_step(stranger, "public_requests.show")
    stranger.press(button)


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_visitor_announces_themselves_gives_up_and_is_erased(
    visit: Any, look: Look, chromium: Browser, demo_site: str, device: str
) -> None:
    name, email = f"Vera {device.title()}", f"vera.{device}@example.net"
    with visitors_at(chromium, demo_site) as make:
        stranger = _begin(make, device, "Come as a visitor", name, email)
        stranger.press("I’ll come")
        organiser = visit("organiser", device)
        seen = organiser.open("visitors").get_by_role("main").get_by_text(name)
        assert seen.count() == 0, "nobody sees who has not shown that the address is theirs"
        _prove(make, stranger, look, device, email, "Yes, I’ll come")
        assert stranger.heading() == "You are expected"
        look.at_step(stranger, "public_visits.show")
        organiser.open("visitors")
        assert seen.first.is_visible()
        stranger.page.goto(link_in(open_mail(make(device), email, "You are expected"), "/visit/"))
        assert stranger.page.get_by_role("link", name="Add to my calendar").is_visible()
        stranger.press("I can’t come")
        assert stranger.heading() == "Noted: you can’t come"
        stranger.follow("Erase what the group keeps of me")
        look.at_step(stranger, "public_visits.ask_to_erase")
        stranger.press("Erase it")
        assert organiser.open("visitors").get_by_role("main").get_by_text(name).count() == 0


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_stranger_asks_to_join_and_the_admin_takes_them_in(
    visit: Any, look: Look, chromium: Browser, demo_site: str, device: str
) -> None:
    name, email = f"Jules {device.title()}", f"jules.{device}@example.net"
    with visitors_at(chromium, demo_site) as make:
        stranger = _begin(make, device, "Ask to join", name, email)
        stranger.press("Ask to join")
        admin = visit("admin", device, java_script_enabled=device == "desk")
        page = admin.open("applications")
        assert page.get_by_text(name).count() == 0
        _prove(make, stranger, look, device, email, "Send my request")
        assert stranger.heading() == "Thank you"
        page = admin.open("applications")
        with page.expect_navigation():
            admin.tap(page.get_by_role("link", name=f"Answer {name}"))
        admin.press("Invite Jules")
        assert page.get_by_text(f"{name} is invited to join.").is_visible()
        stranger.page.goto(link_in(open_mail(make(device), email, INVITED), "/join/"))
        assert stranger.page.get_by_text("Harbour Business Circle").first.is_visible()
