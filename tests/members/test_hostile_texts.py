"""What people type stays text on every page of members."""

from typing import Any

import pytest

from groupnet.groups.models import JobSearchShown, Membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World

TEXTS = (
    "headline",
    "company",
    "category",
    "background",
    "offers",
    "good_referral",
    "job_search",
    "links",
    "phone",
)
SHORT = {"name": 120, "headline": 160, "company": 120, "category": 80, "phone": 40}
PAGES = (
    "members",
    "members?q=zebra",
    "members?q=%3Cscript%3E",
    "members/former",
    "members/{id}",
    "members/{id}/edit",
)
ADMIN_PAGES = (
    "members/{id}/leave",
    "members/{id}/return",
    "members/{id}/leaving",
    "members/{id}/photo/remove",
)

POLYGLOT = "zebra <script>x</script>\"'><img src=x onerror=x>{{7*7}}{% x %}';DROP TABLE membership;--"
LONG = "zebra " + "W" * 294
EMOJI = "zebra 👩‍👩‍👧‍👦🏳️‍🌈 e\u0301 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘"
RIGHT_TO_LEFT = "zebra \u202eevil\u202c שלום مرحبا \u2066x\u2069"


def planted(world: World, text: str) -> tuple[Membership, Membership]:
    """A member with the text in every column, straight into the table, and an admin."""
    group = world.group()
    profile: dict[str, Any] = {name: text[: SHORT.get(name, 300)] for name in TEXTS}
    member = world.member(
        group,
        text[:120],
        account=False,
        job_search_shown=JobSearchShown.GROUP,
        **profile,
    )
    return member, world.member(group, rights=(Right.ADMIN,))


@pytest.mark.parametrize(
    "text", [POLYGLOT, LONG, EMOJI, RIGHT_TO_LEFT], ids=["polyglot", "long", "emoji", "rtl"]
)
def test_T29_T30_hostile_texts_show_as_text(world: World, browser: Browser, text: str) -> None:
    member, admin = planted(world, text)
    browser.sign_in(admin)
    for path in (*PAGES, *ADMIN_PAGES):
        answer = browser.get(path.format(id=member.id))
        assert answer.status_code == 200, path
        page = answer.text
        for live in ("<script>x", "<img src=x", ">49<", "onerror=x>{{49"):
            assert live not in page, (path, live)
    assert "zebra" in browser.get(f"members/{member.id}").text


def test_T30_a_name_keeps_no_direction_and_no_control(world: World, browser: Browser) -> None:
    member = world.member(world.group())
    path = browser.sign_in(member).path(f"members/{member.id}/edit")
    sent = {"name": "Ann\u202e\u0000 \u0007 Lee ", "offers": "one\u202e\x00\r\n  two  "}
    assert browser.submit(path, sent, action=path).status_code == 303
    page = browser.get(f"members/{member.id}").text
    assert "<h1>Ann Lee</h1>" in page
    assert "\u202e" not in page
    assert "\x00" not in page


@pytest.mark.parametrize(
    "query", ["%00", "%F0%9F%92%A9", "a" * 500, "%25_%5C", "%EF%B7%BA", "%C4%B0%C3%9F%EF%AC%81"]
)
def test_T29_any_search_is_answered(world: World, browser: Browser, query: str) -> None:
    member = world.member(world.group(), "İstanbul Straße", offers="ﬁne 100%_\\ work")
    browser.sign_in(member)
    assert browser.get(f"members?q={query}&page=99999999&show=x").status_code == 200
