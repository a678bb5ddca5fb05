"""What two members may do with a one-to-one, and one of them with an impression: pure rules."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from groupnet.core.clock import utc_now
from groupnet.groups.models import Membership, Status
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Mark,
    Meeting,
    MeetingKind,
    Proposal,
    ProposalStatus,
)
from groupnet.meetings.policy import OPEN
from groupnet.meetings.recurrence import wall_time

UNDO_WITHIN = timedelta(days=1)
ASKED_WITHIN = timedelta(days=14)
"""So long after a meeting its page asks whom one met."""
ASKED_AT_HOME = timedelta(days=5)
"""So long the first page asks too."""
FIRST_HOUR, LAST_HOUR = time(8), time(18)
WEEKEND = (5, 6)
AN_HOUR = timedelta(hours=1)


def may_answer_proposal(acting: Membership, proposal: Proposal) -> bool:
    """Whether a member may accept or decline, or propose other times."""
    return proposal.status is ProposalStatus.OPEN and proposal.invited_id == acting.id


def may_withdraw(acting: Membership, proposal: Proposal) -> bool:
    """Whether a member may take a proposal back."""
    return proposal.status is ProposalStatus.OPEN and proposal.proposer_id == acting.id


def may_undo_record(
    acting_id: int, recorded_by_id: int | None, created_at: datetime, now: datetime | None = None
) -> bool:
    """Whether a member may take back that two met: who recorded it, within a day."""
    return recorded_by_id == acting_id and (now or utc_now()) < created_at + UNDO_WITHIN


def has_begun(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether a group's meeting takes place and has begun, so that one may say whom one met there."""
    is_real = meeting.kind is MeetingKind.GROUP and meeting.status in OPEN
    return is_real and meeting.starts_at <= (now or utc_now())


def asks_whom_one_met(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether the page of a meeting asks: from its end until two weeks later."""
    now = now or utc_now()
    return has_begun(meeting, now) and meeting.ends_at <= now < meeting.ends_at + ASKED_WITHIN


def asks_member(meeting: Meeting, mark: Mark | None, *, is_marked: bool, was_to_come: bool) -> bool:
    """Whether the page of a meeting asks one member whom they met: while it asks at all, if they were there.

    Args:
        mark: theirs.
        is_marked: attendance was taken, be it of others.
        was_to_come: they themselves.
    """
    return asks_whom_one_met(meeting) and _was_there(mark, is_marked=is_marked, was_to_come=was_to_come)


def were_there(rows: Iterable[Any], meeting: Meeting) -> list[Any]:
    """Who was at a meeting: who is marked so, or where nobody is marked, who was to come.

    Args:
        rows: of the register: `mark`, `answer` and `status`.
    """
    listed = list(rows)
    is_marked = any(row.mark is not None for row in listed)
    return [
        row
        for row in listed
        if _was_there(row.mark, is_marked=is_marked, was_to_come=_was_to_come(row, meeting))
    ]


def offered_times(now: datetime, zone: str, number: int = 2) -> list[datetime]:
    """Times to begin with in a proposal: the next whole hour, on the next days of the working week.

    Args:
        zone: an IANA name.

    Returns:
        what the clocks there show, without a zone.
    """
    local = wall_time(now, zone)
    hour = local.replace(minute=0, second=0, microsecond=0) + AN_HOUR
    at = min(max(hour.time(), FIRST_HOUR), LAST_HOUR) if hour.date() == local.date() else FIRST_HOUR
    found: list[datetime] = []
    day: date = local.date()
    while len(found) < number:
        day += timedelta(days=1)
        if day.weekday() not in WEEKEND:
            found.append(datetime.combine(day, at))
    return found


def _was_there(mark: Mark | None, *, is_marked: bool, was_to_come: bool) -> bool:
    return mark in (Mark.PRESENT, Mark.LATE) if is_marked else was_to_come


def _was_to_come(row: Any, meeting: Meeting) -> bool:
    answer = row.answer
    if answer is None:
        return meeting.expectation is Expectation.EVERYBODY and row.status is Status.ACTIVE
    return answer is Answer.COMING
