"""Pages that meet somebody who deleted their account say "Former member", and no link of theirs is dead."""

import pytest

from groupnet.groups.models import Membership
from groupnet.groups.roles import Right
from groupnet.people.models import Person
from tests.account.lives import Life, live
from tests.account.test_deletion import DELETE, YES
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.rules.crawl import crawl, links_of


@pytest.fixture
def life(world: World) -> Life:
    person: Person = world.person("zora@example.org", password=PASSWORD)
    life = live(world, world.group("harbour"), "Zora", person=person)
    world.member(life.group, "Third Person")
    Browser(world.app).sign_in(person).submit(DELETE, YES, action=DELETE)
    return life


@pytest.mark.parametrize(
    "page",
    [
        "members/former",
        "members/{me}",
        "referrals?direction=received",
        "referrals?direction=given",
        "referrals/{given}",
        "referrals/{received}",
        "thanks",
        "thanks?direction=given",
    ],
)
def test_every_page_that_meets_them_says_former_member(
    world: World, browser: Browser, life: Life, page: str
) -> None:
    browser.sign_in(life.other)
    address = page.format(me=life.me.id, given=life.given.id, received=life.received.id)
    response = browser.get(address)
    assert response.status_code == 200
    assert "Former member" in response.text
    assert "Quillfeather" not in response.text
    dead = [link for link in links_of(response) if browser.client.get(link).status_code >= 400]
    assert not dead


@pytest.mark.parametrize("rights", [(), (Right.ADMIN,)])
def test_no_page_of_the_group_names_them_or_leads_nowhere(
    world: World, browser: Browser, life: Life, rights: tuple[Right, ...]
) -> None:
    browser.sign_in(life.other if rights else world.member(life.group, "Fresh Eyes"))
    for page in crawl(browser, "/g/harbour/"):
        assert page.status_code < 400, page.request.url
        assert b"Quillfeather" not in page.data, page.request.url
        assert b"zora@example.org" not in page.data, page.request.url


def test_the_directory_and_its_search_do_not_list_them(world: World, browser: Browser, life: Life) -> None:
    browser.sign_in(life.other)
    for words in ("Zora", "former", "Quillfeather"):
        assert f"/members/{life.me.id}" not in browser.get(f"members?q={words}").text


def test_nobody_can_bring_them_back_or_invite_them(world: World, browser: Browser, life: Life) -> None:
    browser.sign_in(life.other)
    assert "Bring back" not in browser.get("members/former").text
    assert "Bring back" not in browser.get(f"members/{life.me.id}").text
    former: Membership = life.me
    assert browser.client.get(browser.path(f"members/{former.id}/return")).status_code == 404
    assert (
        browser.post(f"members/{former.id}/return", {"from_day": world.today.isoformat()}).status_code == 404
    )
    assert browser.post(f"members/{former.id}/joining-link").status_code in (404, 405, 422)
