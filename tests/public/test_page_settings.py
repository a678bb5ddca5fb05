"""An admin opens, closes and writes the public page."""

from dataclasses import replace

import pytest

from groupnet.audit.models import AuditEntry
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.public.models import PublicPage
from groupnet.settings import Mode
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of
from tests.public.pages import open_page


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour", name="Harbour")


@pytest.fixture
def admin(world: World, group: Group) -> Membership:
    return world.member(group, "Ada Min", rights=(Right.ADMIN,))


def test_it_is_closed_until_an_admin_opens_it(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    stranger = Browser(world.app)
    assert stranger.get("/p/harbour").status_code == 404
    page = browser.sign_in(admin).get("public-page")
    assert "/p/harbour" not in page.text
    sent = browser.submit(page, {"is_open": "y", "about": "We meet for breakfast."})
    assert sent.status_code == 303
    assert "/p/harbour" in browser.get(sent.location).text
    assert "We meet for breakfast." in stranger.get("/p/harbour").text
    page = browser.get("public-page")
    assert browser.post("public-page", {"version": "1", "about": "We meet."}).status_code == 303
    assert stranger.get("/p/harbour").status_code == 404
    (entry, *_) = [one for one in all_of(world, group, AuditEntry) if "public_page_open" in one.details]
    assert "breakfast" not in entry.details
    assert "Public page open" in browser.get("audit").text


def test_a_preview_shows_the_closed_page_to_admins(browser: Browser, admin: Membership) -> None:
    page = browser.sign_in(admin).get("public-page/preview")
    assert page.status_code == 200
    assert "only admins see this" in page.text
    assert "noindex" in page.text


def test_T47_a_stale_save_shows_both_texts(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    open_page(world, group, about="Before.")
    before = browser.sign_in(admin).get("public-page")
    assert browser.submit("public-page", {"about": "The first."}).status_code == 303
    late = browser.submit(before, {"about": "The second."})
    assert late.status_code == 409
    assert "The first." in late.text
    assert browser.submit(late, {}).status_code == 303
    (page,) = all_of(world, group, PublicPage)
    assert page.about == "The second."


def test_T46_twenty_first_saves_make_one_page(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    page = browser.sign_in(admin).get("public-page")
    for _ in range(20):
        assert browser.submit(page, {"is_open": "y", "about": "Us"}).status_code in (303, 409)
    assert len(all_of(world, group, PublicPage)) == 1


def test_what_is_too_long_is_said(browser: Browser, admin: Membership) -> None:
    sent = browser.sign_in(admin).submit("public-page", {"about": "x" * 4001})
    assert sent.status_code == 422
    assert "4000" in sent.text


def test_members_cannot(world: World, browser: Browser, group: Group) -> None:
    browser.sign_in(world.member(group, rights=(Right.ORGANISER, Right.OFFICER)))
    assert browser.get("public-page").status_code == 403
    assert browser.get("public-page/preview").status_code == 403
    assert browser.get("applications").status_code == 403


def test_a_site_without_mail_offers_no_forms_and_says_why(
    world: World, browser: Browser, group: Group, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(world, group)
    world.meeting(group)
    settings = replace(world.app.config["GROUPNET"], mode=Mode.PRODUCTION, mail_url=None)
    monkeypatch.setitem(world.app.config, "GROUPNET", settings)
    stranger = Browser(world.app)
    page = stranger.get("/p/harbour").text
    assert "Next meeting" in page
    for offered in ("Come as a visitor", "Ask to join"):
        assert offered not in page
    assert stranger.get("/p/harbour/visit").status_code == stranger.get("/p/harbour/join").status_code == 404
    assert "sends no mail yet" in browser.sign_in(admin).get("public-page").text
