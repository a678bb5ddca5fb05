"""Handing joining links out: one by one, and as a sheet."""

import base64
import html
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Invitation, Membership, Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World
from tests.groups.newcomers import join_by_code
from tests.mailbox import Mailbox
from tests.statements import count_statements

ADDRESS = re.compile(r'value="(http://[^"]+/join/[^"]+)"')


def stranger(world: World, group: Group, name: str = "Nick Novak", **fields: Any) -> Membership:
    return world.member(group, name, account=False, **{"email": None, **fields})


def links_made(world: World, where: Group | Membership) -> int:
    with world.inside(where):
        return db.session.execute(select(func.count(Invitation.id))).scalar_one()


def make(browser: Browser, membership: Membership) -> str:
    """Make a link as a person would; the path it opens."""
    page = f"members/{membership.id}/joining-link"
    made = browser.submit(page, {}, action=browser.path(page))
    assert (made.status_code, made.location) == (303, browser.path(page))
    found = ADDRESS.search(browser.get(page).text)
    assert found
    address = html.unescape(found[1])
    assert address.startswith("http://127.0.0.1:8000/join/"), "the configured address (T35)"
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize("right", list(Right))
def test_one_who_left_is_brought_back_before_a_link(
    world: World, harbour: Group, right: Right, browser: Browser
) -> None:
    gone = stranger(world, harbour, "Andile Dube")
    world.end_periods(gone, world.today - timedelta(days=1))
    browser.sign_in(world.member(harbour, rights=(right,)))
    page = browser.get(f"members/{gone.id}/joining-link").text
    assert "Andile Dube has left the group." in page
    assert "Make a joining link" not in page
    may_bring_back = right is not Right.ORGANISER
    assert (f"members/{gone.id}/return" in page) is may_bring_back


def test_a_deleted_account_gets_no_link(world: World, harbour: Group, browser: Browser) -> None:
    gone = stranger(world, harbour, "Andile Dube")
    with world.inside(harbour):
        get_membership(gone.id).erased_at = utc_now()
        db.session.commit()
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    page = browser.get(f"members/{gone.id}/joining-link").text
    assert "This account was deleted." in page
    assert "Andile" not in page
    assert "Make a joining link" not in page


@pytest.mark.parametrize("right", list(Right))
def test_who_may_invite_hands_out_a_link_that_works_once(
    world: World, harbour: Group, right: Right, browser: Browser, mailbox: Mailbox
) -> None:
    newcomer = stranger(world, harbour)
    browser.sign_in(world.member(harbour, rights=(right,)))
    link = make(browser, newcomer)
    page = browser.get(f"members/{newcomer.id}/joining-link").text
    assert "It works once, until" in page
    assert "data:image/png;base64," in page
    guest = Browser(world.app)
    assert join_by_code(guest, mailbox, link, "nick@example.org").location == "/g/harbour/"
    assert Browser(world.app).get(link).status_code == 404
    assert "has joined already" in browser.get(f"members/{newcomer.id}/joining-link").text


def test_a_new_link_ends_the_one_before(world: World, browser: Browser, harbour: Group) -> None:
    newcomer = stranger(world, harbour)
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    first, second = make(browser, newcomer), make(browser, newcomer)
    guest = Browser(world.app)
    assert guest.get(first).status_code == 404
    assert guest.get(second).status_code == 200


def test_T46_a_button_pressed_twenty_times_makes_one_link(
    world: World, browser: Browser, harbour: Group
) -> None:
    newcomer = stranger(world, harbour)
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    path = f"members/{newcomer.id}/joining-link"
    page = browser.get(path)
    places = {browser.submit(page, {}, action=browser.path(path)).location for _ in range(20)}
    assert places == {browser.path(path)}
    assert links_made(world, newcomer) == 1


def test_a_plain_member_hands_out_none(world: World, browser: Browser, harbour: Group) -> None:
    newcomer = stranger(world, harbour)
    browser.sign_in(world.member(harbour))
    for path in (f"members/{newcomer.id}/joining-link", "joining-sheet", "joining-sheet/print"):
        assert browser.get(path).status_code == 403
    for path in (f"members/{newcomer.id}/joining-link", "joining-sheet"):
        assert browser.post(path).status_code == 403
    assert links_made(world, harbour) == 0


@pytest.mark.parametrize("right", [Right.ORGANISER, Right.OFFICER])
@pytest.mark.parametrize("begins", [-10, 30])
def test_T13_nobody_hands_themselves_a_link_to_more_rights(
    world: World, browser: Browser, harbour: Group, right: Right, begins: int
) -> None:
    from groupnet.groups.service import grant_right, invite

    founder = stranger(world, harbour, "Fran Founder")
    with world.inside(harbour):
        grant_right(membership=founder, right=Right.ADMIN, starts_on=world.today + timedelta(days=begins))
        invite([founder])
        db.session.commit()
    browser.sign_in(world.member(harbour, rights=(right,)))
    path = f"members/{founder.id}/joining-link"
    assert browser.get(path).status_code == 403
    assert browser.post(path).status_code == 403
    browser.post("joining-sheet")
    for page in ("joining-sheet", "joining-sheet/print"):
        assert "Fran Founder" not in browser.get(page).text
    assert links_made(world, harbour) == 1
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    make(browser, founder)
    assert "Fran Founder" in browser.get("joining-sheet/print").text


