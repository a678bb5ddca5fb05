"""Walks every page that a signed-in person can reach by links."""

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.browser import Browser

MOST_PAGES = 400
FEWEST_PAGES = 15
MOST_ALIKE = 6
"""Pages of one shape (ids and values left out) that are opened."""
NUMBER = re.compile(r"\d+")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("href") if tag == "a" else given.get("src") if tag == "img" else None
        if address:
            self.found.append(address)


def links_of(response: TestResponse) -> list[str]:
    """The addresses on a page that lie on this site."""
    if response.mimetype != "text/html":
        return []
    reader = _Links()
    reader.feed(response.text)
    absolute = (urljoin(response.request.path, link) for link in reader.found)
    return [link.partition("#")[0] for link in absolute if not urlsplit(link).scheme]


def _shape(address: str) -> str:
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return NUMBER.sub("N", parts.path) + "?" + "&".join(names)


def crawl(browser: Browser, start: str) -> Iterator[TestResponse]:
    """Open every page from one on, breadth first, a few of each shape.

    Args:
        browser: signed in.
        start: an address on this site.

    Raises:
        AssertionError: so few pages were found that links must be missing.
    """
    waiting, seen = deque([start]), {start}
    shapes: dict[str, int] = {}
    opened = 0
    while waiting and opened < MOST_PAGES:
        address = waiting.popleft()
        shapes[_shape(address)] = shapes.get(_shape(address), 0) + 1
        if shapes[_shape(address)] > MOST_ALIKE:
            continue
        response = browser.get(address)
        opened += 1
        yield response
        found = links_of(response)
        if response.status_code in (301, 302, 303):
            found.append(urljoin(address, response.location))
        for link in found:
            if link not in seen and link.startswith("/") and not link.startswith("/assets/"):
                seen.add(link)
                waiting.append(link)
    assert opened >= FEWEST_PAGES, f"only {opened} pages were found from {start}"
