"""The answers to one meeting, as its pages read them; `find_answering` brings them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groupnet.meetings.models import Answer, Meeting
from groupnet.meetings.policy import HOLDING
from groupnet.meetings.queries.turnout import Turnout


@dataclass(frozen=True)
class OwnAnswer:
    """What a member answered; without an answer they are silent."""

    answer: Answer | None = None
    substitute_name: str = ""
    position: int | None = None
    """On the waiting list; 1 is the first."""
    is_expected: bool = False
    """Silence counts as coming."""

    @property
    def is_coming(self) -> bool:
        """They come, or somebody in their place."""
        return self.is_expected if self.answer is None else self.answer in HOLDING


@dataclass(frozen=True, kw_only=True)
class Answering:
    """The answers to a meeting, as far as a member may know them; every list holds rows with a face."""

    meeting: Meeting
    mine: OwnAnswer
    coming: Sequence[Any] = ()
    """Who come themselves, A to Z; where everybody is expected, the silent are among them."""
    substitutes: Sequence[Any] = ()
    """Who send somebody: `substitute_name` comes in their place."""
    waiting: Sequence[Any] = ()
    """In the order of the list."""
    declined: Sequence[Any] = ()
    """For those who run the meeting."""
    silent: Sequence[Any] = ()
    """Active members who have not answered; for those who run the meeting."""
    away: Sequence[Any] = ()
    """On leave and silent; for those who run the meeting."""
    organisers: Sequence[Any] = ()
    """Whom to tell once the answers are closed."""
    visitors: int = 0
    may_answer: bool = False
    may_run: bool = False
    may_answer_for: bool = False
    is_open: bool = False
    """Members may still answer by themselves."""
    is_closed: bool = False
    """Answers are closed, and the meeting is still to come, or goes on."""
    has_begun: bool = False
    """Nobody answers for themselves any more."""
    is_over: bool = False
    reminded_at: datetime | None = None
    """When an organiser last reminded the silent; only where it was asked for."""
    turnout: Turnout | None = None
    """None while nobody is marked."""

    @property
    def who_was_there(self) -> Turnout | None:
        """None also of a meeting at which the first are marked already, and which has not begun."""
        return self.turnout if self.has_begun else None

    @property
    def expected(self) -> int:
        """How many come, substitutes among them, visitors not."""
        return len(self.coming) + len(self.substitutes)

    @property
    def said(self) -> Sequence[Any]:
        """Who come themselves, and said so."""
        return [row for row in self.coming if row.answer is not None]

    @property
    def unsaid(self) -> int:
        """How many are among those who come by their silence."""
        return len(self.coming) - len(self.said)

    @property
    def is_to_come(self) -> bool:
        """It is still to begin, and takes place."""
        return (self.is_open or self.is_closed) and not self.has_begun

    @property
    def free(self) -> int | None:
        """How many places are left; None where there is no end to them."""
        if self.meeting.capacity is None:
            return None
        return max(self.meeting.capacity - self.expected - self.visitors, 0)

    @property
    def is_full(self) -> bool:
        """Whether whoever asks for a place now is put on the waiting list."""
        return self.free == 0 or (self.free is not None and bool(self.waiting))

    @property
    def too_many(self) -> int:
        """So many more are expected than there are places: members who joined since, for instance."""
        if self.meeting.capacity is None:
            return 0
        return max(self.expected + self.visitors - self.meeting.capacity, 0)
