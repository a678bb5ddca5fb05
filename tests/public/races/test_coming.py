"""Many strangers at once: a database of its own, and commits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from groupnet.groups.models import Group
from groupnet.meetings.models import Visit, Visitor
from groupnet.public.models import PublicRequest
from groupnet.public.service.asking import MOST_TO_AN_ADDRESS
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of
from tests.public.pages import JOIN, VERA, VISIT, mails_to, proving_link, type_in

AT_ONCE = 8
pytestmark = pytest.mark.commits


def at_once(app: Flask, paths: list[str], typed: list[dict[str, str]]) -> Counter[int]:
    """Everybody sends the form of their page at once; how often which status came."""
    browsers = [Browser(app) for _ in typed]
    pages = [browser.get(path) for browser, path in zip(browsers, paths, strict=True)]

    def send(number: int) -> int:
        return browsers[number].submit(pages[number], typed[number]).status_code

    with ThreadPoolExecutor(len(typed)) as pool:
        return Counter(pool.map(send, range(len(typed))))


def test_T43_visitors_who_press_at_once_never_take_more_places_than_there_are(
    world: World, mailbox: Mailbox, group: Group
) -> None:
    world.meeting(group, capacity=3)
    emails = [f"v{number}@example.org" for number in range(AT_ONCE)]
    for email in emails:
        type_in(world, {**VERA, "email": email})
    links = [proving_link(mailbox, email) for email in emails]
    assert at_once(world.app, links, [{}] * AT_ONCE) == {303: 3, 422: AT_ONCE - 3}
    assert len(all_of(world, group, Visit)) == 3
    assert len(all_of(world, group, PublicRequest)) == AT_ONCE - 3


@pytest.mark.parametrize("path", [VISIT, JOIN])
def test_T46_the_same_form_sent_at_once_is_one_request_and_few_mails(
    world: World, mailbox: Mailbox, group: Group, path: str
) -> None:
    world.meeting(group)
    assert at_once(world.app, [path] * AT_ONCE, [VERA] * AT_ONCE) == {303: AT_ONCE}
    assert len(all_of(world, group, PublicRequest)) == 1
    assert len(mails_to(mailbox, VERA["email"])) == MOST_TO_AN_ADDRESS


@pytest.mark.parametrize("path", [VISIT, JOIN])
def test_T46_the_button_pressed_at_once_is_one_visitor(
    world: World, mailbox: Mailbox, group: Group, path: str
) -> None:
    world.meeting(group)
    type_in(world, VERA, path)
    links = [proving_link(mailbox, VERA["email"])] * AT_ONCE
    assert at_once(world.app, links, [{}] * AT_ONCE) == {303: AT_ONCE}
    assert len(all_of(world, group, Visitor)) == 1
    assert len(all_of(world, group, Visit)) == (path == VISIT)
    assert len(mails_to(mailbox, VERA["email"])) == 2
