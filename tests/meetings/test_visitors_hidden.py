"""What a plain member neither learns nor answers: who asks to join, and who visited long ago."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorSource, VisitorStatus
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce, visitor_of

HIDDEN = "hidden@example.org"


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def member(world: World, group: Group) -> Membership:
    return world.member(group, "Dev Patel")


def change(world: World, group: Group, model: Any, **values: Any) -> None:
    with world.inside(group):
        db.session.execute(update(model).values(values))
        db.session.commit()


def hide(world: World, group: Group, meeting: Meeting) -> Visit:
    """Somebody who asked to join by themselves, and visits nothing."""
    visit = announce(world, group, meeting, None, "Vera Visitor", email=HIDDEN)
    change(world, group, Visitor, status=VisitorStatus.APPLIED, message="Keep it quiet.")
    change(world, group, Visit, came=False)
    return visit


@pytest.mark.parametrize("step", ["declined", "joined", "expected"])
def test_T13_a_member_does_not_answer_a_request_to_join(
    world: World, browser: Browser, group: Group, member: Membership, step: str
) -> None:
    visit = announce(world, group, world.meeting(group), member)
    change(world, group, Visitor, status=VisitorStatus.APPLIED)
    path = f"visitors/{visit.visitor_id}/follow-up"
    assert browser.sign_in(member).submit(path, {"status": step}).status_code == 422
    assert visitor_of(world, visit).status is VisitorStatus.APPLIED
    admin = world.member(group, rights=(Right.ADMIN,))
    assert browser.sign_in(admin).submit(path, {"status": step}).status_code == 303
    assert visitor_of(world, visit).status is VisitorStatus(step)


@pytest.mark.parametrize("step", ["applied", "joined"])
def test_a_member_says_of_nobody_that_they_ask_or_joined(
    world: World, browser: Browser, group: Group, member: Membership, step: str
) -> None:
    visit = announce(world, group, world.meeting(group), member)
    sent = browser.sign_in(member).submit(f"visitors/{visit.visitor_id}/follow-up", {"status": step})
    assert sent.status_code == 422
    assert visitor_of(world, visit).status is VisitorStatus.EXPECTED


def test_the_address_of_a_hidden_visitor_is_refused_without_a_name(
    world: World, browser: Browser, group: Group, member: Membership
) -> None:
    meeting = world.meeting(group)
    hidden = hide(world, group, meeting)
    mine = announce(world, group, meeting, member, "Walter")
    browser.sign_in(member)
    for path, typed in (
        (f"visitors/{mine.visitor_id}/edit", {"email": HIDDEN}),
        ("visitors/new", {"name": "Anybody", "email": HIDDEN}),
    ):
        sent = browser.submit(path, typed)
        assert sent.status_code == 422
        assert "cannot be taken here" in sent.text
        assert "Vera" not in sent.text
    assert browser.get(f"visitors/{hidden.visitor_id}").status_code == 404


def test_who_comes_by_the_public_page_does_not_become_a_members_own(
    world: World, browser: Browser, group: Group, member: Membership
) -> None:
    visit = announce(world, group, world.meeting(group), None, "Vera", email=HIDDEN)
    assert visitor_of(world, visit).source is VisitorSource.PUBLIC
    change(world, group, Visitor, note="For officers.")
    browser.sign_in(member).submit("visitors/new", {"name": "Anybody", "email": HIDDEN})
    (vera,) = all_of(world, group, Visitor)
    assert (vera.invited_by_id, vera.owner_id) == (None, None)
    assert "For officers." not in browser.get(f"visitors/{vera.id}").text


def test_who_visited_long_ago_is_no_longer_looked_up(
    world: World, browser: Browser, group: Group, member: Membership
) -> None:
    host = world.member(group)
    meeting = world.meeting(group)
    visit = announce(world, group, meeting, host, "Vera Old")
    path = f"visitors/{visit.visitor_id}"
    assert browser.sign_in(member).get(path).status_code == 200
    then = utc_now() - timedelta(days=200)
    change(world, group, Meeting, on_day=then.date(), starts_at=then, ends_at=then + timedelta(hours=1))
    change(world, group, Visit, on_day=then.date())
    assert browser.get(path).status_code == 404
    assert f"/{path}" not in browser.get(f"meetings/{meeting.id}").text
    assert browser.sign_in(host).get(path).status_code == 200
