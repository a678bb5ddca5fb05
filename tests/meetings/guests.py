"""Visitors for tests, through the service."""

from typing import Any

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, Visitor
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.visitors import get_visit
from groupnet.meetings.service import visitors
from tests.factories import World


def announce(
    world: World,
    group: Group,
    meeting: Meeting,
    acting: Membership | None,
    name: str = "Vera",
    **details: Any,
) -> Visit:
    """A visitor announced for a meeting, by a member or by themselves."""
    with world.inside(group):
        held = _held(meeting, acting)
        visit = visitors.expect_visitor(acting=acting, group=group, meeting=held, name=name, **details)
        db.session.commit()
        return visit


def organiser_of(world: World, group: Group) -> Membership:
    """An organiser, as the door lets them in."""
    organiser = world.member(group, rights=(Right.ORGANISER,))
    organiser.rights = frozenset({Right.ORGANISER})
    return organiser


def say_came(world: World, visit: Visit, came: bool | None) -> None:
    """Say whether a visitor came."""
    with world.inside(visit):
        visitors.came(visit=get_visit(visit.id), came=came)
        db.session.commit()


def withdraw(world: World, visit: Visit, acting: Membership) -> None:
    """A visitor cannot come."""
    with world.inside(visit):
        meeting = get_meeting(visit.meeting_id or 0, acting, to_change=True)
        visitors.withdraw_visit(visit=get_visit(visit.id), meeting=meeting)
        db.session.commit()


def visitor_of(world: World, visit: Visit) -> Visitor:
    """Who visits, as stored now."""
    with world.inside(visit):
        return db.session.execute(select(Visitor).where(Visitor.id == visit.visitor_id)).scalar_one()


def all_of(world: World, group: Group, model: Any) -> list[Any]:
    """Every row of a table of a group."""
    with world.inside(group):
        return list(db.session.execute(select(model).order_by(model.id)).scalars())


def _held(meeting: Meeting, acting: Membership | None) -> Meeting:
    if acting is not None:
        return get_meeting(meeting.id, acting, to_change=True)
    return db.session.execute(select(Meeting).where(Meeting.id == meeting.id).with_for_update()).scalar_one()
