"""What becomes of a visitor on their pages: whether they came, what follows, and who they are."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, VisitorStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce, organiser_of, say_came, visitor_of


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def member(world: World, group: Group) -> Membership:
    return world.member(group, "Dev Patel")


@pytest.fixture
def organiser(world: World, group: Group) -> Membership:
    return organiser_of(world, group)


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group)


def test_the_day_after_somebody_says_whether_they_came(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    visit = announce(world, group, meeting, member, "Vera")
    with world.inside(group):
        begun = {"starts_at": utc_now() - timedelta(hours=1), "ends_at": utc_now() + timedelta(hours=1)}
        db.session.execute(update(Meeting).values(begun))
        db.session.commit()
    browser.sign_in(member)
    path = f"/g/harbour/visitors/{visit.visitor_id}"
    for said, came, status in (
        ("yes", True, VisitorStatus.CAME),
        ("unknown", None, VisitorStatus.EXPECTED),
        ("no", False, VisitorStatus.EXPECTED),
    ):
        assert browser.post(f"{path}/visits/{visit.id}", {"came": said}).status_code == 303
        (stored,) = all_of(world, group, Visit)
        assert stored.came is came
        assert visitor_of(world, visit).status is status
        assert browser.get(path).status_code == 200
    assert browser.post(f"{path}/visits/{visit.id}", {"came": "maybe"}).status_code == 404


def test_who_follows_up_is_first_in_their_list_and_takes_steps(
    world: World, browser: Browser, group: Group, member: Membership, organiser: Membership, meeting: Meeting
) -> None:
    others = announce(world, group, meeting, member, "Anna Other")
    mine = announce(world, group, meeting, organiser, "Zoe Mine")
    for visit in (others, mine):
        say_came(world, visit, True)
    page = browser.sign_in(organiser).get("visitors").text
    after = page[page.index("To follow up") :]
    assert after.index("Zoe Mine") < after.index("Anna Other")
    sent = browser.submit(
        f"visitors/{others.visitor_id}/follow-up",
        {"status": "applied", "owner_id": str(organiser.id), "follow_up_on": "2026-12-03", "note": "Ring."},
    )
    assert sent.status_code == 303
    anna = visitor_of(world, others)
    assert (anna.status, anna.owner_id, anna.note) == (VisitorStatus.APPLIED, organiser.id, "Ring.")
    assert "Ring." in browser.get(sent.location).text


def test_who_joined_another_way_is_known_as_the_member(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    visit = announce(world, group, meeting, member, "Vera", email="vera@example.org")
    joined = world.member(group, "Vera Visitor", email="vera@example.org")
    path = f"visitors/{visit.visitor_id}"
    admin = world.member(group, rights=(Right.ADMIN,))
    browser.sign_in(admin).submit(f"{path}/follow-up", {"status": "joined"})
    assert visitor_of(world, visit).membership_id == joined.id
    assert f"/members/{joined.id}" in browser.get(path).text


def test_T47_a_stale_follow_up_shows_both_texts(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    visit = announce(world, group, meeting, member, "Vera")
    path = f"visitors/{visit.visitor_id}/follow-up"
    browser.sign_in(member)
    before = browser.get(path)
    assert browser.submit(path, {"note": "The first."}).status_code == 303
    late = browser.submit(before, {"note": "The second."})
    assert late.status_code == 409
    assert "The first." in late.text
    assert "The second." in late.text
    assert browser.submit(late, {}).status_code == 303
    assert visitor_of(world, visit).note == "The second."


def test_T47_a_stale_change_of_the_visitor_shows_both_texts(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    visit = announce(world, group, meeting, member, "Vera")
    path = f"visitors/{visit.visitor_id}/edit"
    browser.sign_in(member)
    before = browser.get(path)
    assert browser.submit(path, {"company": "Ink Ltd"}).status_code == 303
    late = browser.submit(before, {"company": "Paper Ltd"})
    assert late.status_code == 409
    assert "Ink Ltd" in late.text
    assert visitor_of(world, visit).company == "Ink Ltd"


def test_an_address_that_another_visitor_has_is_refused(
    world: World, browser: Browser, group: Group, member: Membership, meeting: Meeting
) -> None:
    announce(world, group, meeting, member, "Walter", email="walter@example.org")
    visit = announce(world, group, meeting, member, "Vera")
    sent = browser.sign_in(member).submit(
        f"visitors/{visit.visitor_id}/edit", {"email": "Walter@example.org"}
    )
    assert sent.status_code == 422
    assert "Walter has this address already" in sent.text
