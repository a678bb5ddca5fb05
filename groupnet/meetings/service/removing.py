"""Meetings of a series that fall away: cancelled where people count on them, else gone."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, MeetingSlot, MeetingStatus
from groupnet.meetings.own_fields import note_cancelled
from groupnet.meetings.queries.series import list_counted_on, list_told_of
from groupnet.meetings.signals import meeting_changed

SOON = timedelta(weeks=4)
"""Members have the meetings of so long in mind, answered or not."""


def take_away(
    *,
    meetings: Sequence[Meeting],
    reason: str,
    acting: Membership,
    is_told_at_once: bool = False,
    keep: Sequence[Meeting] = (),
) -> list[Meeting]:
    """Let meetings to come fall away; what was cancelled by itself stays as it is.

    Args:
        meetings: held, and neither begun nor held.
        is_told_at_once: one message about the series tells it, so none goes out for each.
        keep: stay as cancelled ones in any case: what is told of the series hangs on them.

    Returns:
        those that stay, as cancelled ones.
    """
    now = utc_now()
    ids = [meeting.id for meeting in meetings]
    counted_on, told_of = list_counted_on(ids), list_told_of(ids)
    kept: list[Meeting] = []
    gone: list[Meeting] = []
    for meeting in meetings:
        is_cancelled = meeting.status is MeetingStatus.CANCELLED
        was_open = meeting.status is MeetingStatus.SCHEDULED
        in_mind = meeting.id in told_of or (was_open and meeting.starts_at < now + SOON)
        if in_mind or meeting.id in counted_on or meeting in keep:
            kept.append(meeting)
            if not is_cancelled:
                _cancel(meeting, reason)
            if was_open and meeting.id in counted_on and not is_told_at_once:
                meeting_changed.send(meeting, what="cancelled", acting=acting, of_series=True)
        elif not is_cancelled:
            gone.append(meeting)
    _remove(gone)
    return kept


def _cancel(meeting: Meeting, reason: str) -> None:
    was_draft = meeting.status is MeetingStatus.DRAFT
    note_cancelled(meeting, was_draft=was_draft, left_out=True)
    meeting.status = MeetingStatus.CANCELLED
    meeting.cancel_reason = reason
    meeting.sequence += 1
    meeting.changed_at = utc_now()
    db.session.flush()


def _remove(meetings: Sequence[Meeting]) -> None:
    ids = [meeting.id for meeting in meetings]
    if not ids:
        return
    db.session.execute(delete(MeetingSlot).where(MeetingSlot.meeting_id.in_(ids)))
    for meeting in meetings:
        db.session.delete(meeting)
    db.session.flush()
