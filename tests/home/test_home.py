"""The first page: what waits, what is new, and for newcomers what to do first."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.home.greeting import greet
from groupnet.people.queries import find_person
from groupnet.referrals.models import Kind, Referral, Standing, Status
from tests.browser import Browser
from tests.factories import World
from tests.statements import count_statements

DAY = timedelta(days=1)
KNOWN: dict[str, Any] = {"photo_version": "1", "offers": "An hour", "good_referral": "Anybody"}


@pytest.fixture
def harbour(world: World) -> Group:
    return world.group("harbour", name="Harbour Circle")


@pytest.fixture
def grace(world: World, harbour: Group) -> Membership:
    return world.member(harbour, "Grace Lindqvist", **KNOWN)


@pytest.fixture
def amara(world: World, harbour: Group) -> Membership:
    return world.member(harbour, "Amara Okafor", **KNOWN)


def home_of(browser: Browser, member: Membership) -> str:
    response = browser.sign_in(member).get("")
    assert response.status_code == 200
    return response.text


def test_a_referral_to_answer_names_giver_and_prospect_and_is_accepted_there(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    referral = world.referral(amara, grace, prospect_name="Priya Shah", given_on=world.today - 2 * DAY)
    page = home_of(browser, grace)
    assert "Amara passed you a referral" in page
    assert "Priya Shah" in page
    assert "2 days ago" in page
    accept = f"/g/harbour/referrals/{referral.id}/accept"
    assert browser.submit("", {}, action=accept).status_code == 303
    assert "Amara passed you a referral" not in browser.get("").text


def test_a_job_and_an_introduction_have_their_own_words(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    world.referral(amara, grace, kind=Kind.JOB)
    world.referral(amara, grace, kind=Kind.INTRODUCTION)
    page = home_of(browser, grace)
    assert "Amara passed you a job" in page
    assert "Amara has an introduction for you" in page


def test_a_referral_without_details_is_there_to_finish_for_a_week(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    referral = world.referral(grace, amara, given_on=world.today - DAY)
    world.referral(grace, amara, given_on=world.today - 8 * DAY)
    world.referral(grace, amara, told_in_person=True)
    world.referral(grace, amara, inside=True)
    page = home_of(browser, grace)
    assert page.count("Who should Amara call?") == 1
    assert f'href="/g/harbour/referrals/{referral.id}/saved"' in page


def test_good_news_comes_with_a_way_to_see_it(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    won = world.referral(grace, amara, prospect_name="X", status=Status.WON, closed_at=utc_now())
    page = home_of(browser, grace)
    assert "Something came of what you passed Amara" in page
    assert f'href="/g/harbour/referrals/{won.id}"' in page


def test_fresh_thanks_are_news_and_older_ones_have_a_block_of_their_own(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    world.thanks(amara, grace, amount_minor=480000)
    world.thanks(amara, grace, amount_minor=110000, created_at=utc_now() - 12 * DAY)
    waiting, thanks = home_of(browser, grace).split('id="thanks"')
    assert "£4,800" in waiting
    assert "£1,100" not in waiting
    assert "£1,100" in thanks
    assert "£4,800" not in thanks


def test_T11_amounts_are_shown_to_nobody_but_who_was_thanked(
    world: World, browser: Browser, harbour: Group, grace: Membership, amara: Membership
) -> None:
    admin = world.member(harbour, "Chiara Russo", rights=(Right.ADMIN, Right.ORGANISER, Right.OFFICER))
    referral = world.referral(amara, grace, prospect_name="Marta Lockyer")
    world.thanks(grace, amara, amount_minor=123400, referral_id=referral.id)
    page = home_of(browser, admin)
    assert "1,234" not in page
    assert "Marta Lockyer" not in page


def test_what_does_not_count_waits_for_nobody(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    world.referral(amara, grace, standing=Standing.WITHDRAWN)
    world.referral(amara, grace, standing=Standing.DISPUTED)
    assert "Nothing waits for you. Enjoy the quiet." in home_of(browser, grace)


def test_a_block_has_at_most_five_lines_and_leads_to_the_rest(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    for _ in range(7):
        world.referral(amara, grace)
    page = home_of(browser, grace)
    assert page.count("Amara passed you a referral") == 5
    assert "direction=received" in page


def test_T7_a_line_of_another_group_posts_to_that_group_alone(
    world: World, browser: Browser, harbour: Group, grace: Membership, amara: Membership
) -> None:
    northside, person = two_places(world, grace)
    elsewhere = world.referral(world.member(northside, "Farah Siddiqui"), person)
    here = world.referral(amara, grace)
    browser.sign_in(grace)
    first, second = browser.get("/g/harbour/").text, browser.get("/g/northside/").text
    for page in (first, second):
        assert f'action="/g/northside/referrals/{elsewhere.id}/accept"' in page
        assert f'action="/g/harbour/referrals/{here.id}/accept"' in page
        assert "Northside Circle" in page
        assert "Harbour Circle" in page
    assert browser.post(f"/g/harbour/referrals/{elsewhere.id}/accept").status_code == 404
    assert status_of(world, northside, elsewhere) is Status.PASSED
    browser.submit("/g/harbour/", {}, action=f"/g/northside/referrals/{elsewhere.id}/accept")
    assert status_of(world, northside, elsewhere) is Status.ACCEPTED
    assert status_of(world, harbour, here) is Status.PASSED


def test_T9_a_group_one_has_left_shows_nothing(world: World, browser: Browser, grace: Membership) -> None:
    northside, person = two_places(world, grace)
    farah = world.member(northside, "Farah Siddiqui")
    world.referral(farah, person)
    world.thanks(farah, person, amount_minor=5000)
    assert "Farah" in home_of(browser, grace)
    world.end_periods(person, world.today - DAY)
    page = home_of(browser, grace)
    assert "Farah" not in page
    assert "Northside" not in page


def test_one_group_needs_no_tag(world: World, browser: Browser, grace: Membership, amara: Membership) -> None:
    world.referral(amara, grace)
    assert 'class="place"' not in home_of(browser, grace)


def test_T14_other_peoples_waiting_and_thanks_are_theirs(
    world: World, browser: Browser, harbour: Group, grace: Membership, amara: Membership
) -> None:
    other = world.member(harbour, "Zoe Hartnell")
    world.referral(amara, other, prospect_name="MARKER")
    world.thanks(amara, other, amount_minor=987600)
    page = home_of(browser, grace)
    assert "MARKER" not in page
    assert "9,876" not in page
    assert "Nothing waits for you. Enjoy the quiet." in page


def test_names_stay_text_whatever_they_hold(world: World, browser: Browser, harbour: Group) -> None:
    grace = world.member(harbour, "<script>alert(1)</script> <i>")
    giver = world.member(harbour, "<b>Bold</b> Giver")
    world.referral(giver, grace, prospect_name="<img src=x>")
    page = home_of(browser, grace)
    assert "<b>Bold" not in page
    assert "<img src=x>" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt; passed you a referral" in page


def test_the_last_30_days_count_this_group_in_words(
    world: World, browser: Browser, grace: Membership, amara: Membership
) -> None:
    two_places(world, grace)
    world.referral(amara, grace)
    world.referral(grace, amara, given_on=world.today - 29 * DAY)
    world.referral(amara, grace, given_on=world.today - 30 * DAY)
    world.referral(amara, grace, status=Status.DECLINED)
    page = home_of(browser, grace)
    assert "2 referrals were passed in Harbour Circle." in page
    assert "You gave 1" in page
    assert "You received 1" in page


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        (3, "Good evening, Grace"),
        (4, "Good morning, Grace"),
        (11, "Good morning, Grace"),
        (12, "Good afternoon, Grace"),
        (17, "Good afternoon, Grace"),
        (18, "Good evening, Grace"),
    ],
)
def test_the_greeting_fits_the_hour(app: Flask, hour: int, greeting: str) -> None:
    with app.test_request_context():
        assert greet("Grace", hour) == greeting


def test_the_page_takes_at_most_twelve_statements_however_many_groups_and_lines(
    world: World, browser: Browser, harbour: Group, amara: Membership
) -> None:
    admin = world.member(harbour, "Chiara Russo", rights=(Right.ADMIN,), **KNOWN)
    world.referral(amara, admin)
    browser.sign_in(admin)
    with count_statements() as of_one:
        browser.get("")
    for _ in range(20):
        world.referral(amara, admin)
        world.thanks(amara, admin, amount_minor=1000)
    for name in ("Northside", "Southside", "Westside"):
        group, person = two_places(world, admin, name)
        world.referral(world.member(group, "Farah Siddiqui"), person)
    with count_statements() as of_four:
        page = browser.get("/g/harbour/")
    assert len(of_one) == len(of_four) <= 12, "\n".join(of_four)
    assert len(gzip.compress(page.data)) <= 30_000


def test_T15_where_pair_counts_are_closed_the_groups_count_is_not_told(
    world: World, browser: Browser, harbour: Group, grace: Membership, amara: Membership
) -> None:
    closed = world.group("closed", pair_counts_open=False)
    me, one, other = (
        world.member(closed, name, **KNOWN) for name in ("Ben Whitlock", "Dev Patel", "Ed Marsh")
    )
    world.referral(one, other)
    assert 'id="lately"' not in home_of(browser, me)
    for giver, receiver in ((me, one), (me, other), (one, me)):
        world.referral(giver, receiver, given_on=world.today - DAY)
    page = home_of(browser, me)
    assert "You gave 2" in page
    assert "You received 1" in page
    assert "passed in" not in page
    world.referral(amara, grace)
    assert "1 referral was passed in Harbour Circle." in home_of(browser, grace)


def two_places(world: World, member: Membership, name: str = "Northside") -> tuple[Group, Membership]:
    """A second group, and the place in it of a member's person."""
    group = world.group(name.lower(), name=f"{name} Circle")
    with world.app.app_context():
        person = find_person(member.email or "")
    assert person
    return group, world.member(group, member.name, person=person, email=person.email, **KNOWN)


def status_of(world: World, group: Group, referral: Referral) -> Status:
    with world.inside(group):
        query = select(Referral.status).where(Referral.id == referral.id)
        return Status(db.session.execute(query).scalar_one())
