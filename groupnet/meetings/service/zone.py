"""When a group's clock is another one, everything to come stays at its hour by the clock on the wall."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.hours import closes_minutes, hours_of, minutes_of, set_hours
from groupnet.meetings.models import (
    Meeting,
    MeetingSeries,
    MeetingStatus,
    Proposal,
    ProposalStatus,
    ProposedTime,
)
from groupnet.meetings.queries.series import list_running_series
from groupnet.meetings.recurrence import at_wall_time, wall_time
from groupnet.meetings.signals import meeting_changed, series_changed


def keep_wall_time(*, group: Group, old: str) -> int:
    """Move what is to come to the instants at which the new clock shows what the old one would have shown:
    meetings, and the times of one-to-ones that wait for an answer.

    By the group's clock nothing changed, but the calendars that have it are hours off, so they are told.

    Args:
        group: with its new zone. old: the zone before, an IANA name.

    Returns:
        how many meetings were moved.
    """
    now = utc_now()
    running = list_running_series(wall_time(now, old).date(), to_change=True)
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
        _count_up(meeting, now)
    for series in running:
        _count_up(series, now)
    _keep_proposed(group.timezone, old, now)
    db.session.flush()
    coming = [one for one in meetings if one.status is MeetingStatus.SCHEDULED and one.starts_at > now]
    _tell(coming, {series.id: series for series in running})
    return len(meetings)


def _count_up(changed: Any, now: datetime) -> None:
    changed.sequence += 1
    changed.changed_at = now


def _keep_proposed(new: str, old: str, now: datetime) -> None:
    query = (
        select(ProposedTime)
        .join(
            Proposal,
            and_(Proposal.group_id == ProposedTime.group_id, Proposal.id == ProposedTime.proposal_id),
        )
        .where(Proposal.status == ProposalStatus.OPEN, ProposedTime.starts_at > now)
        .order_by(ProposedTime.starts_at)
    )
    times = [(one, _shifted(one.starts_at, new, old)) for one in db.session.execute(query).scalars()]
    is_later = any(moment > one.starts_at for one, moment in times)
    # one by one, the foremost first: two times of a proposal are never the same, not even for a moment
    for one, moment in reversed(times) if is_later else times:
        one.starts_at = moment
        db.session.flush()


def _shifted(moment: datetime, new: str, old: str) -> datetime:
    shown = wall_time(moment, old)
    return at_wall_time(shown.date(), shown.time(), new)


def _tell(meetings: Sequence[Meeting], running: dict[int, MeetingSeries]) -> None:
    """One mail a series, and one for each meeting by itself."""
    of_series = defaultdict(list)
    for meeting in sorted(meetings, key=lambda one: one.starts_at):
        if meeting.series_id in running:
            of_series[meeting.series_id].append(meeting)
        else:
            meeting_changed.send(meeting, what="calendar")
    for series_id, some in of_series.items():
        series_changed.send(running[series_id], what="calendar", meetings=some)
