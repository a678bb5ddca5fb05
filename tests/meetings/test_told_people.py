"""One-to-ones and visitors: who is told of what, on the page and by mail; and the weekly mail."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.groups.places import list_open_places
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.meetings import telling
from groupnet.meetings.coming_up import gather_coming_up
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Proposal,
    Visit,
    Visitor,
    VisitorSource,
    VisitorStatus,
)
from groupnet.meetings.queries.proposals import get_proposal, list_times
from groupnet.meetings.service import proposals
from groupnet.notices.models import Way
from groupnet.notices.queries import list_choices
from groupnet.notices.writers import list_digest_parts
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.notices.conftest import prove


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def propose(circle: Circle, **offer: object) -> Proposal:
    """Amara proposes two times to Ben."""
    times = [utc_now().replace(microsecond=0) + timedelta(days=days) for days in (3, 4)]
    with circle.world.inside(circle.group):
        proposal = proposals.propose(
            acting=get_membership(circle.amara.id),
            invited=get_membership(circle.ben.id),
            group=circle.group,
            offer=proposals.Offer(times=times, note="Coffee?", **offer),  # type: ignore[arg-type]
        )
        db.session.commit()
    return proposal


def held(circle: Circle, proposal: Proposal, viewer: Membership) -> Proposal:
    return get_proposal(proposal.id, get_membership(viewer.id), to_change=True)


def test_a_proposal_is_told_with_a_link_a_time(circle: Circle) -> None:
    propose(circle, place="At my office")
    assert circle.mailbox.deliver() == []
    heard = circle.hear()
    assert set(heard) == {"ben"}
    (mail,) = heard["ben"]
    assert mail.subject == "Amara Okafor would like a one-to-one with you"
    assert "Coffee?" in mail.text
    assert "At my office" in mail.text
    assert len([link for link in mail.links if "/one-to-one" in link]) == 3


def test_a_proposal_taken_back_in_time_was_never_told(circle: Circle) -> None:
    proposal = propose(circle)
    with circle.world.inside(circle.group):
        proposals.withdraw(
            acting=get_membership(circle.amara.id), proposal=held(circle, proposal, circle.amara)
        )
        db.session.commit()
    assert circle.notices() == []
    assert circle.hear() == {}


def test_who_proposed_is_told_what_was_answered_with_the_meeting_for_the_calendar(circle: Circle) -> None:
    proposal = propose(circle)
    circle.hear()
    with circle.world.inside(circle.group):
        found = held(circle, proposal, circle.ben)
        first = list_times(proposal.id)[0]
        proposals.accept(
            acting=get_membership(circle.ben.id), proposal=found, time_id=first.id, group=circle.group
        )
        db.session.commit()
    heard = circle.hear()
    assert set(heard) == {"amara"}
    (mail,) = heard["amara"]
    assert mail.subject.startswith("Ben Brandt accepts: your one-to-one is on")
    assert mail.calendar is not None
    assert mail.calendar[0] == "REQUEST"


def test_a_no_to_a_one_to_one_is_told_kindly(circle: Circle) -> None:
    proposal = propose(circle)
    with circle.world.inside(circle.group):
        proposals.decline(acting=get_membership(circle.ben.id), proposal=held(circle, proposal, circle.ben))
        db.session.commit()
    heard = circle.hear()
    assert set(heard) == {"amara"}, "Ben knows what he answered"
    assert heard["amara"][0].subject == "Ben Brandt cannot make the times you proposed"


def visitor(circle: Circle, **fields: object) -> Visitor:
    with circle.world.inside(circle.group):
        row = Visitor(
            **{
                "name": "Vera Visitor",
                "company": "Lind Print",
                "source": VisitorSource.PUBLIC,
                "status": VisitorStatus.EXPECTED,
                "message": "I print.",
                "stepped_at": utc_now(),
                "created_at": utc_now(),
                **fields,
            }
        )
        db.session.add(row)
        db.session.flush()
        telling.tell_visitor(row)
        telling.tell_visitor(row)
        db.session.commit()
    return row


def test_organisers_hear_once_of_who_comes_by_the_public_page(circle: Circle) -> None:
    visitor(circle)
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == {"olga": 1}
    assert heard["olga"][0].subject == "Vera Visitor would like to come as a visitor"


def test_admins_and_who_follows_up_hear_of_who_asks_to_join(circle: Circle) -> None:
    admin = circle.world.member(circle.group, "Ada Admin", rights=(Right.ADMIN,), email="ada@example.org")
    prove(circle.world, admin)
    visitor(circle, status=VisitorStatus.APPLIED, owner_id=circle.chiara.id)
    heard = circle.hear()
    assert set(heard) == {"ada", "chiara"}
    assert "I print." in heard["ada"][0].text


def test_a_visitor_whom_a_member_brings_is_told_to_nobody(circle: Circle) -> None:
    visitor(circle, source=VisitorSource.MEMBER, owner_id=circle.amara.id)
    assert circle.notices() == []


def test_the_page_of_notices_says_how_it_stands_by_now(circle: Circle, browser: Browser) -> None:
    meeting = circle.schedule(expectation=Expectation.SIGN_UP, title="Summer dinner")
    browser.sign_in(circle.amara)
    with time_machine.travel(utc_now() + timedelta(minutes=16), tick=False):
        page = browser.get("notices").text
        assert "New: Summer dinner, Thu" in page
        assert f"/meetings/{meeting.id}/answer" in page
        circle.cancel(meeting, "The cook is ill.")
        page = browser.get("notices").text
    assert "Cancelled: Summer dinner" in page
    assert "The cook is ill." in page
    assert f"/meetings/{meeting.id}/answer" not in page


def test_every_kind_stands_on_the_page_in_one_statement_more(circle: Circle, browser: Browser) -> None:
    circle.schedule(expectation=Expectation.SIGN_UP)
    propose(circle)
    browser.sign_in(circle.ben)
    with time_machine.travel(utc_now() + timedelta(minutes=16), tick=False):
        page = browser.get("notices")
    assert page.status_code == 200
    assert "Amara Okafor would like a one-to-one with you" in page.text


def test_the_weekly_mail_tells_of_the_meetings_of_the_week_with_ones_answer(circle: Circle) -> None:
    world, now = circle.world, utc_now()
    fields = {"expectation": Expectation.SIGN_UP}
    asked = world.meeting(circle.group, title="Dinner", starts_at=now + timedelta(days=2), **fields)
    known = world.meeting(circle.group, title="Breakfast", starts_at=now + timedelta(days=3), **fields)
    world.meeting(circle.group, title="Later", starts_at=now + timedelta(days=9), **fields)
    world.answer(known, circle.amara, Answer.SUBSTITUTE, substitute_name="Sam Stand-In")
    with world.inside(circle.group):
        guest = Visitor(name="Vera Visitor", stepped_at=now, created_at=now)
        db.session.add(guest)
        db.session.flush()
        db.session.add(Visit(visitor_id=guest.id, meeting_id=asked.id, on_day=asked.on_day, created_at=now))
        db.session.commit()
    with world.app.app_context():
        places = list_open_places(circle.amara.person_id or 0)
        with every_group():
            first, second = gather_coming_up(places, now - timedelta(days=7), now)
    assert first.text.endswith("Dinner. Are you coming? Visitors: Vera Visitor.")
    assert "/meeting-answer/" in first.url
    assert second.text.endswith("Breakfast. Sam Stand-In comes for you.")
    assert not second.url


def test_the_block_of_meetings_stands_first_in_the_weekly_mail(circle: Circle) -> None:
    with circle.world.app.app_context():
        first = list_digest_parts()[0]
        chosen = list_choices(circle.amara.person_id or 0)
    assert first.gather is gather_coming_up
    assert chosen[first.kind] in first.ways
    assert Way.NEVER not in first.ways
