"""The menu leads somewhere, and only where its reader may go."""

import re

import pytest
from flask import Flask

from groupnet.core.access import access_of
from groupnet.groups.models import Membership
from groupnet.groups.roles import Right
from groupnet.navigation import ADMIN_TABLE, TABLE
from tests.browser import Browser
from tests.factories import World
from tests.rules.crawl import links_of
from tests.rules.towns import Town, build_town

MARKED = re.compile(
    r'<a class="item"[^>]*aria-current="page".*?</svg>\s*(?:<span>)?(\w+(?: \w+)*)', re.DOTALL
)
KINDS = ("member", "organiser", "officer", "admin", "on_leave")


def test_every_line_of_the_menu_is_an_endpoint_with_its_permission(migrated_app: Flask) -> None:
    for line in TABLE:
        assert line[-1] in migrated_app.view_functions
    for permission, *_, endpoint in ADMIN_TABLE:
        assert access_of(migrated_app, endpoint).permission == permission


@pytest.mark.parametrize(
    ("page", "side", "bar"),
    [
        ("", "Home", "Home"),
        ("more", None, "More"),
        ("members/former", "Members", "Members"),
        ("joining-sheet", "Members", "Members"),
        ("thanks", "Referrals", "More"),
        ("visitors", "Meetings", "Meetings"),
        ("reciprocity/how", "Reciprocity", "More"),
        ("imports", "Import and export", "More"),
        ("settings", "Group settings", "More"),
        ("mail", "Undelivered mail", "More"),
    ],
)
def test_every_page_is_marked_in_both_menus(
    world: World, browser: Browser, page: str, side: str | None, bar: str
) -> None:
    browser.sign_in(world.member(world.group(), rights=(Right.ADMIN,)))
    text = browser.get(page).text
    before, _, after = text.partition('<nav class="bar-nav"')
    assert MARKED.findall(before.partition("<main")[0]) == ([side] if side else [])
    assert MARKED.findall(after) == [bar]


@pytest.mark.parametrize("kind", KINDS)
def test_no_link_on_home_or_more_is_closed_to_its_reader(world: World, browser: Browser, kind: str) -> None:
    town: Town = build_town(world, "harbour")
    who: Membership = getattr(town, kind)
    browser.sign_in(who)
    for page in ("", "more"):
        links = links_of(browser.get(page))
        assert len(links) > 5
        closed = [link for link in links if browser.client.get(link).status_code >= 400]
        assert not closed
