"""Many strangers at once: a database of its own, and commits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from groupnet.groups.models import Group
from groupnet.meetings.models import Visit, Visitor
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of
from tests.public.pages import VERA, open_page

AT_ONCE = 8
pytestmark = pytest.mark.commits


def at_once(app: Flask, path: str, typed: list[dict[str, str]]) -> Counter[int]:
    """Everybody sends the same page's form at once; how often which status came."""
    browsers = [Browser(app) for _ in typed]
    pages = [browser.get(path) for browser in browsers]

    def send(number: int) -> int:
        return browsers[number].submit(pages[number], typed[number]).status_code

    with ThreadPoolExecutor(len(typed)) as pool:
        return Counter(pool.map(send, range(len(typed))))


@pytest.fixture
def world(own_app: Flask) -> World:
    return World(own_app)


@pytest.fixture
def group(world: World) -> Group:
    group = world.group("harbour")
    open_page(world, group)
    return group


def test_T43_visitors_at_once_never_take_more_places_than_there_are(world: World, group: Group) -> None:
    world.meeting(group, capacity=3)
    typed = [{**VERA, "email": f"v{number}@example.org"} for number in range(AT_ONCE)]
    assert at_once(world.app, "/p/harbour/visit", typed) == {303: 3, 422: AT_ONCE - 3}
    assert len(all_of(world, group, Visit)) == 3


@pytest.mark.parametrize("path", ["/p/harbour/visit", "/p/harbour/join"])
def test_T46_the_same_person_at_once_is_one_visitor(world: World, group: Group, path: str) -> None:
    world.meeting(group)
    assert at_once(world.app, path, [VERA] * AT_ONCE) == {303: AT_ONCE}
    assert len(all_of(world, group, Visitor)) == 1
