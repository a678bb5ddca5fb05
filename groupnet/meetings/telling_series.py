"""Telling members of what happens to a series: once, however many meetings it has.

Whoever has not been sent the first mail of a series hears by that one how it stands then: of no move before,
and of no end of what they never had in their calendar. A series that is split has two such mails, one each.
"""

from collections.abc import Sequence
from datetime import datetime

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.meetings.before import Reason, What
from groupnet.meetings.models import Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.queries import told
from groupnet.meetings.signals import series_changed
from groupnet.meetings.telling import held_back
from groupnet.meetings.until import queue_until
from groupnet.notices import service as notices
from groupnet.notices.models import Notice, NoticeKind


def init_app() -> None:
    """Listen to what happens to series."""
    series_changed.connect(follow_series)


def follow_series(
    series: MeetingSeries,
    *,
    what: str,
    acting: Membership | None = None,
    meetings: Sequence[Meeting] = (),
    ended: MeetingSeries | None = None,
    **_about: object,
) -> None:
    """Tell every active member of a series once.

    Args:
        what, meetings, ended: as of `series_changed`; the notice is about the first that it concerns.
    """
    if not meetings:
        return
    now, new = utc_now(), What(f"series-{what}")
    first = _first_of(series, new, meetings)
    kept, gone = _settle_pending(told.list_held_back_of_series(series.id, now), new, first, series, now)
    pending = _pending_of(ended, now) if ended is not None else {}
    unheard = {one for one, reason in pending.items() if reason is What.SERIES_SCHEDULED}
    concerned = [row.Membership.id for row in told.list_concerned(first)]
    to_tell = [number for number in concerned if number not in gone and number not in kept]
    _tell([one for one in to_tell if one in unheard], What.SERIES_SCHEDULED, first, acting, now)
    changed = _tell([one for one in to_tell if one not in unheard], new, first, acting, now)
    if ended is not None:
        told_before = [one for one in kept.values() if one.reason != What.SERIES_SCHEDULED]
        # a mail about the old half that is still to be sent brings its end along
        brought = pending if told.find_next_of_series(ended.id, now) else {}
        queue_until(ended, [one for one in [*told_before, *changed] if one.membership_id not in brought])


def _tell(
    membership_ids: Sequence[int], what: What, first: Meeting, acting: Membership | None, now: datetime
) -> list[Notice]:
    return notices.tell_many(
        membership_ids,
        kind=NoticeKind.MEETING,
        meeting_id=first.id,
        reason=what,
        actor_id=acting.id if acting else None,
        held_back=held_back(first, now),
    )


def _first_of(series: MeetingSeries, what: What, meetings: Sequence[Meeting]) -> Meeting:
    """The first that is told of: it takes place, or it has just been cancelled with the others."""
    if what is What.SERIES_CANCELLED:
        return next((one for one in meetings if one.changed_at >= series.changed_at), meetings[0])
    return next((one for one in meetings if one.status is MeetingStatus.SCHEDULED), meetings[0])


def _settle_pending(
    pending: Sequence[Notice], new: What, first: Meeting, series: MeetingSeries, now: datetime
) -> tuple[dict[int, Notice], set[int]]:
    """Let what is still held back tell a series as it is now.

    Returns:
        what is still told, by membership; and those who never hear of it, since it has gone again.
    """
    coming = told.find_next_of_series(series.id, now) if pending and new is What.SERIES_CANCELLED else None
    kept: dict[int, Notice] = {}
    gone: dict[int, Notice] = {}
    for notice in pending:
        old = Reason.read(notice.reason).what
        if not old.of_series:
            continue
        if old is What.SERIES_SCHEDULED and new is What.SERIES_CANCELLED and coming is None:
            if notice.due_at > now:  # or the app has told it
                gone[notice.membership_id] = notice
            continue
        if old is What.SERIES_SCHEDULED:
            notice.meeting_id = coming.meeting_id if coming else first.id
        else:
            notice.meeting_id, notice.reason = first.id, _weightier(old, new)
        kept[notice.membership_id] = notice
    db.session.flush()
    notices.withdraw(list(gone.values()))
    return kept, set(gone)


def _pending_of(ended: MeetingSeries, now: datetime) -> dict[int, What]:
    """What is still to be told of a series that was split, by membership."""
    pending = [
        (notice.membership_id, Reason.read(notice.reason).what)
        for notice in told.list_held_back_of_series(ended.id, now)
    ]
    return {number: what for number, what in pending if what.of_series}


def _weightier(one: What, other: What) -> What:
    order = (What.SERIES_CALENDAR, What.SERIES_CHANGED, What.SERIES_MOVED, What.SERIES_CANCELLED)
    return max(one, other, key=order.index)
