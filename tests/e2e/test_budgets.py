"""What a first visit on a phone may weigh, and that nothing jumps while it arrives."""

import gzip
from typing import Any

import pytest

from tests.e2e.conftest import ADDRESSES

MOST_REQUESTS = 6
"""Besides the page's faces."""
MOST_BYTES = 100_000
MOST_HTML = 30_000
MOST_SCRIPT = 20_000
MOST_SHIFT = 0.02
PAGES = [
    *("", "members", "referrals", "referrals/new", "reciprocity", "thanks"),
    *("meetings", "meetings/month", "one-to-ones", "one-to-ones/propose", "visitors"),
]
WATCH_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_and_nothing_jumps(visit: Any, signed_in: Any, path: str) -> None:
    cookies, home = signed_in(ADDRESSES["member"])
    visitor = visit(None, "phone", storage_state=cookies)
    page, weights = visitor.page, {}
    page.add_init_script(WATCH_SHIFTS)
    page.on("response", lambda response: weights.update({response.url: response}))
    page.goto(f"{home}{path}", wait_until="networkidle")
    page.mouse.wheel(0, 3000)
    page.wait_for_load_state("networkidle")

    sizes = {
        url: len(gzip.compress(response.body()))
        for url, response in list(weights.items())
        if "/photo/" not in url
    }
    assert len(sizes) <= MOST_REQUESTS, list(sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert sizes[f"{home}{path}"] <= MOST_HTML, sizes
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= MOST_SCRIPT, sizes
    assert page.evaluate("() => window.shifts") < MOST_SHIFT


def test_the_faces_of_a_long_list_come_lazily_and_leave_their_place_free(visit: Any) -> None:
    page = visit("member", "phone").open("members")
    faces = page.locator("main .face-card img")
    assert faces.count() > 20
    assert set(faces.evaluate_all("faces => faces.map(face => face.loading)")) == {"lazy"}
    assert all(faces.evaluate_all("faces => faces.map(face => face.width === face.height && face.width > 0)"))
