"""What axe finds on the pages that visitors have before them, light and dark, and what spills over."""

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.e2e.visitor import SIZES, Visitor

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


class Look:
    """Collects what is wrong with pages."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {}

    def at(self, visitor: Visitor, name: str) -> None:
        """Look at the present page with all that is folded away, light and dark.

        Args:
            name: what the page is called where something is wrong with it.
        """
        page = visitor.page
        page.evaluate(UNFOLD)
        page.evaluate(AXE)
        found = [f"light: {one}" for one in page.evaluate(RUN_AXE)]
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in page.evaluate(RUN_AXE, OF_COLOUR)]
        page.emulate_media(color_scheme="light")
        found += _spilling(page)
        if found:
            self.wrong[f"{name} ({visitor.device})"] = found

    def at_step(self, visitor: Visitor, endpoint: str) -> None:
        """Look at a page that a step of a journey opened, at the width of each device.

        Axe is a script: a visitor without scripts passes by, since the other half of the journey looks.
        """
        if not visitor.has_scripts:
            return
        self.at(visitor, endpoint)
        own = SIZES[visitor.device]
        for device, size in SIZES.items():
            if size is not own:
                visitor.page.set_viewport_size(size)
                found = visitor.page.evaluate(RUN_AXE) + _spilling(visitor.page)
                if found:
                    self.wrong[f"{endpoint} (as wide as a {device})"] = found
        visitor.page.set_viewport_size(own)


def _spilling(page: Page) -> list[str]:
    return ["it scrolls sideways"] if page.evaluate(SPILLS) else []
