"""Joining, showing oneself, two groups, and pair counts that a group keeps to itself."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.e2e.look import Look
from tests.e2e.mail import code_in, open_mail
from tests.e2e.visitor import visitors_at

SEUN = "seun.akinwale@example.org"


def picture() -> bytes:
    """Something that looks like a face, wider than high."""
    image = Image.new("RGB", (900, 600), "#c9dde0")
    ImageDraw.Draw(image).ellipse((300, 100, 600, 480), fill="#8a5a3c")
    target = BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_member_joins_with_the_link_that_an_admin_made(
    visit: Any, look: Look, chromium: Browser, demo_site: str, device: str
) -> None:
    name = f"Joyce {device.title()}"
    admin = visit("admin", device)
    page = admin.open("members/new")
    page.get_by_label("Name", exact=True).fill(name)
    admin.press("Add to the group")
    admin.follow("Joining link")
    admin.press("Make a joining link")
    link = page.get_by_label("Link", exact=True).input_value()
    assert link.startswith(f"{demo_site}/join/")

    with visitors_at(chromium, demo_site) as make:
        joyce = make(device)
        joyce.page.goto(link)
        email = f"joyce.{device}@example.org"
        joyce.page.get_by_label("E-mail").fill(email)
        joyce.press("Mail me a code")
        look.at_step(joyce, "joining.ask_for_code")
        joyce.page.get_by_label("Code").fill(code_in(open_mail(make(device), email)))
        joyce.press(f"Join Harbour Business Circle as {name}")
        joyce.page.wait_for_url("**/g/harbour/")
        joyce.home = joyce.page.url
        _show_oneself(joyce)
        joyce.page.goto(link)
        assert joyce.page.get_by_role("heading", level=1).inner_text() != "Join Harbour Circle"

    admin.open(f"members?q={device}")
    assert admin.page.get_by_role("main").locator("img").first.get_attribute("src")


def _show_oneself(joyce: Any) -> None:
    page = joyce.page
    joyce.follow("Add your photo")
    page.get_by_label("Choose a picture").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    joyce.press("Use this photo")
    joyce.open()
    joyce.follow("Say what you offer")
    page.get_by_label("What I can do for others").fill("I mend sails.")
    page.get_by_label("A good referral for me is…").fill("Somebody with a torn sail.")
    joyce.press("Save")
    assert page.get_by_text("I mend sails.").is_visible()
    face = page.locator(".profile-head img")
    assert face.evaluate("image => image.complete && image.naturalWidth === image.naturalHeight")
    joyce.open()
    assert page.get_by_text("Let the others know you").count() == 0


def test_somebody_in_two_groups_switches(visit: Any) -> None:
    for device in ("phone", "desk"):
        visitor = visit(SEUN, device)
        page = visitor.page
        first = page.url
        if device == "phone":
            visitor.open("more")
        page.get_by_role("link", name="Switch group").filter(visible=True).click()
        assert visitor.heading() == "Your groups"
        other = "Northside" if "/harbour/" in first else "Harbour"
        page.get_by_role("link", name=re.compile(other)).click()
        page.wait_for_url(re.compile(r"/g/[a-z-]+/$"))
        assert page.url != first
        visitor.home = page.url
        names = visitor.open("members").locator("main").inner_text()
        assert ("Alan Whitcombe" in names) == (other == "Northside")
        assert ("Dev Patel" in names) == (other == "Harbour")


def test_pair_counts_that_are_closed_leave_each_member_their_own(visit: Any) -> None:
    admin, member = visit("admin"), visit("member")
    page = member.open("reciprocity")
    assert page.locator("table.matrix").count() == 1
    _close_pair_counts(admin, "Only the two themselves")
    try:
        page = member.open("reciprocity")
        assert page.locator("table.matrix").count() == 0
        assert page.get_by_text("each member sees their own referrals only").is_visible()
        own = page.locator("#you").inner_text()
        assert "You gave" in own
        assert member.open("reciprocity?matrix=1").locator("table.matrix").count() == 0
        _own_rows_only(member)
    finally:
        _close_pair_counts(admin, "Every member")
    assert member.open("reciprocity").locator("table.matrix").count() == 1


def _close_pair_counts(admin: Any, choice: str) -> None:
    page = admin.open("settings")
    page.get_by_label(choice).check(force=True)
    admin.press("Save")
    assert page.locator(".error-summary").count() == 0


def _own_rows_only(member: Any) -> None:
    """The exported file too names no pair of which the member is none."""
    page = member.open("reciprocity")
    with page.expect_download() as coming:
        page.get_by_role("main").get_by_role("button", name="CSV", exact=True).click()
    text = coming.value.path().read_text(encoding="utf-8-sig")
    pairs = [{row["giver"], row["receiver"]} for row in csv.DictReader(StringIO(text)) if row["giver"]]
    assert pairs
    assert all("Grace Lindqvist" in pair for pair in pairs)
