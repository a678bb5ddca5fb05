"""Copying one's profile from another group."""

from typing import Any

import pytest

from groupnet.core.db import db
from groupnet.groups.models import Group, JobSearchShown, Membership, Shown
from groupnet.groups.queries import get_membership
from groupnet.members.cutting import Faces
from groupnet.members.queries import find_photo
from groupnet.members.service import save_photo
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import World
from tests.groups.newcomers import expected, mailed_link_for
from tests.snapshot import all_rows
from tests.statements import count_statements

PROFILE: dict[str, Any] = {
    "headline": "Roofs that stay dry",
    "company": "Lind Roofing",
    "category": "Roofer",
    "background": "Twenty years on roofs",
    "offers": "An hour of advice",
    "good_referral": "Owners of old houses",
    "job_search": "secretly looking",
    "job_search_shown": JobSearchShown.NOBODY,
    "phone": "+441632960961",
    "phone_shown": Shown.OFFICERS,
    "links": "https://lind.example",
}
EMAIL = "grace@example.org"


@pytest.fixture
def harbour(world: World) -> Group:
    """Where the profile is still blank."""
    return world.group("harbour", name="Harbour")


@pytest.fixture
def grace(world: World) -> Person:
    """Somebody in two groups."""
    return world.person(EMAIL, name="Grace Lind")


@pytest.fixture
def there(world: World, grace: Person) -> Membership:
    """Her filled profile, with a photo."""
    north = world.group("northside", name="Northside")
    member = world.member(north, "Grace Lind", person=grace, email=EMAIL, **PROFILE)
    with world.inside(north):
        one = get_membership(member.id)
        save_photo(actor=one, membership=one, faces=Faces(b"small", b"medium", b"large", "abc"))
        db.session.commit()
    return member


@pytest.fixture
def here(world: World, harbour: Group, grace: Person, there: Membership) -> Membership:
    """Her new one."""
    assert there
    return world.member(harbour, "Grace Lind", person=grace, email=EMAIL)


def fresh(world: World, membership: Membership) -> Membership:
    with world.inside(membership):
        return get_membership(membership.id)


def test_what_would_be_copied_is_shown_ticked_and_nothing_is_copied_yet(
    world: World, browser: Browser, here: Membership
) -> None:
    page = browser.sign_in(here).get("members/copy").text
    for words in ("filled in Northside", "Lind Roofing", "Owners of old houses", "+44 1632 960961"):
        assert words in page
    assert page.count("checked") == 9
    assert "secretly looking" not in page
    assert "Shown to nobody here" in page
    assert fresh(world, here).company == ""


def test_T14_nobody_in_the_new_group_sees_anything_before_she_agrees(
    world: World, browser: Browser, here: Membership, harbour: Group
) -> None:
    page = browser.sign_in(here).get("members/copy")
    other = Browser(world.app).sign_in(world.member(harbour))
    assert "Lind Roofing" not in other.get(f"members/{here.id}").text
    assert "Lind Roofing" not in other.get("members/copy").text
    assert "There is nothing to copy" in other.get("members/copy").text
    browser.submit(page, {}, action=browser.path("members/copy"))


def test_what_stays_ticked_fills_the_blanks(world: World, browser: Browser, here: Membership) -> None:
    page = browser.sign_in(here).get("members/copy")
    answer = browser.submit(
        page, {"names": ["photo", "company", "offers", "phone", "links"]}, action=browser.path("members/copy")
    )
    assert (answer.status_code, answer.location) == (303, "/g/harbour/")
    mine = fresh(world, here)
    assert (mine.company, mine.offers, mine.links) == ("Lind Roofing", "An hour of advice", PROFILE["links"])
    assert (mine.headline, mine.good_referral, mine.job_search) == ("", "", "")
    assert (mine.phone, mine.phone_shown, mine.links_shown) == (PROFILE["phone"], Shown.NOBODY, Shown.GROUP)
    assert mine.photo_version == "abc"
    with world.inside(here):
        assert find_photo(here.id, "medium") == (b"medium", "abc")
    other = Browser(world.app).sign_in(world.member(Group(id=here.group_id)))
    assert "960961" not in other.get(f"members/{here.id}").text


