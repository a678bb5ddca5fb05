"""What a visitor can be announced for, and who may bring or follow up one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.roles import Permission, permissions_of
from groupnet.meetings.models import Meeting, MeetingKind
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.meetings import list_faces_on

MOST_MEETINGS = 12


def list_taking_visitors(viewer: Membership, now: datetime) -> Sequence[Meeting]:
    """The next meetings that a member may announce a visitor for, in order of time."""
    query = select(Meeting).where(
        Meeting.kind == MeetingKind.GROUP,
        Meeting.ends_at > now,
        Meeting.status.in_(OPEN),
    )
    if Permission.MEETINGS_RUN not in permissions_of(viewer.rights):
        query = query.where(Meeting.closes_at > now)
    return (
        db.session.execute(query.order_by(Meeting.starts_at, Meeting.id).limit(MOST_MEETINGS)).scalars().all()
    )


def list_members(today: date, *besides: Membership | None) -> list[tuple[int, str]]:
    """Whom one may choose as the one who brings or follows up: (id, name), A to Z.

    Args:
        besides: those chosen before, who may have left since.
    """
    people: list[Any] = list_faces_on(today)  # type: ignore[assignment]
    found = [(person.id, person.name) for person in people]
    known = {membership_id for membership_id, _ in found}
    others = {one.id: one.name for one in besides if one is not None and one.id not in known}
    return [*found, *others.items()]
