"""Where signing in leads on to."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupnet.people.browser import safe_next
from tests.browser import Browser
from tests.factories import PASSWORD, World

TRICKS = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/ /evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example",
    "/\u00a0/evil.example",
    "/\u2028/evil.example",
    " //evil.example",
    "\t//evil.example",
    "\x01//evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "ht\ntps://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "//evil.example/%2f..",
    "//localhost@evil.example",
    "//evil.example\\@localhost",
    "http://localhost",
    "http://localhost@evil.example",
    "http://localhost.evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "／／evil.example",
    "/\r\nSet-Cookie: a=b",
    "/g\r\nLocation: https://evil.example",
    "",
]
KEPT = ["/", "/g/harbour/", "/g/harbour/members?q=a&page=2", "/g/harbour/#top", "/join/a.b-c_d"]


def lands_here(target: str) -> bool:
    """As a browser resolves it: backslashes are slashes, tabs and line ends are nothing."""
    seen = target.translate({ord(c): None for c in "\t\n\r"}).replace("\\", "/").strip(" \x00\x0b")
    return urlsplit(urljoin("https://here.example/sign-in", seen)).netloc == "here.example"


@pytest.mark.parametrize("trick", TRICKS)
def test_T27_no_trick_leads_off_this_site(world: World, browser: Browser, trick: str) -> None:
    assert safe_next(trick) is None
    world.person("anna@example.org", password=PASSWORD)
    data = {"email": "anna@example.org", "password": PASSWORD, "next": trick}
    answer = browser.submit("/sign-in", data)
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.get("/sign-in", query_string={"next": trick}).location == "/"


@pytest.mark.parametrize("target", KEPT)
def test_a_place_on_this_site_is_kept(target: str) -> None:
    assert safe_next(target) == target


@given(st.text(alphabet=st.sampled_from("/\\:.@?#%\t\n\r \x00abhtps25fF"), max_size=20))
def test_T27_whatever_is_kept_lands_here(text: str) -> None:
    kept = safe_next("/" + text)
    assert kept is None or lands_here(kept)


@pytest.mark.parametrize("trick", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_T27_signing_out_leads_nowhere_else_either(world: World, browser: Browser, trick: str) -> None:
    browser.sign_in(world.person())
    assert browser.post("/sign-out", {"next": trick}).location == "/sign-in"
