"""After signing out nothing private is left in the browser, and a sign-in begins where it should."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.e2e.conftest import ADDRESSES, PASSWORD, launch
from tests.e2e.visitor import visitors_at


@pytest.fixture
def remembering(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as people have it: it keeps whole pages for the Back button."""
    browser = launch(playwright, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_T28_after_sign_out_back_shows_nothing_private(
    remembering: Browser, demo_site: str, device: str
) -> None:
    with visitors_at(remembering, demo_site) as make:
        visitor = make(device).sign_in(ADDRESSES["member"], PASSWORD)
        page = visitor.page
        for path in ("members", "referrals", "thanks"):
            visitor.open(path)
        visitor.open("more")
        page.get_by_role("button", name="Sign out", exact=True).filter(visible=True).last.click()
        page.wait_for_url("**/sign-in*")
        for _ in range(4):
            page.go_back()
            page.wait_for_load_state()
            assert "/sign-in" in page.url
            assert "Grace" not in page.locator("main").inner_text().replace("grace.lindqvist@example.org", "")
            assert page.get_by_role("heading", level=1).inner_text() == "Sign in"


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_who_is_signed_out_comes_back_to_the_page_that_was_asked_for(visit: Any, device: str) -> None:
    visitor = visit(None, device)
    page = visitor.open("/g/harbour/thanks")
    page.get_by_label("E-mail").fill(ADDRESSES["member"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Sign in")
    page.wait_for_url("**/thanks")
    assert visitor.heading() == "Thanks"
