"""A group's own words on its page: an empty line begins a paragraph, and lists stay lists."""

import pytest

from groupnet.public.paragraphs import paragraphs
from tests.browser import Browser
from tests.factories import World
from tests.public.pages import open_page

WRAPPED = "Some forty independent businesses round the harbour know\none another’s trades."


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (WRAPPED, [WRAPPED.replace("\n", " ")]),
        (WRAPPED.replace("\n", "\r\n"), [WRAPPED.replace("\n", " ")]),
        ("Bakers\nPrinters\nRoofers", ["Bakers\nPrinters\nRoofers"]),
        ("One.\n \nTwo.\n\n\n\nThree.", ["One.", "Two.", "Three."]),
        (
            "- What we do is written here in a line that is long enough\n- and in another",
            ["- What we do is written here in a line that is long enough\n- and in another"],
        ),
        ("", []),
        (" \r\n ", []),
    ],
)
def test_a_line_broken_at_its_margin_goes_on(typed: str, meant: list[str]) -> None:
    assert list(paragraphs(typed)) == meant


def test_the_page_breaks_no_sentence(world: World, browser: Browser) -> None:
    open_page(world, world.group("harbour"), about=f"{WRAPPED}\r\n\r\nCome and see us.")
    page = browser.get("/p/harbour").text
    assert "know one another’s trades." in page
    assert '<p class="as-typed">Come and see us.</p>' in page
