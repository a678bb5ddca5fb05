"""What a member has taken on, and who goes on leave or leaves: others can take it."""

from datetime import date

from sqlalchemy import select

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.meetings.models import Meeting, MeetingSlot, Visitor


def hand_slots_back(*, membership: Membership, from_day: date) -> None:
    """Free a member's slots at meetings to come on days when they are not active.

    Args:
        from_day: of the change of their standing, which is written already.
    """
    query = (
        select(MeetingSlot, Meeting.on_day)
        .join(Meeting, Meeting.id == MeetingSlot.meeting_id)
        .where(
            MeetingSlot.membership_id == membership.id,
            Meeting.on_day >= from_day,
            Meeting.starts_at > utc_now(),
        )
        .order_by(MeetingSlot.id)
        .with_for_update(of=MeetingSlot)
        .execution_options(populate_existing=True)
    )
    taken = db.session.execute(query).all()
    if not taken:
        return
    periods = list_periods([membership.id])[membership.id]
    for slot, day in taken:
        if status_on(day, periods) is not Status.ACTIVE:
            slot.membership_id, slot.topic, slot.taken_at = None, "", None
    db.session.flush()


def hand_visitors_back(*, membership: Membership, from_day: date) -> None:
    """Visitors whom somebody followed up who has left wait for another; a leaving to come changes nothing
    yet."""
    today = utc_now().date()
    periods = list_periods([membership.id])[membership.id]
    # the group's day may be another than that of UTC
    if from_day > today + A_DAY or status_on(max(from_day, today), periods) is not Status.LEFT:
        return
    query = select(Visitor).where(Visitor.owner_id == membership.id).order_by(Visitor.id).with_for_update()
    for visitor in db.session.execute(query.execution_options(populate_existing=True)).scalars():
        visitor.owner_id = None
    db.session.flush()
