"""Somebody at a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, ViewportSize

CHROMIUM_OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"),
    *("--disable-extensions", "--disable-component-update", "--disable-default-apps"),
]
PATIENCE = 15_000
"""Milliseconds, for a machine that does other things too."""
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 900},
}


class Visitor:
    """Opens pages at a device, counts taps, and keeps what the browser complained of."""

    def __init__(self, chromium: Browser, site: str, device: str = "desk", **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.taps = 0
        self.home = ""
        self.device = device
        self.has_scripts: bool = options.get("java_script_enabled", True)
        self.context = chromium.new_context(
            base_url=site, viewport=SIZES[device], has_touch=device == "phone", **options
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.open_page()

    def open_page(self) -> Page:
        """Another page of the same browser."""
        page = self.context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _listen(self, message: Any) -> None:
        # the browser also calls it an error when a page says 4xx, which many of these pages mean to
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"{message.text} ({self.page.url})")

    def sign_in(self, email: str, password: str) -> "Visitor":
        """Sign in by the form."""
        self.page.goto("/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/g/*/")
        self.home = self.page.url
        return self

    def open(self, path: str = "") -> Page:
        """Go to a page, by an address of the site or one within the group."""
        self.page.goto(path if path.startswith("/") else f"{self.home}{path}")
        return self.page

    def tap(self, what: Locator) -> None:
        """Tap, or click, and count it."""
        self.taps += 1
        if self.device == "phone":
            what.tap()
        else:
            what.click()

    def press(self, name: str) -> None:
        """Press the button of this name, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("button", name=name, exact=True))

    def press_the_button(self) -> None:
        """Press the one button of the page itself, whatever it says."""
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("main").get_by_role("button"))

    def pick(self, name: str) -> None:
        """Pick somebody by the face."""
        self.tap(self.page.get_by_role("radio", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow the first link of this name in the page itself."""
        with self.page.expect_navigation():
            self.tap(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def heading(self) -> str:
        """What the page says it is."""
        return self.page.get_by_role("heading", level=1).inner_text()


@contextmanager
def visitors_at(chromium: Browser, site: str) -> Iterator[Any]:
    """Makes visitors of a site; afterwards no browser may have complained (T40: not one violation)."""
    visitors: list[Visitor] = []

    def make(device: str = "desk", **options: Any) -> Visitor:
        visitors.append(Visitor(chromium, site, device, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert not [line for visitor in visitors for line in visitor.complaints]
