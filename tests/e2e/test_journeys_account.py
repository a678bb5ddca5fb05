"""Looking after one's account: a second step, other browsers signed out, the archive taken along."""

import time
import zipfile
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import PASSWORD
from tests.e2e.look import Look
from tests.e2e.visitor import Visitor, visitors_at

CAREFUL = {"phone": "owen.tredrea@example.org", "desk": "rashida.begum@example.org"}
TRAVELLER = {"phone": "callum.strachan@example.org", "desk": "fiona.abernethy@example.org"}
KEEPER = {"phone": "ben.whitlock@example.org", "desk": "bronwen.teague@example.org"}
ELSEWHERE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_with_a_second_step_one_signs_in_by_the_app_or_a_recovery_code(
    chromium: Browser, look: Look, demo_site: str, device: str
) -> None:
    email = CAREFUL[device]
    with visitors_at(chromium, demo_site) as make:
        visitor = make(device, java_script_enabled=device == "desk").sign_in(email, PASSWORD)
        app, recovery = _set_up(visitor)
        _sign_out(visitor)
        _begin(visitor, email)
        look.at_step(visitor, "people.second_step")
        # the app's present code was used up when it was set up, so this is its next one
        _finish(visitor, app.at(_now(), counter_offset=1))
        _sign_out(visitor)
        _begin(visitor, email)
        _finish(visitor, recovery[0])
        assert visitor.page.get_by_text("You used a recovery code. 9 are left.").is_visible()
        _sign_out(visitor)
        _begin(visitor, email)
        visitor.page.get_by_label("Code").fill(recovery[0])
        visitor.press("Sign in")
        assert visitor.page.title().startswith("Error: "), "each works once"
        visitor.page.get_by_label("Code").fill(recovery[1])
        visitor.press("Sign in")
        _renew_and_turn_off(visitor, look)
        _sign_out(visitor)
        visitor.sign_in(email, PASSWORD)


def _set_up(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """Turn the second step on; the app and the recovery codes."""
    page = visitor.open("/account")
    visitor.follow("Second step")
    visitor.follow("Set it up")
    app = pyotp.TOTP(page.locator("#secret").inner_text().replace(" ", ""))
    page.get_by_label("Code from the app").fill(app.at(_now()))
    page.get_by_label("Your current password").fill(PASSWORD)
    visitor.press("Turn it on")
    assert visitor.heading() == "Your recovery codes"
    codes = page.locator("#recovery").inner_text().splitlines()
    assert len(codes) == 10
    visitor.follow("I have kept them")
    return app, codes


def _renew_and_turn_off(visitor: Visitor, look: Look) -> None:
    page = visitor.open("/account/second-step")
    visitor.follow("New recovery codes")
    look.at_step(visitor, "security.codes")
    page.get_by_label("Your current password").fill(PASSWORD)
    visitor.press("Make new ones")
    assert visitor.heading() == "Your recovery codes"
    look.at_step(visitor, "security.codes")
    visitor.open("/account/second-step")
    visitor.follow("Turn it off")
    look.at_step(visitor, "security.off")
    page.get_by_label("Your current password").fill(PASSWORD)
    visitor.press("Turn it off")
    assert page.get_by_text("Your second step is off.").is_visible()


def _sign_out(visitor: Visitor) -> None:
    visitor.open("/account")
    visitor.press("Sign out")


def _begin(visitor: Visitor, email: str) -> None:
    page = visitor.open("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.press("Sign in")
    assert visitor.heading() == "Second step"


def _finish(visitor: Visitor, code: str) -> None:
    visitor.page.get_by_label("Code").fill(code)
    visitor.press("Sign in")
    visitor.page.wait_for_url("**/g/harbour/")


def _now() -> int:
    return int(time.time())


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_one_signs_out_the_browser_one_left_open_elsewhere(
    chromium: Browser, demo_site: str, device: str
) -> None:
    email = TRAVELLER[device]
    with visitors_at(chromium, demo_site) as make:
        elsewhere = make("desk", user_agent=ELSEWHERE).sign_in(email, PASSWORD)
        here = make(device, java_script_enabled=device == "desk").sign_in(email, PASSWORD)
        page = here.open("/account")
        here.follow("Devices")
        assert page.get_by_text("Firefox on Windows").first.is_visible()
        here.press({"phone": "Sign out Firefox on Windows", "desk": "Sign out everywhere but here"}[device])
        assert page.get_by_text("You are signed in nowhere else.").is_visible()
        elsewhere.open("members")
        assert elsewhere.heading() == "Sign in"
        assert here.open("members").locator("main .face-card").first.is_visible()


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_one_orders_the_archive_leaves_the_page_and_comes_back_for_it(
    visit: Any, look: Look, device: str
) -> None:
    visitor = visit(KEEPER[device], device, java_script_enabled=device == "desk")
    page = visitor.open("/account")
    visitor.follow("Download everything of yours")
    visitor.press("Make the file")
    page.wait_for_url("**/work/*")
    visitor.open("members")
    visitor.open("/account/archive")
    visitor.follow("Asked for")
    # the page looks again by itself until the worker is done
    page.get_by_role("link", name="Download").wait_for(timeout=60_000)
    look.at_step(visitor, "work.show")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert archive.testzip() is None
        assert any(KEEPER[device].encode() in archive.read(name) for name in archive.namelist())
