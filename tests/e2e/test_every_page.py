"""Every page, in both schemes and at every width: nothing that axe finds, nothing that spills over.

Each is loaded once, by turns at a phone and at a desk; `Look` turns it to the other width and scheme. The
pages that a step before opens are looked at in the journeys, by the same `Look`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.look import Look
from tests.e2e.pages import IN_JOURNEYS, NO_PAGE, PAGES
from tests.e2e.things import ADMIN, OTHER, Things, make_things
from tests.e2e.things_meetings import make_meeting_things
from tests.e2e.visitor import Visitor, visitors_at

ROUTES = Path(__file__).parent.parent / "routes.txt"
ENDPOINT = re.compile(r"([a-z_.]+) +(?:signed in|[a-z.-]+)$")
JOURNEYS = sorted(Path(__file__).parent.glob("test_journeys_*.py"))
LOOK = re.compile(r"look\.at_step\(\w+, \"([a-z_.]+)\"\)")
DEVICES = ["phone", "desk"]
BY_TURNS = {"phone": slice(0, None, 2), "desk": slice(1, None, 2)}
EMPTIED = ", ".join(f"main input[name={name}]" for name in ("name", "from_day", "last_day", "title", "day_1"))
OPEN_TO_ALL = (
    *("/sign-in", "{joining}", "/join/forged"),
    *("/p/harbour", "/p/harbour/visit", "/p/harbour/join", "/meeting-answer/forged"),
)
SEEN_BY_A_MEMBER = (
    *("settings", "referrals/999999", "", "reciprocity", "members/1", "members/2"),
    *("meetings/{next}", "meetings/{evening}", "meetings/{held}", "meetings/{next}/attendance"),
)
"""What others than an admin see there, or may not see."""
ENDED = (
    *("/join/forged", "/account/address/forged", "/new-password/forged"),
    *("/answer/forged", "/unsubscribe/forged"),
    *("/request/forged", "/visit/forged", "/meeting-answer/forged"),
    *("/one-to-one-answer/forged", "/here/forged"),
)


def _sign_in_wrongly(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("nobody@example.org")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_in_without_token(page: Page) -> None:
    page.goto("/sign-in")
    page.eval_on_selector_all("[name=csrf_token]", "fields => fields.forEach(field => field.remove())")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def _nowhere(page: Page) -> None:
    page.goto("/nowhere")


NOT_LET_IN: Sequence[Callable[[Page], None]] = (_sign_in_wrongly, _sign_in_without_token, _nowhere)


def _save(path: str, button: str) -> Callable[[Visitor, Things], None]:
    def save(visitor: Visitor, things: Things) -> None:
        visitor.open(path.format(**things))
        for field in visitor.page.locator(EMPTIED).all():
            field.fill("")
        visitor.page.locator("main").get_by_role("button", name=button, exact=True).last.click()
        visitor.page.locator(".error-summary").wait_for()

    return save


def _save_stale(path: str, label: str) -> Callable[[Visitor, Things], None]:
    """Save what another page has saved meanwhile."""

    def save(visitor: Visitor, things: Things) -> None:
        late, early = visitor.open(path.format(**things)), visitor.open_page()
        early.goto(late.url)
        for page, words in ((early, f"early {visitor.device}"), (late, f"late {visitor.device}")):
            page.get_by_label(label).first.fill(words)
            with page.expect_navigation():
                page.get_by_role("button", name="Save", exact=True).click()
        early.close()
        assert "Error: " in late.title()

    return save


STATES: dict[str, Callable[[Visitor, Things], None]] = {
    "a member without a name": _save("members/new", "Add to the group"),
    "a referral to nobody": _save("referrals/new", "Save"),
    "a picture that is none": _save("members/{me}/edit", "Use this photo"),
    "leaving on no day": _save("members/{other}/leaving", "Mark as left"),
    "a decline without a reason": _save("referrals/{passed}/decline", "Decline"),
    "settings without a name": _save("settings", "Save"),
    "a stale profile": _save_stale("members/{other}/edit", "Headline"),
    "an import without a file": _save("imports", "Check this file"),
    "a meeting without a title": _save("meetings/new", "Schedule it"),
    "a meeting that is changed to none": _save("meetings/{evening}/edit", "Save"),
    "a stale meeting": _save_stale("meetings/{evening}/edit", "Place"),
    "a series without a title": _save("meetings/series/{series}/edit", "Save"),
    "a one-to-one with nobody": _save("one-to-ones/propose", "Next"),
    "a one-to-one that was had with nobody": _save("one-to-ones/new", "Save"),
    "a one-to-one at none of its times": _save("one-to-ones/proposals/{asked}", "Accept"),
    "a visitor without a name": _save("visitors/new", "Save the visitor"),
    "a visitor who has lost their name": _save("visitors/{came}/edit", "Save"),
}


@pytest.fixture(scope="session")
def things(chromium: Browser, demo_site: str, demo_dir: Path, signed_in: Any) -> Iterator[Things]:
    """One of everything."""
    with visitors_at(chromium, demo_site) as make:
        admin, other = (_signed_in_as(email, make, signed_in) for email in (ADMIN, OTHER))
        yield {**make_things(admin, demo_dir), **make_meeting_things(admin, other, demo_dir)}


def _signed_in_as(email: str, make: Any, signed_in: Any) -> Visitor:
    state, home = signed_in(email)
    visitor: Visitor = make(storage_state=state)
    visitor.home = home
    return visitor


def test_no_page_is_forgotten() -> None:
    lines = [line for line in ROUTES.read_text(encoding="utf-8").splitlines() if line.startswith("GET")]
    endpoints = {found[1] for line in lines if (found := ENDPOINT.search(line))}
    assert len(endpoints) == len(lines)
    assert set(PAGES) | IN_JOURNEYS == endpoints - NO_PAGE


def test_no_page_that_a_step_before_opens_is_forgotten() -> None:
    journeys = "".join(path.read_text(encoding="utf-8") for path in JOURNEYS)
    looked_at = set(LOOK.findall(journeys))
    assert looked_at == IN_JOURNEYS


@pytest.mark.parametrize("device", DEVICES)
def test_T40_no_page_has_an_axe_violation_or_scrolls_sideways(
    visit: Any, look: Look, things: Things, device: str
) -> None:
    visitor = visit("admin", device)
    for path in [*chain.from_iterable(PAGES.values())][BY_TURNS[device]]:
        address = path.format(**things)
        answer = visitor.page.goto(address if address.startswith("/") else f"{visitor.home}{address}")
        assert answer.status == (404 if path in ENDED else 200), path
        look.at(visitor, path)


@pytest.mark.parametrize("device", DEVICES)
def test_no_form_with_errors_has_an_axe_violation(
    visit: Any, look: Look, things: Things, device: str
) -> None:
    visitor = visit("admin", device)
    for name, get_there in [*STATES.items()][BY_TURNS[device]]:
        get_there(visitor, things)
        look.at(visitor, name)


@pytest.mark.parametrize("device", DEVICES)
def test_no_page_of_a_stranger_or_of_an_error_has_an_axe_violation(
    visit: Any, look: Look, things: Things, device: str
) -> None:
    member, stranger = visit("member", device), visit(None, device)
    for get_there in NOT_LET_IN[BY_TURNS[device]]:
        get_there(stranger.page)
        look.at(stranger, get_there.__name__)
    for path in OPEN_TO_ALL[BY_TURNS[device]]:
        stranger.open(path.format(**things))
        look.at(stranger, path)
    for path in SEEN_BY_A_MEMBER[BY_TURNS[device]]:
        member.open(path.format(**things))
        look.at(member, path)
