"""Putting a plan onto a meeting: what is otherwise then, and the slots that it offers."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext
from sqlalchemy import delete, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import insert_rows
from groupnet.meetings.hours import Hours, closes_minutes, hours_of, minutes_of, set_hours
from groupnet.meetings.models import Meeting, MeetingSlot, SlotRole
from groupnet.meetings.own_fields import CLOSES, WHEN
from groupnet.meetings.recurrence import wall_time
from groupnet.meetings.service.plans import MeetingPlan

TEXTS = ("title", "place", "link", "capacity", "expectation", "agenda")
OF_CALENDARS = frozenset({WHEN, "title", "place", "link", "agenda"})
"""What calendars show, so that a change of it counts up their SEQUENCE."""
TOLD = frozenset({WHEN, "place", "link"})
"""What people must hear of."""


def apply_plan(
    meeting: Meeting, *, plan: MeetingPlan, zone: str, hours: Hours, leave: Collection[str] = ()
) -> set[str]:
    """Make a meeting as it is planned, but for its slots.

    Args:
        zone: the group's, an IANA name. hours: as planned.
        leave: what stays as it is: `when`, `closes`, and names of columns.

    Returns:
        what is otherwise than before, by the same names.
    """
    changed = {name for name in TEXTS if name not in leave and getattr(meeting, name) != getattr(plan, name)}
    for name in changed:
        setattr(meeting, name, getattr(plan, name))
    closing = closes_minutes(meeting, zone) if CLOSES in leave else plan.closes_minutes
    if WHEN in leave:
        local = wall_time(meeting.starts_at, zone)
        hours = hours_of(local.date(), local.time(), minutes_of(meeting), closing, zone)
    elif CLOSES in leave:
        local = wall_time(hours.starts_at, zone)
        hours = hours_of(local.date(), local.time(), plan.minutes, closing, zone)
    if (meeting.starts_at, meeting.ends_at) != (hours.starts_at, hours.ends_at):
        changed.add(WHEN)
    elif meeting.closes_at != hours.closes_at:
        changed.add(CLOSES)
    set_hours(meeting, hours, zone)
    if changed:
        meeting.changed_at = utc_now()
    if changed & OF_CALENDARS:
        meeting.sequence += 1
    return changed


def what_happened(changed: Collection[str]) -> str | None:
    """What people are told of some changes; None where they need not be."""
    if WHEN in changed:
        return "moved"
    return "changed" if TOLD & set(changed) else None


def offer_slots(*, meetings: Sequence[Meeting], numbers: dict[SlotRole, int]) -> None:
    """Offer the slots of new meetings."""
    insert_rows(
        MeetingSlot,
        [
            {"meeting_id": meeting.id, "role": role, "number": number, "topic": ""}
            for meeting in meetings
            for role, most in numbers.items()
            for number in range(1, most + 1)
        ],
    )


def change_slots(*, meetings: Sequence[Meeting], numbers: dict[SlotRole, int], strictly: bool) -> set[int]:
    """Offer so many slots of each role from now on; free ones go first.

    Args:
        strictly: refuse where more are taken than are to be; else those taken stay.

    Returns:
        the ids of the meetings whose slots are otherwise now.

    Raises:
        RuleBroken: naming the role.
    """
    ids = [meeting.id for meeting in meetings]
    query = select(MeetingSlot.id, MeetingSlot.meeting_id, MeetingSlot.role, MeetingSlot.number)
    found = db.session.execute(
        query.add_columns(MeetingSlot.membership_id)
        .where(MeetingSlot.meeting_id.in_(ids))
        .order_by(MeetingSlot.number)
    ).all()
    new: list[dict[str, Any]] = []
    gone: list[Any] = []
    for meeting_id in ids:
        for role, wanted in numbers.items():
            here = [slot for slot in found if slot.meeting_id == meeting_id and slot.role is role]
            free = [slot for slot in here if slot.membership_id is None]
            if strictly and len(here) - len(free) > wanted:
                raise RuleBroken(
                    gettext("More of these are taken already. Let somebody give theirs back first."),
                    field=f"{role.value}s",
                )
            gone += free[max(0, len(free) - (len(here) - wanted)) :] if len(here) > wanted else []
            number = max((slot.number for slot in here), default=0)
            more = range(number + 1, number + 1 + max(0, wanted - len(here)))
            new += [{"meeting_id": meeting_id, "role": role, "number": one, "topic": ""} for one in more]
    if gone:
        db.session.execute(delete(MeetingSlot).where(MeetingSlot.id.in_([slot.id for slot in gone])))
    insert_rows(MeetingSlot, new)
    return {slot.meeting_id for slot in gone} | {row["meeting_id"] for row in new}
