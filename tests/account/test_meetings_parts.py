"""What of a person's meetings travels in their archive, and what is forgotten when their account ends."""

import json
from datetime import timedelta
from typing import Any

import pytest

from groupnet.account.service import delete_account
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.holdings import Parting, list_holdings
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status
from groupnet.meetings.models import (
    Answer,
    Attendance,
    CalendarFeed,
    Impression,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingSlot,
    MeetingStatus,
    OneToOne,
    SlotRole,
    Visit,
    Visitor,
    VisitorStatus,
)
from groupnet.people.models import Person
from groupnet.people.queries import find_person_by_id
from tests.account.lives import rows_of as csv_rows
from tests.account.lives import unpack
from tests.factories import World
from tests.imports.conftest import rows_of


@pytest.fixture
def person(world: World) -> Person:
    return world.person("zora@example.org", name="Zora Quill")


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def zora(world: World, group: Group, person: Person) -> Membership:
    """Zora, who came, met, brought, and has taken on something."""
    me = world.member(group, "Zora Quill", person=person, email="zora@example.org")
    other = world.member(group, "Olu Ade", email="olu@example.org", rights=(Right.ADMIN,))
    now = utc_now()
    held = world.meeting(
        group, title="Breakfast", starts_at=now - timedelta(days=9), status=MeetingStatus.HELD
    )
    coming = world.meeting(group, title="Dinner", starts_at=now + timedelta(days=9))
    for meeting in (held, coming):
        world.answer(meeting, me, Answer.COMING)
    world.attendance(held, me, Mark.LATE)
    world.attendance(held, other, Mark.SUBSTITUTE, substitute_name="zora quill")
    first, second = sorted((me.id, other.id))
    with world.inside(group):
        guest = _guest(me, now)
        db.session.add(guest)
        db.session.flush()
        db.session.add_all(
            [
                Visit(
                    group_id=group.id,
                    visitor_id=guest.id,
                    on_day=world.today,
                    announced_by_id=me.id,
                    came=True,
                    created_at=now,
                ),
                OneToOne(
                    group_id=group.id, first_id=first, second_id=second, held_on=world.today, created_at=now
                ),
                _impression(held, me, other, now),
                _impression(held, other, me, now),
                _slot(held, me, "Zora Quill on bread"),
                _slot(coming, me, "Zora Quill on cake"),
                CalendarFeed(person_id=person.id, nonce="n", created_at=now),
            ]
        )
        db.session.commit()
    return me


def _guest(me: Membership, now: Any) -> Visitor:
    return Visitor(
        group_id=me.group_id,
        name="Jo Bloggs",
        email="jo@example.org",
        status=VisitorStatus.CAME,
        invited_by_id=me.id,
        owner_id=me.id,
        stepped_at=now,
        created_at=now,
    )


def _impression(meeting: Meeting, who: Membership, whom: Membership, now: Any) -> Impression:
    return Impression(
        group_id=who.group_id,
        meeting_id=meeting.id,
        membership_id=who.id,
        other_id=whom.id,
        met=True,
        worth_it=True,
        said_at=now,
    )


def _slot(meeting: Meeting, who: Membership, topic: str) -> MeetingSlot:
    return MeetingSlot(
        group_id=who.group_id,
        meeting_id=meeting.id,
        role=SlotRole.SPEAKER,
        number=1,
        membership_id=who.id,
        topic=topic,
        taken_at=utc_now(),
    )


def table(world: World, person: Person, name: str) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in csv_rows(unpack(world.app, person.id)[f"harbour/{name}.csv"])]


def test_the_archive_holds_what_one_did_at_meetings(world: World, person: Person, zora: Membership) -> None:
    today = world.today.isoformat()
    assert [row[1:3] for row in table(world, person, "meetings-answered")] == [
        ("Breakfast", "coming"),
        ("Dinner", "coming"),
    ]
    assert [row[1:3] for row in table(world, person, "meetings-attended")] == [("Breakfast", "late")]
    assert table(world, person, "one-to-ones") == [(today, "Olu Ade")]
    assert [row[2:] for row in table(world, person, "impressions")] == [("Olu Ade", "yes", "yes")]
    assert table(world, person, "visitors") == [(today, "Jo Bloggs", "yes", "came")]
    (feed,) = json.loads(unpack(world.app, person.id)["calendar.json"])
    assert set(feed) == {"since", "ended"}, "never its address"


