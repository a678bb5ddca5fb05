"""What a first visit on a phone may weigh."""

import gzip
from typing import Any

import pytest

MOST_REQUESTS = 6
MOST_BYTES = 100_000
MOST_HTML = 30_000
PAGES = ["", "members", "referrals", "referrals/new", "reciprocity"]


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light(visit: Any, path: str) -> None:
    visitor = visit("member", "phone")
    home = visitor.page.url
    answers: list[tuple[str, bytes]] = []

    def weigh(response: Any) -> None:
        if "/photo/" not in response.url:
            answers.append((response.url, response.body()))

    fresh = visitor.context.new_page()
    visitor.context.clear_cookies(name="none")
    session = visitor.context.new_cdp_session(fresh)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    fresh.on("response", weigh)
    fresh.goto(f"{home}{path}", wait_until="networkidle")
    sizes = {url: len(gzip.compress(body)) for url, body in answers}
    assert len(sizes) <= MOST_REQUESTS, list(sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert sizes[f"{home}{path}"] <= MOST_HTML, sizes
