"""Every page, in both schemes and both widths: nothing that axe finds, nothing that spills over."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

ADMIN_PAGES = [
    "",
    "more",
    "members",
    "members?q=roof",
    "members?q=nobody-at-all",
    "members/new",
    "referrals",
    "referrals?direction=given",
    "referrals/new",
    "thanks",
    "thanks/new",
    "reciprocity",
    "reciprocity?months=12&order=az",
    "reciprocity?from=2020-01-01&to=2020-01-31",
    "reciprocity/how",
    "imports",
    "settings",
    "joining-sheet",
]
PUBLIC_PAGES = ["/sign-in", "/join/forged", "/nowhere"]
SCHEMES = ["light", "dark"]
DEVICES = ["phone", "desk"]


def problems_of(page: Any) -> list[str]:
    """What axe finds, and whether the page scrolls sideways."""
    found = [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append("the page scrolls sideways")
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("device", DEVICES)
def test_no_page_of_a_group_has_an_axe_violation(visit: Any, scheme: str, device: str) -> None:
    visitor = visit("admin", device, color_scheme=scheme)
    home = visitor.page.url
    wrong = {}
    for path in [*ADMIN_PAGES, *linked_pages(visitor)]:
        visitor.page.goto(path if path.startswith("/") else f"{home}{path}")
        found = problems_of(visitor.page)
        if found:
            wrong[path] = found
    assert not wrong


def linked_pages(visitor: Any) -> list[str]:
    """One member, one referral and their forms, found as a person finds them."""
    page, home = visitor.page, visitor.page.url
    found = []
    for start, pattern in (("members", "/members/"), ("referrals", "/referrals/")):
        page.goto(f"{home}{start}")
        links = page.eval_on_selector_all("main a[href]", "links => links.map(a => a.getAttribute('href'))")
        first = next(link for link in links if pattern in link and link.rpartition("/")[2].isdecimal())
        found += [first, f"{first}/edit"]
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("device", DEVICES)
def test_no_public_page_has_an_axe_violation(visit: Any, scheme: str, device: str) -> None:
    visitor = visit(None, device, color_scheme=scheme)
    wrong = {}
    for path in PUBLIC_PAGES:
        visitor.page.goto(path)
        found = problems_of(visitor.page)
        if found:
            wrong[path] = found
    assert not wrong
