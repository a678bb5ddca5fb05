"""Every page, in both schemes and at both widths: nothing that axe finds, nothing that spills over."""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page

from tests.e2e.pages import NARROW_PAGES, NO_PAGE, PAGES
from tests.e2e.things import Things, make_things
from tests.e2e.visitor import Visitor, visitors_at

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RUN_AXE = """async rules => {
    for (const one of document.getAnimations()) one.finish();  // colours on their way are no colours
    const options = {resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})};
    return (await axe.run(document, options)).violations.map(
        found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`);
}"""
OF_COLOUR = ["cat.color"]
"""The rules whose answer another scheme can change; the mark-up is the same."""
UNFOLD = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
SPILLS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
ROUTES = Path(__file__).parent.parent / "routes.txt"
ENDPOINT = re.compile(r"([a-z_.]+) +(?:signed in|[a-z.-]+)$")
DEVICES = ["phone", "desk"]
EMPTIED = "main input[name=name], main input[name=from_day], main input[name=last_day]"
ENDED = (
    *("/join/forged", "/account/address/forged", "/new-password/forged"),
    *("/answer/forged", "/unsubscribe/forged"),
)


def _sign_in_wrongly(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("nobody@example.org")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_in_without_token(page: Page) -> None:
    page.goto("/sign-in")
    page.eval_on_selector_all("[name=csrf_token]", "fields => fields.forEach(field => field.remove())")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def _nowhere(page: Page) -> None:
    page.goto("/nowhere")


def _save(path: str, button: str) -> Callable[[Visitor, Things], None]:
    def save(visitor: Visitor, things: Things) -> None:
        visitor.open(path.format(**things))
        for field in visitor.page.locator(EMPTIED).all():
            field.fill("")
        visitor.page.locator("main").get_by_role("button", name=button, exact=True).last.click()
        visitor.page.locator(".error-summary").wait_for()

    return save


def _save_stale(visitor: Visitor, things: Things) -> None:
    """Save a profile that another page has saved meanwhile."""
    late, early = visitor.open(f"members/{things['other']}/edit"), visitor.open_page()
    early.goto(late.url)
    for page, words in ((early, f"early {visitor.device}"), (late, f"late {visitor.device}")):
        page.get_by_label("Headline").fill(words)
        with page.expect_navigation():
            page.get_by_role("button", name="Save", exact=True).click()
    early.close()
    assert "Error: " in late.title()


STATES: dict[str, Callable[[Visitor, Things], None]] = {
    "a member without a name": _save("members/new", "Add to the group"),
    "a referral to nobody": _save("referrals/new", "Save"),
    "a picture that is none": _save("members/{me}/edit", "Use this photo"),
    "leaving on no day": _save("members/{other}/leaving", "Mark as left"),
    "a decline without a reason": _save("referrals/{passed}/decline", "Decline"),
    "settings without a name": _save("settings", "Save"),
    "a stale profile": _save_stale,
    "an import without a file": _save("imports", "Check this file"),
}


class Look:
    """Collects what is wrong with the pages that a visitor has before them."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.wrong: dict[str, list[str]] = {}

    def at(self, name: str) -> None:
        """Look at the present page with all that is folded away, light and dark."""
        page = self.visitor.page
        page.evaluate(UNFOLD)
        page.evaluate(AXE)
        found = [f"light: {one}" for one in page.evaluate(RUN_AXE)]
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in page.evaluate(RUN_AXE, OF_COLOUR)]
        page.emulate_media(color_scheme="light")
        if page.evaluate(SPILLS):
            found.append("it scrolls sideways")
        if found:
            self.wrong[name] = found


@pytest.fixture(scope="session")
def things(chromium: Browser, demo_site: str, demo_dir: Path, signed_in: Any) -> Iterator[Things]:
    """One of everything."""
    state, home = signed_in("chiara.russo@example.org")
    with visitors_at(chromium, demo_site) as make:
        admin = make(storage_state=state)
        admin.home = home
        yield make_things(admin, demo_dir)


def test_no_page_is_forgotten() -> None:
    lines = [line for line in ROUTES.read_text(encoding="utf-8").splitlines() if line.startswith("GET")]
    endpoints = {found[1] for line in lines if (found := ENDPOINT.search(line))}
    assert len(endpoints) == len(lines)
    assert set(PAGES) == endpoints - NO_PAGE


@pytest.mark.parametrize("device", DEVICES)
def test_T40_no_page_has_an_axe_violation_or_scrolls_sideways(
    visit: Any, things: Things, device: str
) -> None:
    visitor = visit("admin", device)
    look = Look(visitor)
    for path in chain.from_iterable(PAGES.values()):
        address = path.format(**things)
        answer = visitor.page.goto(address if address.startswith("/") else f"{visitor.home}{address}")
        assert answer.status == (404 if path in ENDED else 200), path
        look.at(path)
    assert not look.wrong


@pytest.mark.parametrize("device", DEVICES)
def test_no_form_with_errors_has_an_axe_violation(visit: Any, things: Things, device: str) -> None:
    visitor = visit("admin", device)
    look = Look(visitor)
    for name, get_there in STATES.items():
        get_there(visitor, things)
        look.at(name)
    assert not look.wrong


@pytest.mark.parametrize("device", DEVICES)
def test_no_page_of_a_stranger_or_of_an_error_has_an_axe_violation(
    visit: Any, things: Things, device: str
) -> None:
    member, stranger = visit("member", device), visit(None, device)
    look, look_in = Look(stranger), Look(member)
    for get_there in (_sign_in_wrongly, _sign_in_without_token, _nowhere):
        get_there(stranger.page)
        look.at(get_there.__name__)
    for path in ("/sign-in", str(things["joining"]), "/join/forged"):
        stranger.open(path)
        look.at(path)
    for path in ("settings", "referrals/999999", "", "reciprocity", "members/1", "members/2"):
        member.open(path)
        look_in.at(path)
    assert not look.wrong
    assert not look_in.wrong


def test_at_320_pixels_no_main_page_scrolls_sideways(visit: Any, things: Things) -> None:
    visitor = visit("admin", "phone")
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    spilling = []
    for path in NARROW_PAGES:
        if visitor.open(path.format(**things)).evaluate(SPILLS):
            spilling.append(path)
    assert not spilling
