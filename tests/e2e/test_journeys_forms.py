"""Forms by keyboard, and forms with errors."""

from typing import Any

import pytest

from tests.e2e.conftest import ADDRESSES, PASSWORD

FOCUSED = "() => document.activeElement?.id || document.activeElement?.className || ''"


def test_by_keyboard_alone_one_signs_in_and_logs_a_referral(visit: Any) -> None:
    visitor = visit()
    page = visitor.open("/sign-in")
    keys = page.keyboard
    _tab_to(page, "email")
    keys.type(ADDRESSES["member"])
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/g/*/")

    keys.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == "Skip to the page"
    keys.press("Enter")
    keys.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == "Log a referral"
    keys.press("Enter")
    page.wait_for_url("**/referrals/new")

    _tab_to(page, "kind-0")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    _tab_to(page, "person_id-0-0")
    keys.press("Space")
    keys.press("ArrowRight")
    chosen = page.locator("input[name=person_id]:checked").get_attribute("data-name")
    while page.evaluate("() => document.activeElement.type") != "submit":
        keys.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == f"Pass it to {chosen}"
    assert page.evaluate("() => document.activeElement.matches(':focus-visible')")
    keys.press("Enter")
    page.wait_for_url("**/saved")
    assert visitor.heading().startswith("Passed to")
    page.get_by_role("link", name="See this referral").focus()
    keys.press("Enter")
    page.wait_for_url("**/referrals/*")
    page.get_by_text("Introduction").first.wait_for()


def _tab_to(page: Any, name: str) -> None:
    """Press Tab until this control has the focus."""
    for _ in range(40):
        if page.evaluate(FOCUSED) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_errors_stand_on_top_with_the_focus_and_lead_to_their_field(visit: Any, device: str) -> None:
    visitor = visit("admin", device)
    page = visitor.open("members/new")
    page.get_by_label("Name", exact=True).fill("Typed Already")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Company").fill("Kept & Sons")
    visitor.press("Add to the group")

    assert page.title().startswith("Error: ")
    assert "error-summary" in page.evaluate(FOCUSED)
    link = page.locator(".error-summary").get_by_role("link")
    sentence = link.inner_text()
    visitor.tap(link)
    assert page.evaluate(FOCUSED) == "email"
    described = page.locator("#email").get_attribute("aria-describedby") or ""
    assert sentence in page.locator(f"#{described.split()[-1]}").inner_text()
    assert page.get_by_label("Name", exact=True).input_value() == "Typed Already"
    assert page.get_by_label("E-mail").input_value() == "not an address"
    assert page.get_by_label("Company").input_value() == "Kept & Sons"


def test_without_scripts_too_the_summary_has_the_focus_and_its_link_leads_to_the_field(visit: Any) -> None:
    visitor = visit("member", "phone", java_script_enabled=False)
    page = visitor.open("referrals/new")
    page.get_by_text("Add who to call, and details").tap()
    page.get_by_label("Who to call").fill("Priya Shah")
    visitor.press("Save")
    assert page.title().startswith("Error: ")
    assert page.locator(".error-summary:focus").count() == 1
    page.locator(".error-summary").get_by_role("link").tap()
    assert page.locator("input[name=person_id]:target").count() == 1
    assert page.get_by_label("Who to call").input_value() == "Priya Shah"
