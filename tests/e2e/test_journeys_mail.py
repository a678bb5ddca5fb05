"""What goes by mail: a code to sign in, a new password, an invitation; read at the demo's mails."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.look import Look
from tests.e2e.mail import code_in, link_in, open_mail
from tests.e2e.visitor import visitors_at

WITH_SCRIPTS = {"phone": "dev.malhotra@example.net", "desk": "ruth.adelman@example.com"}
WITHOUT_SCRIPTS = {"phone": "jonas.vik@example.org", "desk": "mei-ling.tan@example.org"}
FORGETFUL = {"phone": "hugo.brandt@example.org", "desk": "leo.martins@example.org"}
NEW_PASSWORD = "lantern under the quay"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("device", ["phone", "desk"])
def test_one_signs_in_by_a_mailed_code(
    chromium: Browser, look: Look, demo_site: str, device: str, scripts: bool
) -> None:
    email = (WITH_SCRIPTS if scripts else WITHOUT_SCRIPTS)[device]
    with visitors_at(chromium, demo_site) as make:
        visitor, reader = make(device, java_script_enabled=scripts), make(device)
        page = visitor.open("/sign-in")
        page.get_by_label("E-mail").fill(email)
        visitor.press("Mail me a code instead")
        assert email in page.get_by_role("main").inner_text()
        look.at_step(visitor, "people.type_code")
        code = code_in(open_mail(reader, email, "code"))
        look.at_step(reader, "mails.show")
        page.get_by_label("Code").fill(code)
        visitor.press("Sign in")
        page.wait_for_url("**/g/*/")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_who_forgot_the_password_sets_another_by_a_mailed_link(
    chromium: Browser, look: Look, demo_site: str, device: str
) -> None:
    email = FORGETFUL[device]
    with visitors_at(chromium, demo_site) as make:
        visitor, another = make(device, java_script_enabled=device == "desk"), make(device)
        page = visitor.open("/sign-in")
        visitor.follow("Forgotten your password?")
        page.get_by_label("E-mail").fill(email)
        visitor.press("Mail me a link")
        look.at_step(visitor, "people.reset_asked")
        link = link_in(open_mail(visitor, email, "password"), "/new-password/")
        page.goto(link)
        look.at_step(visitor, "people.reset")
        page.get_by_label("New password").fill("password")
        visitor.press("Save and go on")
        assert page.title().startswith("Error: "), "everybody guesses that one"
        page.get_by_label("New password").fill(NEW_PASSWORD)
        visitor.press("Save and go on")
        page.wait_for_url("**/g/harbour/")
        page.goto(link)
        assert visitor.heading() == "This link has ended"
        another.sign_in(email, NEW_PASSWORD)


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_an_invitation_is_mailed_and_taken_without_a_password(
    visit: Any, chromium: Browser, demo_site: str, device: str
) -> None:
    email = f"ines.{device}@example.org"
    organiser = visit("organiser", device)
    page = organiser.open("invitations/new")
    page.get_by_label("Name", exact=True).fill(f"Ines {device.title()}")
    page.get_by_label("E-mail").fill(email)
    organiser.press("Send the invitation")
    assert email in organiser.open("invitations").get_by_role("main").inner_text()
    with visitors_at(chromium, demo_site) as make:
        ines = make(device, java_script_enabled=device == "desk")
        ines.page.goto(link_in(open_mail(ines, email), "/join/"))
        ines.press("Join Harbour Business Circle")
        ines.page.wait_for_url("**/g/harbour/**")
        ines.home = f"{demo_site}/g/harbour/"
        assert ines.open().get_by_text("Let the others know you").is_visible()
    assert email not in organiser.open("invitations").get_by_role("main").inner_text()
