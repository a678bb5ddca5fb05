"""Visitors whose meeting moves, and whose time is over."""

from datetime import timedelta

import time_machine
from sqlalchemy import update

from groupnet.core.clock import add_months, utc_now
from groupnet.core.db import db
from groupnet.groups.forgetting import Forgotten
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import lock_group
from groupnet.meetings.jobs_visitors import SCHEDULE, TIDY
from groupnet.meetings.models import Meeting, Visit, Visitor
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.visitors import count_for_inviters
from groupnet.meetings.service.forgetting import forget_member
from groupnet.meetings.service.visitors import record_walk_in
from groupnet.meetings.service.visitors_followed import erase_old_visitors
from groupnet.meetings.signals import meeting_changed
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce, organiser_of, say_came
from tests.snapshot import all_rows


def tidy(world: World, group: Group) -> int:
    with world.inside(group):
        erased = erase_old_visitors(group=group, today=world.today)
        db.session.commit()
        return erased


def test_T59_a_visitor_is_erased_a_year_after_the_last_step_and_figures_stay(world: World) -> None:
    group = world.group()
    member = world.member(group)
    meeting = world.meeting(group)
    visit = announce(
        world, group, meeting, member, "Vera Visitor", email="vera@example.org", company="Ink Ltd"
    )
    say_came(world, visit, True)
    last_step = utc_now()
    with time_machine.travel(last_step.replace(hour=12) + (add_months(world.today, 12) - world.today)):
        assert tidy(world, group) == 0
    with time_machine.travel(last_step + timedelta(days=368)):
        assert tidy(world, group) == 1
        assert tidy(world, group) == 0
        kept = repr(all_rows(world.app))
        assert not [word for word in ("Vera", "vera@", "Ink Ltd") if word in kept]
        with world.inside(group):
            last = world.today + timedelta(days=9)
            assert count_for_inviters(world.today - timedelta(days=400), last) == {member.id: 1}


def test_T59_with_the_account_goes_the_visitor_they_once_were(world: World) -> None:
    group = world.group()
    member = world.member(group, email="vera@example.org")
    meeting = world.meeting(group)
    announce(world, group, meeting, world.member(group), "Vera Visitor", email="vera@example.org")
    with world.inside(group):
        lock_group()
        forget_member(Forgotten(membership=member, told_of=frozenset({"vera@example.org"})))
        db.session.commit()
    (vera,) = all_of(world, group, Visitor)
    assert (vera.name, vera.email) == ("Former visitor", None)
    (visit,) = all_of(world, group, Visit)
    assert visit.came is False


def test_T59_each_group_tidies_its_own_every_day_and_by_the_command() -> None:
    assert [(one.kind, one.every, one.tidies) for one in SCHEDULE] == [(TIDY, timedelta(days=1), True)]


def test_a_visit_moves_with_its_meeting(world: World) -> None:
    group = world.group()
    member = world.member(group)
    meeting = world.meeting(group)
    announce(world, group, meeting, member)
    day = meeting.on_day + timedelta(days=1)
    with world.inside(group):
        held = get_meeting(meeting.id, member, to_change=True)
        held.starts_at += timedelta(days=1)
        held.ends_at += timedelta(days=1)
        held.on_day = day
        db.session.flush()
        meeting_changed.send(held, what="moved", acting=member)
        db.session.commit()
    (visit,) = all_of(world, group, Visit)
    assert visit.on_day == day


def test_T14_the_same_address_in_two_groups_is_two_visitors(world: World) -> None:
    for _ in range(2):
        group = world.group()
        announce(world, group, world.meeting(group), world.member(group), email="vera@example.org")
        assert len(all_of(world, group, Visitor)) == 1


def test_T59_erasing_takes_name_and_words_and_leaves_the_figures(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    member, organiser = world.member(group), organiser_of(world, group)
    past = world.meeting(group, starts_at=utc_now() - timedelta(days=3))
    visit = announce_past(world, group, past, organiser, member)
    path = f"visitors/{visit.visitor_id}"
    assert browser.sign_in(member).submit(f"{path}/erase", {}).status_code == 303
    (vera,) = all_of(world, group, Visitor)
    assert vera.name == "Former visitor"
    assert (vera.email, vera.phone, vera.company, vera.note, vera.message) == (None, "", "", "", "")
    assert vera.invited_by_id == member.id
    (kept,) = all_of(world, group, Visit)
    assert kept.came is True
    assert "Vera" not in browser.get("visitors").text
    assert "Vera" not in browser.get(f"meetings/{past.id}").text
    for act in ("edit", "follow-up", "erase"):
        assert browser.get(f"{path}/{act}").status_code == 404


def announce_past(
    world: World, group: Group, past: Meeting, organiser: Membership, member: Membership
) -> Visit:
    """A visitor who came to a meeting that is over, with everything known about them."""
    with world.inside(group):
        visit = record_walk_in(
            acting=organiser,
            group=group,
            meeting=past,
            name="Vera",
            invited_by=member,
            email="vera@example.org",
            phone="+44 1632 960961",
            company="Ink Ltd",
        )
        db.session.execute(update(Visitor).values(note="Call after ten.", message="Let me in."))
        db.session.commit()
        return visit
