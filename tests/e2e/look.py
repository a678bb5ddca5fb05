"""What axe finds on the pages that visitors have before them, light and dark, and what spills over."""

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, ViewportSize

from tests.e2e.visitor import SIZES, Visitor

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RUN_AXE = """async () => {
    for (const one of document.getAnimations()) one.finish();  // colours on their way are no colours
    return (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations.map(
        found => `${found.id}: ${found.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`);
}"""
UNFOLD = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
SHOW_ALL_ROWS = """show => {
    const like = document.querySelectorAll("main :is(li, tr, td, th, [data-find]):nth-child(n + 13)");
    for (const one of like) one.style.display = show ? "" : "none";
}"""
"""Colours take long, and a thirteenth row has those of the rows before it: it is looked at once, in light."""
SPILLS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
OTHER = {"phone": "desk", "desk": "phone"}
NARROW: ViewportSize = {"width": 320, "height": 640}


class Look:
    """Collects what is wrong with pages."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {}

    def at(self, visitor: Visitor, name: str) -> None:
        """Look at the present page with all that is folded away.

        It is loaded once: light as wide as the visitor's device, then dark as wide as the other, then as
        narrow as 320 pixels. A visitor at the other device sees the other two of the four.

        Args:
            name: what the page is called where something is wrong with it.
        """
        page, own = visitor.page, visitor.device
        page.evaluate(UNFOLD)
        page.evaluate(AXE)
        self._note(f"{name} ({own}, light)", page.evaluate(RUN_AXE) + _spilling(page))
        page.set_viewport_size(SIZES[OTHER[own]])
        page.emulate_media(color_scheme="dark")
        spilling = _spilling(page)
        page.evaluate(SHOW_ALL_ROWS, False)
        self._note(f"{name} ({OTHER[own]}, dark)", page.evaluate(RUN_AXE) + spilling)
        page.evaluate(SHOW_ALL_ROWS, True)
        page.set_viewport_size(NARROW)
        self._note(f"{name} (320 pixels)", _spilling(page))
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(SIZES[own])

    def at_step(self, visitor: Visitor, endpoint: str) -> None:
        """Look at a page that a step of a journey opened.

        Axe is a script: a visitor without scripts passes by, since the other half of the journey looks.
        """
        if visitor.has_scripts:
            self.at(visitor, endpoint)

    def _note(self, where: str, found: list[str]) -> None:
        if found:
            self.wrong[where] = found


def _spilling(page: Page) -> list[str]:
    return ["it scrolls sideways"] if page.evaluate(SPILLS) else []