def test_T3_T4_nobody_makes_a_link_for_another_group(world: World, browser: Browser, harbour: Group) -> None:
    theirs = stranger(world, world.group("other"))
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    path = f"members/{theirs.id}/joining-link"
    for answer in (browser.get(path), browser.post(path), browser.post(f"/g/other/{path}")):
        assert answer.status_code == 404
    missing = browser.get("members/999999/joining-link")
    assert missing.status_code == 404
    browser.post("joining-sheet", {"membership_id": str(theirs.id), "ids": str(theirs.id)})
    assert links_made(world, theirs) == 0


def test_one_who_has_joined_or_left_gets_no_link(world: World, browser: Browser, harbour: Group) -> None:
    joined, left, undated = (
        world.member(harbour),
        stranger(world, harbour, "Lea Left"),
        stranger(world, harbour, "Uwe Undated"),
    )
    world.end_periods(left, world.today - timedelta(days=1))
    with world.inside(harbour):
        from groupnet.groups.queries import get_membership, list_periods

        for period in list_periods([undated.id])[undated.id]:
            db.session.delete(period)
        get_membership(undated.id).left_undated = True
        db.session.commit()
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    for member, words in ((joined, "has joined already"), (left, "has left"), (undated, "has left")):
        answer = browser.post(f"members/{member.id}/joining-link")
        assert answer.status_code == 422
        assert words in answer.text
    browser.post("joining-sheet")
    page = browser.get("joining-sheet").text
    assert "Everybody has joined" in page
    assert links_made(world, harbour) == 0


def test_the_sheet_has_a_card_for_everybody_without_an_account(
    world: World, browser: Browser, harbour: Group
) -> None:
    on_leave = stranger(world, harbour, "Lea Vent")
    world.end_periods(on_leave, world.today - timedelta(days=1))
    world.period(on_leave, Status.ON_LEAVE, world.today)
    stranger(world, harbour, "Early Bird", joined_on=world.today + timedelta(days=30))
    stranger(world, harbour, "Nick Novak")
    world.member(harbour, "Has Joined")
    browser.sign_in(world.member(harbour, rights=(Right.ORGANISER,)))
    page = browser.get("joining-sheet")
    assert "Make links for these 3 people" in page.text
    assert "No card to print" in browser.get("joining-sheet/print").text
    answer = browser.submit(page, {}, action=browser.path("joining-sheet"))
    assert answer.location == browser.path("joining-sheet/print")
    sheet = browser.get(answer.location).text
    assert sheet.count("data:image/png;base64,") == 3
    assert sheet.index("Early Bird") < sheet.index("Lea Vent") < sheet.index("Nick Novak")
    assert "Has Joined" not in sheet
    for picture in re.findall(r"data:image/png;base64,([^\"]+)", sheet):
        assert base64.b64decode(html.unescape(picture)).startswith(b"\x89PNG")


def test_the_sheet_leaves_links_alone_that_were_handed_out(
    world: World, browser: Browser, harbour: Group
) -> None:
    kept, ending = stranger(world, harbour, "Kay Kept"), stranger(world, harbour, "Ed Ending")
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    links = {one.id: make(browser, one) for one in (kept, ending)}
    with world.inside(harbour):
        row = db.session.execute(select(Invitation).where(Invitation.membership_id == ending.id)).scalar_one()
        row.expires_at = utc_now() + timedelta(days=6)
        db.session.commit()
    browser.post("joining-sheet")
    guest = Browser(world.app)
    assert guest.get(links[kept.id]).status_code == 200
    assert guest.get(links[ending.id]).status_code == 404
    assert browser.get("joining-sheet/print").text.count("data:image/png") == 2


@pytest.mark.parametrize("path", ["joining-sheet", "joining-sheet/print"])
def test_a_sheet_asks_the_same_of_the_database_for_5_and_for_50(
    world: World, browser: Browser, harbour: Group, path: str
) -> None:
    browser.sign_in(world.member(harbour, rights=(Right.ADMIN,)))
    counts = []
    for more in (5, 45):
        for _ in range(more):
            stranger(world, harbour, "Nick Novak")
        browser.post("joining-sheet")
        with count_statements() as statements:
            page = browser.get(path)
        assert page.text.count("Nick Novak") >= more
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 6


def test_T9_nobody_reads_a_link_that_somebody_else_made(
    world: World, browser: Browser, harbour: Group
) -> None:
    """Their copy would outlive their own place: only its maker's end kills it."""
    nick = stranger(world, harbour, "Nick Novak")
    made = make(browser.sign_in(world.member(harbour, rights=(Right.ADMIN,))), nick)
    browser.post("joining-sheet")
    organiser = Browser(world.app).sign_in(world.member(harbour, rights=(Right.ORGANISER,)))
    page = organiser.get(f"members/{nick.id}/joining-link")
    assert made not in page.text
    assert "Somebody else made a link" in page.text
    assert "Everybody without an account has a link" in organiser.get("joining-sheet").text
    stranger(world, harbour, "Nina Neu")
    assert "1 person has a link from somebody else" in organiser.get("joining-sheet").text
    organiser.post("joining-sheet")
    assert organiser.get("joining-sheet/print").text.count("data:image/png") == 1
    assert Browser(world.app).get(made).status_code == 200
