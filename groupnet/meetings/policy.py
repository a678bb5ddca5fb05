"""Who may see, run and answer a meeting, where a permission alone does not say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from groupnet.core.clock import utc_now
from groupnet.groups.models import Membership
from groupnet.groups.roles import Permission, permissions_of
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)

OPEN = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.HELD})
HOLDING = frozenset({Answer.COMING, Answer.SUBSTITUTE})
"""The answers that hold a place."""


@dataclass(frozen=True)
class Hold:
    """What a member said to a meeting, and what it holds."""

    meeting: Meeting
    answer: MeetingAnswer | None
    is_active: bool
    """Not on leave on the day of the meeting."""

    @property
    def has_place(self) -> bool:
        """By an answer, or by silence where everybody is expected."""
        if self.answer is None:
            return self.is_active and self.meeting.expectation is Expectation.EVERYBODY
        return self.answer.answer in HOLDING

    @property
    def is_waiting(self) -> bool:
        """On the waiting list."""
        return self.answer is not None and self.answer.answer is Answer.WAITLISTED


def is_draft(meeting: Meeting) -> bool:
    """Whether members may not know of a meeting: a draft, or one that was cancelled as such; what they may
    is the criterion `queries.meetings.is_no_draft`."""
    return meeting.status is MeetingStatus.DRAFT or meeting.was_draft


def may_run(acting: Membership, meeting: Meeting) -> bool:
    """Whether a member may schedule, change and cancel a meeting, answer for others and take attendance."""
    return meeting.kind is MeetingKind.GROUP and Permission.MEETINGS_RUN in permissions_of(acting.rights)


def takes_answers(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether members may still answer by themselves: it takes place and its answers are not closed.

    The first mark, up to an hour ahead, closes nothing: others still give their places back.
    """
    return meeting.status in OPEN and (now or utc_now()) < meeting.closes_at


def is_still_on(meeting: Meeting) -> bool:
    """Whether a meeting takes place or has: a one-to-one that was had before its time is not to come."""
    return meeting.status is MeetingStatus.SCHEDULED or (
        meeting.status is MeetingStatus.HELD and meeting.kind is not MeetingKind.ONE_TO_ONE
    )


def is_over(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether a meeting has ended by the clock, held or not."""
    return meeting.ends_at <= (now or utc_now())


class Seating(Protocol):
    """What is needed of a meeting, a series or a plan of one."""

    @property
    def capacity(self) -> int | None: ...

    @property
    def expectation(self) -> Expectation: ...


def seats_everybody(planned: Seating) -> bool:
    """Whether each member holds one of so many places by silence, so that a group may outgrow them."""
    return planned.capacity is not None and planned.expectation is Expectation.EVERYBODY


def is_answered_here(meeting: Meeting) -> bool:
    """Whether its answers are those of a group: a one-to-one is settled between its two."""
    return meeting.kind is not MeetingKind.ONE_TO_ONE


def may_answer_for(acting: Membership, meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether a member may answer for others, and for themselves after the answers have closed."""
    return may_run(acting, meeting) and meeting.status in OPEN and not is_over(meeting, now)


def may_answer(acting: Membership, meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether a member may answer for themselves now."""
    in_time = is_answered_here(meeting) and takes_answers(meeting, now)
    return in_time or may_answer_for(acting, meeting, now)
