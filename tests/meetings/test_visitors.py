"""Visitors: announced, known again, come, counted."""

from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.meetings.models import (
    Answer,
    MeetingAnswer,
    MeetingStatus,
    Visit,
    Visitor,
    VisitorSource,
    VisitorStatus,
)
from groupnet.meetings.queries.places import count_places
from groupnet.meetings.queries.visitors import count_for_inviters, list_visits
from groupnet.meetings.service import visitors
from groupnet.meetings.service.visitors_known import Contact
from tests.factories import World
from tests.meetings.guests import all_of, announce, organiser_of, say_came, visitor_of, withdraw


def test_a_member_brings_somebody_and_follows_up(world: World) -> None:
    group = world.group()
    member = world.member(group, "Dev Patel")
    meeting = world.meeting(group)
    visit = announce(world, group, meeting, member, "Vera Visitor", email="Vera@Example.org", company="Ink")
    visitor = visitor_of(world, visit)
    assert (visitor.email, visitor.status) == ("vera@example.org", VisitorStatus.EXPECTED)
    assert visitor.invited_by_id == visitor.owner_id == member.id
    with world.inside(group):
        (row,) = list_visits(meeting.id)
    assert (row.name, row.company, row.invited_by, row.came) == ("Vera Visitor", "Ink", "Dev Patel", None)


def test_the_same_address_again_is_the_same_visitor_with_another_visit(world: World) -> None:
    group = world.group()
    member, other = world.member(group), world.member(group)
    first = announce(world, group, world.meeting(group), member, "Vera", email="vera@example.org")
    later = world.meeting(group, starts_at=utc_now() + timedelta(days=14))
    second = announce(world, group, later, other, "V. Visitor", email="VERA@example.org", company="Ink")
    assert first.visitor_id == second.visitor_id
    assert first.id != second.id
    visitor = visitor_of(world, first)
    assert (visitor.name, visitor.company) == ("Vera", "Ink")
    assert visitor.invited_by_id == member.id


def test_the_same_visit_again_is_one(world: World) -> None:
    group = world.group()
    member, meeting = world.member(group), world.meeting(group)
    twice = [announce(world, group, meeting, member, email="vera@example.org") for _ in range(2)]
    assert twice[0].id == twice[1].id
    assert len(all_of(world, group, Visit)) == 1


def test_a_visitor_holds_a_place_and_a_full_meeting_says_so(world: World) -> None:
    group = world.group()
    member = world.member(group)
    organiser = organiser_of(world, group)
    meeting = world.meeting(group, capacity=1)
    announce(world, group, meeting, member)
    with world.inside(group):
        assert count_places(meeting).free == 0
    for acting, sentence in ((member, "organiser"), (None, "next one"), (organiser, "below")):
        with pytest.raises(RuleBroken, match=sentence):
            announce(world, group, meeting, acting, "Another")
    announce(world, group, meeting, organiser, "Another", over_full=True)
    assert len(all_of(world, group, Visit)) == 2


def test_a_withdrawn_visit_frees_its_place_for_who_waits(world: World) -> None:
    group = world.group()
    member, waiting = world.member(group), world.member(group)
    meeting = world.meeting(group, capacity=1)
    visit = announce(world, group, meeting, member)
    world.answer(meeting, waiting, Answer.WAITLISTED, queue_number=1)
    withdraw(world, visit, member)
    (answer,) = all_of(world, group, MeetingAnswer)
    assert answer.answer is Answer.COMING
    with world.inside(group):
        assert list_visits(meeting.id) == []


def test_who_waits_for_a_place_is_before_a_visitor(world: World) -> None:
    group = world.group()
    waiting = world.member(group)
    meeting = world.meeting(group, capacity=1)
    world.answer(meeting, waiting, Answer.WAITLISTED, queue_number=1)
    with pytest.raises(RuleBroken):
        announce(world, group, meeting, None)


def test_members_announce_until_answers_close_and_organisers_until_it_is_over(world: World) -> None:
    group = world.group()
    member, organiser = world.member(group), organiser_of(world, group)
    closed = world.meeting(group, closes_at=utc_now() - timedelta(minutes=1))
    for acting in (member, None):
        with pytest.raises(RuleBroken):
            announce(world, group, closed, acting)
    assert announce(world, group, closed, organiser).id
    over = world.meeting(group, starts_at=utc_now() - timedelta(days=1))
    cancelled = world.meeting(group, status=MeetingStatus.CANCELLED)
    for meeting in (over, cancelled):
        with pytest.raises(RuleBroken):
            announce(world, group, meeting, organiser)


def test_coming_is_a_step_that_can_be_taken_back(world: World) -> None:
    group = world.group()
    visit = announce(world, group, world.meeting(group), world.member(group))
    before = visitor_of(world, visit).stepped_at
    say_came(world, visit, True)
    visitor = visitor_of(world, visit)
    assert visitor.status is VisitorStatus.CAME
    assert visitor.stepped_at > before
    say_came(world, visit, None)
    assert visitor_of(world, visit).status is VisitorStatus.EXPECTED


def test_a_walk_in_needs_only_a_name_and_came(world: World) -> None:
    group = world.group()
    organiser = organiser_of(world, group)
    meeting = world.meeting(group, capacity=1, starts_at=utc_now() - timedelta(minutes=5))
    with world.inside(group):
        visit = visitors.record_walk_in(acting=organiser, group=group, meeting=meeting, name=" Walter  W ")
        db.session.commit()
    visitor = visitor_of(world, visit)
    assert (visitor.name, visitor.status, visitor.source) == (
        "Walter W",
        VisitorStatus.CAME,
        VisitorSource.DOOR,
    )


def test_the_first_visit_that_came_counts_for_the_inviter(world: World) -> None:
    group = world.group()
    member = world.member(group)
    days = [world.today - timedelta(days=ago) for ago in (30, 20, 10)]
    vera = Contact(name="Vera", email="vera@example.org")
    with world.inside(group):
        for day in days:
            visitors.record_past_visit(contact=vera, on_day=day, invited_by=member)
        visitors.record_past_visit(contact=Contact(name="Nobody’s"), on_day=days[2], invited_by=None)
        db.session.commit()
        assert count_for_inviters(days[0], world.today) == {member.id: 1}
        assert count_for_inviters(days[1], world.today) == {}
    expected = announce(world, group, world.meeting(group), member, "Not there yet")
    with world.inside(group):
        last = world.today + timedelta(days=30)
        assert count_for_inviters(days[0], last) == {member.id: 1}
    say_came(world, expected, True)
    with world.inside(group):
        assert count_for_inviters(days[0], last) == {member.id: 2}


def test_a_visit_imported_twice_is_one(world: World) -> None:
    group = world.group()
    member = world.member(group)
    with world.inside(group):
        for is_new in (True, False):
            _, made = visitors.record_past_visit(
                contact=Contact(name="Vera"), on_day=world.today, invited_by=member
            )
            assert made is is_new
        db.session.commit()
    assert len(all_of(world, group, Visitor)) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": " "}, "name"), ({"email": "no address"}, "email"), ({"phone": "call me"}, "phone")],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, typed: dict[str, str], field: str) -> None:
    group = world.group()
    member, meeting = world.member(group), world.meeting(group)
    with pytest.raises(RuleBroken) as refused:
        announce(world, group, meeting, member, **{"name": "Vera", **typed})
    assert refused.value.field == field
