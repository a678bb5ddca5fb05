"""Closing the attendance of a meeting, and opening it again. Whoever calls holds the meeting's row."""

from collections.abc import Iterable

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.meetings.marking import opens_at
from groupnet.meetings.models import Mark, MarkWay, Meeting
from groupnet.meetings.queries.attendance import list_register
from groupnet.meetings.service.attendance import Tap, check_allowed, mark_all, set_meeting


def close_attendance(
    *, acting: Membership, meeting: Meeting, absent_ids: Iterable[int], excused_ids: Iterable[int] = ()
) -> None:
    """Close the attendance; those named who are still unmarked are absent, or excused.

    A tap that was made elsewhere and has not arrived yet outweighs these marks: they are dated as early as
    the member's history allows.

    Raises:
        NotAllowed: they do not run the meeting.
        RuleBroken: nobody is marked, somebody were absent before it has begun, or it takes no marks.
    """
    if meeting.attendance_closed_at is not None:
        return
    rows = list_register(meeting)
    chosen = {**dict.fromkeys(excused_ids, Mark.EXCUSED), **dict.fromkeys(absent_ids, Mark.ABSENT)}
    if not any(row.mark for row in rows):
        raise RuleBroken(gettext("Nobody is marked yet: mark whoever is here first."))
    left = [
        Tap(
            membership_id=row.id,
            mark=chosen[row.id],
            at=max(row.last_tap_at or opens_at(meeting), opens_at(meeting)),
            key=_key(meeting, row.id),
        )
        for row in rows
        if row.id in chosen and row.mark is None
    ]
    mark_all(acting=acting, meeting=meeting, taps=left, way=MarkWay.CLOSING).raise_if_refused()
    set_meeting(meeting=meeting, attendance_closed_at=utc_now())


def reopen_attendance(*, acting: Membership, meeting: Meeting, takes_back: bool = False) -> None:
    """Let marks be changed again.

    Args:
        takes_back: what closing marked and nobody has changed since is not recorded again.

    Raises:
        NotAllowed: they do not run the meeting.
    """
    check_allowed(acting=acting, meeting=meeting, taps=[], way=MarkWay.TAP)
    if meeting.attendance_closed_at is not None:
        set_meeting(meeting=meeting, attendance_closed_at=None)
    if takes_back:
        back = [
            # dated as the mark itself, so that a tap that arrives later still outweighs both
            Tap(membership_id=row.id, mark=None, at=row.marked_at, key=_key(meeting, row.id))
            for row in list_register(meeting)
            if row.is_of_closing
        ]
        mark_all(acting=acting, meeting=meeting, taps=back, way=MarkWay.CLOSING)


def _key(meeting: Meeting, membership_id: int) -> str:
    return f"closing.{meeting.id}.{membership_id}.{utc_now():%Y%m%d%H%M%S%f}"