def test_T9_after_leaving_it_names_nobody_else(world: World, person: Person, zora: Membership) -> None:
    world.end_periods(zora, world.today - timedelta(days=1))
    today = world.today.isoformat()
    assert table(world, person, "one-to-ones") == [(today, "")]
    assert table(world, person, "visitors") == [(today, "", "yes", "")]
    everything = b"\n".join(unpack(world.app, person.id).values())
    assert b"Olu Ade" not in everything
    assert b"Jo Bloggs" not in everything


def test_what_is_held_is_named_where_somebody_leaves(world: World, group: Group, zora: Membership) -> None:
    with world.inside(group):
        told = [one.what for one in list_holdings(Parting(group=group, member=zora, viewer=zora))]
    assert told == ["1 part taken on at meetings", "1 answer to a meeting", "1 visitor to follow up"]


def test_whoever_leaves_hands_back_what_is_to_come(world: World, group: Group, zora: Membership) -> None:
    with world.inside(group):
        membership = get_membership(zora.id)
        change_status(membership=membership, status=Status.LEFT, from_day=world.today, today=world.today)
        db.session.commit()
    past, coming = rows_of(world, group, MeetingSlot)
    assert (past.membership_id, past.topic) == (zora.id, "Zora Quill on bread")
    assert (coming.membership_id, coming.topic, coming.taken_at) == (None, "", None)
    assert rows_of(world, group, Visitor)[0].owner_id is None
    assert len(rows_of(world, group, MeetingAnswer)) == 1


def test_a_leave_frees_slots_and_keeps_visitors(world: World, group: Group, zora: Membership) -> None:
    with world.inside(group):
        membership = get_membership(zora.id)
        change_status(membership=membership, status=Status.ON_LEAVE, from_day=world.today, today=world.today)
        db.session.commit()
    assert [slot.membership_id for slot in rows_of(world, group, MeetingSlot)] == [zora.id, None]
    assert rows_of(world, group, Visitor)[0].owner_id == zora.id


def test_a_leaving_to_come_keeps_the_visitors_until_then(
    world: World, group: Group, zora: Membership
) -> None:
    day = world.today + timedelta(days=5)
    with world.inside(group):
        membership = get_membership(zora.id)
        change_status(membership=membership, status=Status.LEFT, from_day=day, today=world.today)
        db.session.commit()
    assert rows_of(world, group, Visitor)[0].owner_id == zora.id
    assert [slot.membership_id for slot in rows_of(world, group, MeetingSlot)] == [zora.id, None]


def test_T59_a_deleted_account_is_forgotten_in_meetings_and_the_marks_stay(
    world: World, group: Group, person: Person, zora: Membership
) -> None:
    with world.inside(group):
        before = Visitor(
            group_id=group.id,
            name="Zora Quill",
            email="zora@example.org",
            status=VisitorStatus.JOINED,
            membership_id=zora.id,
            stepped_at=utc_now(),
            created_at=utc_now(),
        )
        db.session.add(before)
        db.session.commit()
    with world.app.app_context():
        found = find_person_by_id(person.id)
        assert found is not None
        delete_account(person=found)
        db.session.commit()
    assert [one.membership_id for one in rows_of(world, group, Impression)] != [zora.id]
    assert len(rows_of(world, group, Impression)) == 1
    marks = rows_of(world, group, Attendance)
    assert [(one.membership_id == zora.id, one.mark) for one in marks] == [
        (True, Mark.LATE),
        (False, Mark.SUBSTITUTE),
    ]
    assert marks[1].substitute_name == "…"
    assert len(rows_of(world, group, OneToOne)) == 1
    guest, herself = rows_of(world, group, Visitor)
    assert (guest.name, guest.invited_by_id, guest.owner_id) == ("Jo Bloggs", zora.id, None)
    assert [one.announced_by_id for one in rows_of(world, group, Visit)] == [None]
    assert (herself.email, herself.membership_id, herself.erased_at is None) == (None, None, False)
    assert [slot.topic for slot in rows_of(world, group, MeetingSlot)] == ["", ""]
    with world.app.app_context():
        assert db.session.query(CalendarFeed).count() == 0
