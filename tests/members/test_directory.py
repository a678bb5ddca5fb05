"""The photo directory and its search."""

from datetime import date, timedelta

import pytest

from groupnet.groups.models import Status
from groupnet.groups.roles import Right
from tests.browser import Browser
from tests.factories import World
from tests.statements import count_statements


def test_everybody_is_there_by_name_with_their_category(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group, "Zoe Adler", category="Bookkeeping")
    world.member(group, "amara Okafor", category="Family law")
    page = browser.sign_in(viewer).get("members").text
    assert page.index("amara Okafor<") < page.rindex("Zoe Adler</bdi></a></p>")
    assert "Family law" in page
    assert "2 people" in page


def test_leave_and_newcomers_are_told_in_words(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group)
    world.member(group, "Nina New", joined_on=world.today - timedelta(days=10))
    world.member(group, "Stan Standing")
    away = world.member(group, "Olu Away")
    world.end_periods(away, world.today - timedelta(days=1))
    world.period(away, Status.ON_LEAVE, world.today)
    page = browser.sign_in(viewer).get("members").text
    assert "4 people · 1 on leave" in page
    assert page.count("New here") == 1
    listed = browser.get("members?show=on-leave").text
    assert "Olu Away" in listed
    assert "Nina New" not in listed


def test_a_group_just_begun_calls_nobody_new(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group)
    for _ in range(2):
        world.member(group, joined_on=world.today)
    assert "New here" not in browser.sign_in(viewer).get("members").text


def test_former_members_are_remembered_on_a_page_of_their_own(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group)
    gone = world.member(group, "Gina Gone", category="Dentist", company="Bright Teeth", photo_version="abc")
    world.end_periods(gone, date(2025, 10, 31))
    assert "Gina Gone" not in browser.sign_in(viewer).get("members").text
    assert "Gina Gone" not in browser.get("members?q=gina").text
    former = browser.get("members/former").text
    assert "Gina Gone" in former
    assert f"members/{gone.id}/photo/" in former
    assert "Dentist" in former
    assert "left in October 2025" in former
    assert "Bright Teeth" not in former
    assert "Bring back" not in former


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("jose", "<mark>José</mark> Núñez"),
        ("NUNEZ", "José <mark>Núñez</mark>"),
        ("roof", "Commercial <mark>roof</mark>ing"),
        ("acme", "Company: <mark>Acme</mark> &amp; Sons"),
        ("gutter hotels", "Offers: Clear a <mark>gutter</mark> for <mark>hotels</mark>."),
        ("Moving house", "A good referral: Families <mark>moving</mark> <mark>house</mark>"),
        ("jose gutter", "Offers: Clear a <mark>gutter</mark> for hotels."),
    ],
)
def test_a_search_finds_and_marks_what_fits(world: World, browser: Browser, query: str, shown: str) -> None:
    group = world.group()
    viewer = world.member(group, "Somebody Else", offers="Nothing of that kind.")
    world.member(
        group,
        "José Núñez",
        category="Commercial roofing",
        company="Acme & Sons",
        offers="Quick answers. Clear a gutter for hotels.",
        good_referral="Families moving house",
    )
    page = browser.sign_in(viewer).get(f"members?q={query}")
    assert shown in page.text
    assert "1 person fits." in page.text
    assert "Somebody Else</a></p>" not in page.text


def test_a_misspelt_name_is_guessed(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group, "Ben Whitlock")
    world.member(group, "Grace Lindqvist")
    page = browser.sign_in(viewer).get("members?q=Lindquist").text
    assert "Did you mean" in page
    assert "Grace Lindqvist" in page
    assert "Ben Whitlock</a></p>" not in page


def test_nobody_fits(world: World, browser: Browser) -> None:
    viewer = world.member(world.group(), "Ben Whitlock")
    page = browser.sign_in(viewer).get("members?q=%25%27%3B--").text
    assert "Nobody fits “%&#39;;--” yet" in page


def test_a_search_follows_an_edited_profile(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group, "Ben Whitlock", offers="Roofs")
    browser.sign_in(viewer).submit(
        f"members/{viewer.id}/edit", {"offers": "Gardens"}, action=_edit(browser, viewer.id)
    )
    assert "1 person fits." in browser.get("members?q=garden").text
    assert "Nobody fits" in browser.get("members?q=roofs").text


def test_sixty_faces_a_page(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group, "Aaron First", category="Joiner")
    for number in range(60):
        world.member(group, f"Person {number:02}", account=False, category="Joiner")
    first = browser.sign_in(viewer).get("members?q=joiner")
    assert first.text.count("face-card") == 60
    assert "More than 60 people fit." in first.text
    assert "Person 59" in browser.get("members?q=joiner&page=2").text


def test_telephone_numbers_are_not_searched(world: World, browser: Browser) -> None:
    group = world.group()
    viewer = world.member(group)
    world.member(group, "Hidden Number", phone="+441632960961")
    assert "Nobody fits" in browser.sign_in(viewer).get("members?q=960961").text


def test_an_admin_alone_is_offered_to_bring_the_list(world: World, browser: Browser) -> None:
    admin = world.member(world.group(), rights=(Right.ADMIN,))
    page = browser.sign_in(admin).get("members").text
    assert "Bring your list" in page
    assert "Nobody is on leave" in browser.get("members?show=on-leave").text
    assert "Nobody joins at a later day" in browser.get("members?show=soon").text
    assert "Nobody has left" in browser.get("members/former").text


@pytest.mark.parametrize("people", [5, 50])
@pytest.mark.parametrize("path", ["members", "members?q=member", "members?q=mebmer", "members/former"])
def test_a_page_of_faces_takes_six_statements(world: World, browser: Browser, people: int, path: str) -> None:
    group = world.group()
    viewer = world.member(group)
    for _ in range(people):
        world.member(group, account=False)
    browser.sign_in(viewer)
    with count_statements() as sent:
        assert browser.get(path).status_code == 200
    assert len(sent) <= 6, "\n".join(sent)


def _edit(browser: Browser, member_id: int) -> str:
    return browser.path(f"members/{member_id}/edit")
