"""Slots: of a meeting, and who speaks at those to come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import joinedload

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, MeetingSlot, MeetingStatus, SlotRole
from groupnet.meetings.queries.agenda import next_id
from groupnet.meetings.queries.meetings import seen_by

ORDER = {SlotRole.SPEAKER: 0, SlotRole.HOST: 1, SlotRole.GREETER: 2}


def _columns() -> tuple[Any, ...]:
    return (
        MeetingSlot.id.label("slot_id"),
        MeetingSlot.role,
        MeetingSlot.number,
        MeetingSlot.topic,
        MeetingSlot.membership_id.label("id"),
        Membership.name,
        Membership.photo_version,
    )


def _with_member(query: Any) -> Any:
    return query.outerjoin(
        Membership,
        and_(Membership.group_id == MeetingSlot.group_id, Membership.id == MeetingSlot.membership_id),
    )


def list_slots(meeting_id: int) -> list[Any]:
    """The slots of a meeting, speakers first: rows of slot_id, role, number, topic, and the taker's face.

    Returns:
        rows whose `id`, `name` and `photo_version` are the taker's; None while it is free.
    """
    query = _with_member(select(*_columns()).select_from(MeetingSlot))
    found = db.session.execute(query.where(MeetingSlot.meeting_id == meeting_id)).all()
    return _in_order(found)


def get_with_slots(meeting_id: int, viewer: Membership, now: datetime) -> tuple[Meeting, list[Any], bool]:
    """A meeting that a member may know of, with its series and its slots, in one statement.

    Returns:
        the meeting, its slots as `list_slots` has them, and whether it is the viewer's next.

    Raises:
        NotFound: as for `get_meeting`.
    """
    with_slots = and_(MeetingSlot.group_id == Meeting.group_id, MeetingSlot.meeting_id == Meeting.id)
    next_one = next_id(viewer, now).label("next_id")
    query = _with_member(select(Meeting, next_one, *_columns()).outerjoin(MeetingSlot, with_slots))
    query = query.where(Meeting.id == meeting_id, seen_by(viewer)).options(joinedload(Meeting.series))
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound
    slots = _in_order([row for row in rows if row.slot_id is not None])
    return rows[0][0], slots, rows[0].next_id == meeting_id


def get_slot(meeting_id: int, slot_id: int) -> MeetingSlot:
    """A slot of a meeting, fresh; the meeting is held before.

    Raises:
        NotFound: the meeting has none with this id.
    """
    query = select(MeetingSlot).where(MeetingSlot.id == slot_id, MeetingSlot.meeting_id == meeting_id)
    slot = db.session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if slot is None:
        raise NotFound
    return slot


def list_rota(viewer: Membership, now: datetime, *, role: SlotRole, most: int = 60) -> Sequence[Any]:
    """The slots of one role at the meetings to come, in order of time.

    Returns:
        rows as of `list_slots`, with `meeting_id`, `title`, `starts_at` and `status`.
    """
    query = select(
        *_columns(), Meeting.id.label("meeting_id"), Meeting.title, Meeting.starts_at, Meeting.status
    ).join(Meeting, and_(Meeting.group_id == MeetingSlot.group_id, Meeting.id == MeetingSlot.meeting_id))
    query = _with_member(query).where(
        MeetingSlot.role == role,
        Meeting.ends_at > now,
        Meeting.status != MeetingStatus.CANCELLED,
        seen_by(viewer),
    )
    return db.session.execute(
        query.order_by(Meeting.starts_at, Meeting.id, MeetingSlot.number).limit(most)
    ).all()


def has_slot(meeting_id: int, membership_id: int) -> bool:
    """Whether a member speaks, hosts or greets at a meeting."""
    of_theirs = (MeetingSlot.meeting_id == meeting_id, MeetingSlot.membership_id == membership_id)
    return bool(db.session.execute(select(exists().where(*of_theirs))).scalar_one())


def takes_part_already(slot: MeetingSlot, membership_id: int) -> bool:
    """Whether a member has another slot of the same role at the same meeting."""
    query = select(
        exists().where(
            MeetingSlot.group_id == slot.group_id,
            MeetingSlot.meeting_id == slot.meeting_id,
            MeetingSlot.role == slot.role,
            MeetingSlot.membership_id == membership_id,
            MeetingSlot.id != slot.id,
        )
    )
    return bool(db.session.execute(query).scalar_one())


def _in_order(slots: Sequence[Any]) -> list[Any]:
    return sorted(slots, key=lambda slot: (ORDER[slot.role], slot.number))
