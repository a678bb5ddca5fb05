"""Meetings as visitors see them, who are no members: of the bound group, without anybody who looks."""

from datetime import datetime

from sqlalchemy import ScalarSelect, and_, exists, select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, MeetingKind, Visit, Visitor
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.meetings import is_no_draft


def hold_group_meeting(meeting_id: int) -> Meeting:
    """A group's meeting, held until the transaction ends, as by `get_meeting(…, to_change=True)`.

    Raises:
        NotFound: there is none of the whole group with this id.
    """
    query = select(Meeting).where(Meeting.id == meeting_id, Meeting.kind == MeetingKind.GROUP)
    query = query.with_for_update(of=Meeting).execution_options(populate_existing=True)
    meeting = db.session.execute(query).scalar_one_or_none()
    if meeting is None:
        raise NotFound
    return meeting


def find_next_open(now: datetime) -> Meeting | None:
    """The group's next meeting whose answers are not closed, so that it takes visitors too."""
    query = (
        select(Meeting)
        .where(
            Meeting.kind == MeetingKind.GROUP,
            Meeting.status.in_(OPEN),
            Meeting.closes_at > now,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def find_visited(visit_id: int) -> tuple[Group, Visit, Visitor, Meeting] | None:
    """A visit, fresh, with its group, visitor and meeting; None once the visitor is erased."""
    query = (
        select(Group, Visit, Visitor, Meeting)
        .join(Visit, Visit.group_id == Group.id)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .join(Meeting, and_(Meeting.group_id == Visit.group_id, Meeting.id == Visit.meeting_id))
        .where(Visit.id == visit_id, Visitor.erased_at.is_(None))
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1], found[2], found[3]) if found else None


def any_scheduled() -> ScalarSelect[bool]:
    """Whether a group has a meeting that was more than a draft, as part of another statement."""
    return select(exists(select(Meeting.id).where(is_no_draft(Meeting)))).scalar_subquery()
