"""What a plain member neither learns nor answers: who asks to join, and who visited long ago."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorSource, VisitorStatus
from groupnet.meetings.service.visitors_followed import erase_visitor
from groupnet.meetings.service.visitors_known import know_again
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce, organiser_of, visitor_of

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


def test_whom_nobody_looks_after_is_not_taken_by_typing_the_address(
    world: World, browser: Browser, group: Group, member: Membership
) -> None:
    meeting, typed = world.meeting(group), {"name": "Anybody", "email": "vera@example.org"}
    visit = announce(world, group, meeting, world.member(group, "Amara"), "Vera", email=typed["email"])
    change(world, group, Visitor, owner_id=None, note="For officers.", phone="+41446681800")
    browser.sign_in(member).submit("visitors/new", typed)
    change(world, group, Visitor, invited_by_id=None)
    browser.submit("visitors/new", typed)
    vera = visitor_of(world, visit)
    assert (vera.invited_by_id, vera.owner_id) == (None, None)
    page = browser.get(f"visitors/{visit.visitor_id}").text
    assert not [word for word in ("For officers.", "668 18 00", "vera@") if word in page]
    officer = world.member(group, rights=(Right.OFFICER,))
    browser.sign_in(officer).submit("visitors/new", typed)
    vera = visitor_of(world, visit)
    assert (vera.invited_by_id, vera.owner_id) == (officer.id, officer.id)


@pytest.mark.parametrize("status", [VisitorStatus.APPLIED, VisitorStatus.JOINED])
def test_T13_who_asked_to_join_is_neither_renamed_nor_erased_by_who_brought_them(
    world: World, browser: Browser, group: Group, member: Membership, status: VisitorStatus
) -> None:
    visit = announce(world, group, world.meeting(group), member, "Vera", email="vera@example.org")
    path = f"visitors/{visit.visitor_id}"
    form = browser.sign_in(member).get(f"{path}/edit")
    change(world, group, Visitor, status=status)
    assert browser.submit(form, {"email": "mine@example.org"}).status_code == 404
    assert browser.post(f"{path}/erase").status_code == 404
    page = browser.get(path).text
    assert f"{path}/follow-up" in page
    assert f"{path}/edit" not in page
    assert f"{path}/erase" not in page
    vera = visitor_of(world, visit)
    assert (vera.email, vera.name, vera.status) == ("vera@example.org", "Vera", status)
    browser.sign_in(organiser_of(world, group))
    assert browser.submit(f"{path}/edit", {"company": "Ink Ltd"}).status_code == 303
    assert browser.submit(f"{path}/erase", {}).status_code == 303
    assert visitor_of(world, visit).email is None


def test_T13_who_asks_while_they_are_being_erased_stays(
    world: World, group: Group, member: Membership
) -> None:
    visit = announce(world, group, world.meeting(group), member, "Vera", email="vera@example.org")
    with world.inside(group):
        seen = know_again(visit.visitor_id)
        db.session.expunge(seen)
    change(world, group, Visitor, status=VisitorStatus.APPLIED)
    with world.inside(group), pytest.raises(NotFound):
        erase_visitor(visitor=seen, group=group, acting=member)
    assert visitor_of(world, visit).name == "Vera"


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
