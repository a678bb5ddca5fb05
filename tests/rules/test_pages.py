"""What holds for every page there is, whoever opens it."""

from collections.abc import Callable

import pytest

from groupnet.groups.models import Membership
from tests.browser import Browser
from tests.factories import World
from tests.rules.crawl import crawl
from tests.rules.towns import Town, build_town
from tests.snapshot import all_rows

POLYGLOT = (
    """jaVasCript:/*-/*`/*'/*"/**/(alert())//</tItLe/</teXtarEa/--!>"""
    """\\x3csVg/<sVg/oNloAd=alert()//>{{7919*7907}}' OR 1=1 --"""
)
"""Script, quotes, templates and SQL in one line; nothing of it may come to life."""
PRODUCT = str(7919 * 7907)
DRESSED = "Zoë\u202egnp.exe 👩‍👩‍👧 " + "a" * 60
MARKER = "MARKERofgroupB"
FEWEST_SHOWN = 3
KINDS: dict[str, Callable[[Town], Membership]] = {
    "member": lambda town: town.member,
    "admin": lambda town: town.admin,
    "organiser": lambda town: town.organiser,
}


@pytest.mark.parametrize("kind", KINDS)
def test_T14_a_marker_in_another_group_never_shows(world: World, browser: Browser, kind: str) -> None:
    town = build_town(world, "harbour")
    build_town(world, "other", MARKER)
    browser.sign_in(KINDS[kind](town))
    for page in crawl(browser, "/g/harbour/"):
        assert MARKER.encode() not in page.data, f"{page.request.path} shows another group's data"
        assert page.status_code < 400, f"a link leads to {page.status_code}: {page.request.url}"


@pytest.mark.parametrize("kind", KINDS)
def test_T29_a_polyglot_in_every_text_shows_as_text(world: World, browser: Browser, kind: str) -> None:
    town = build_town(world, "harbour", POLYGLOT)
    browser.sign_in(KINDS[kind](town))
    shown = 0
    for page in crawl(browser, "/g/harbour/"):
        if page.mimetype == "text/html":
            assert "<sVg" not in page.text, page.request.path
            assert PRODUCT not in page.text, page.request.path
            assert 'href="jaVasCript' not in page.text, page.request.path
            shown += "&lt;sVg" in page.text
    assert shown >= FEWEST_SHOWN


@pytest.mark.parametrize("kind", KINDS)
def test_T30_long_and_dressed_up_names_break_no_page(world: World, browser: Browser, kind: str) -> None:
    town = build_town(world, "harbour", DRESSED[:100])
    browser.sign_in(KINDS[kind](town))
    assert all(page.status_code < 400 for page in crawl(browser, "/g/harbour/"))


def test_T40_T41_every_page_has_the_exact_headers_and_is_kept_out_of_caches(
    world: World, browser: Browser
) -> None:
    town = build_town(world, "harbour")
    browser.sign_in(town.admin)
    for page in crawl(browser, "/g/harbour/"):
        headers = page.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        nonce = policy.pop("script-src").removeprefix("'self' 'nonce-").removesuffix("'")
        assert len(nonce) >= 20
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self' data: blob:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        cached = headers["Cache-Control"]
        is_photo = "/photo/" in page.request.path
        assert cached == "no-store" or (is_photo and cached.startswith("private")), page.request.path


def test_T26_no_get_changes_anything(world: World, browser: Browser) -> None:
    town = build_town(world, "harbour")
    browser.sign_in(town.admin)
    before = all_rows(world.app)
    assert list(crawl(browser, "/g/harbour/"))
    assert all_rows(world.app) == before
