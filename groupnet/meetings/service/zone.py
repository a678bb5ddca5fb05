"""When a group's clock is another one, its meetings to come stay at their hour by the clock on the wall."""

from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.hours import closes_minutes, hours_of, minutes_of, set_hours
from groupnet.meetings.models import Meeting, MeetingStatus
from groupnet.meetings.recurrence import wall_time


def keep_wall_time(*, group: Group, old: str) -> int:
    """Move meetings to come to the instants at which the new clock shows what the old one would have shown.

    Args:
        group: with its new zone. old: the zone before, an IANA name.

    Returns:
        how many were moved. Nobody is told: by the group's clock nothing changed.
    """
    now = utc_now()
    query = (
        select(Meeting)
        .where(Meeting.starts_at > now, Meeting.status != MeetingStatus.HELD)
        .order_by(Meeting.id)
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    meetings = db.session.execute(query).scalars().all()
    for meeting in meetings:
        start = wall_time(meeting.starts_at, old)
        minutes, closes = minutes_of(meeting), closes_minutes(meeting, old)
        hours = hours_of(start.date(), start.time(), minutes, closes, group.timezone)
        set_hours(meeting, hours, group.timezone)
        meeting.sequence += 1
        meeting.changed_at = now
    db.session.flush()
    return len(meetings)