def test_what_is_filled_already_is_left_alone(
    world: World, browser: Browser, here: Membership, there: Membership
) -> None:
    with world.inside(here):
        get_membership(here.id).company = "Something else"
        db.session.commit()
    before = all_rows(world.app, group_id=there.group_id)
    page = browser.sign_in(here).get("members/copy")
    assert "Lind Roofing" not in page.text
    browser.submit(page, {"names": ["company", "headline"]}, action=browser.path("members/copy"))
    assert (fresh(world, here).company, fresh(world, here).headline) == (
        "Something else",
        PROFILE["headline"],
    )
    assert all_rows(world.app, group_id=there.group_id) == before


def test_T12_nothing_else_is_copied_whatever_is_sent(
    world: World, browser: Browser, here: Membership
) -> None:
    browser.sign_in(here).post(
        "members/copy", {"names": ["job_search", "name", "email", "version", "rights", "person_id"]}
    )
    mine = fresh(world, here)
    assert (mine.job_search, mine.email, mine.person_id) == ("", EMAIL, here.person_id)


@pytest.mark.parametrize("method", ["get", "post"])
def test_T4_anothers_profile_is_no_source(
    world: World, browser: Browser, here: Membership, there: Membership, method: str
) -> None:
    stranger = world.member(Group(id=there.group_id), "Stranger", company="Strange Ltd", headline="Strange")
    browser.sign_in(here)
    if method == "get":
        answers = [browser.get(f"members/copy?source={one}") for one in (stranger.id, 987654, "x")]
    else:
        answers = [
            browser.post("members/copy", {"source": str(one), "names": "company"})
            for one in (stranger.id, 987654, "x")
        ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert fresh(world, here).company == ""


def test_T9_a_group_that_one_has_left_is_no_source(
    world: World, browser: Browser, here: Membership, there: Membership
) -> None:
    world.end_periods(there, world.today.replace(day=1).replace(year=world.today.year - 1))
    assert "There is nothing to copy" in browser.sign_in(here).get("members/copy").text
    browser.post("members/copy", {"source": str(there.id), "names": "company"})
    assert fresh(world, here).company == ""


def test_a_category_that_is_filled_here_is_told(
    world: World, browser: Browser, here: Membership, harbour: Group
) -> None:
    with world.app.app_context():
        db.session.merge(harbour).categories_exclusive = True
        db.session.commit()
    world.member(harbour, "Ben Fox", category="roofer")
    page = browser.sign_in(here).get("members/copy")
    answer = browser.submit(page, {"names": ["category", "company"]}, action=browser.path("members/copy"))
    assert answer.status_code == 422
    assert "Ben Fox fills the category" in answer.text
    assert fresh(world, here).company == ""


def test_of_several_groups_one_is_chosen(
    world: World, browser: Browser, here: Membership, grace: Person
) -> None:
    third = world.member(world.group("atown", name="Atown"), person=grace, email=EMAIL, company="Third Ltd")
    page = browser.sign_in(here).get("members/copy")
    assert "Third Ltd" in page.text
    assert "Northside" in page.text
    answer = browser.get(f"members/copy?source={third.id}")
    browser.submit(answer, {"names": ["company"]}, action=browser.path("members/copy"))
    assert fresh(world, here).company == "Third Ltd"


def test_the_way_there_stands_on_ones_profile_while_blanks_remain(
    world: World, browser: Browser, here: Membership, there: Membership
) -> None:
    link = 'href="/g/harbour/members/copy"'
    assert link in browser.sign_in(here).get(f"members/{here.id}/edit").text
    full = browser.sign_in(there).get(f"members/{there.id}/edit").text
    assert "members/copy" not in full


def test_it_is_offered_after_joining_to_one_who_has_a_profile_elsewhere(
    world: World, browser: Browser, harbour: Group, there: Membership, grace: Person
) -> None:
    member = expected(world, harbour, "Grace Lind", email=EMAIL)
    link = mailed_link_for(world, member)
    answer = browser.sign_in(grace).submit(link, {}, action=link)
    assert answer.location == "/g/harbour/members/copy"
    page = browser.get(answer.location).text
    assert "Welcome to Harbour" in page
    assert "Not now" in page
    assert there.id


def test_the_page_asks_few_questions(browser: Browser, here: Membership) -> None:
    browser.sign_in(here).get("members/copy")
    with count_statements() as statements:
        browser.get("members/copy")
    assert len(statements) <= 6
