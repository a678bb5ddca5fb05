"""How a meeting was before a change, in a few letters: so that people hear what it was to be, and nobody
hears of a change that was undone before it was told."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self
from zlib import crc32

from groupnet.core.clock import A_MINUTE

_START = "%Y%m%dT%H%M"


class What(StrEnum):
    """What members are told of a meeting, or of a series."""

    SCHEDULED = "scheduled"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    BACK = "back"
    """It was cancelled, and takes place after all."""
    PROMOTED = "promoted"
    """A freed place became theirs."""
    CALENDAR = "calendar"
    """By the group's clock it is as it was, but what calendars have of it is not right any more."""
    SERIES_SCHEDULED = "series-scheduled"
    SERIES_MOVED = "series-moved"
    SERIES_CHANGED = "series-changed"
    SERIES_CANCELLED = "series-cancelled"
    SERIES_CALENDAR = "series-calendar"

    @property
    def of_series(self) -> bool:
        """Whether it tells of a whole series."""
        return self.value.startswith("series-")


@dataclass(frozen=True)
class Before:
    """When a meeting was to be, and what its place and link come to."""

    starts_at: datetime
    minutes: int
    rest: str

    @classmethod
    def of(cls, meeting: Any) -> Self:
        """A meeting as it is now."""
        starts_at = meeting.starts_at.astimezone(UTC).replace(second=0, microsecond=0)
        where = f"{meeting.place}\n{meeting.link}"
        return cls(
            starts_at, (meeting.ends_at - meeting.starts_at) // A_MINUTE, f"{crc32(where.encode()):08x}"
        )

    def what_differs(self, meeting: Any) -> What | None:
        """What is otherwise by now; None where it is as it was."""
        now = Before.of(meeting)
        if (now.starts_at, now.minutes) != (self.starts_at, self.minutes):
            return What.MOVED
        return None if now == self else What.CHANGED


@dataclass(frozen=True)
class Reason:
    """What a notice tells, and how the meeting was when its reader heard of it last, where that matters."""

    what: What
    before: Before | None = None

    def __str__(self) -> str:
        """As a notice keeps it: at most 40 letters."""
        if self.before is None:
            return self.what.value
        when = f"{self.before.starts_at:{_START}}"
        return f"{self.what.value} {when} {self.before.minutes} {self.before.rest}"

    @classmethod
    def read(cls, text: str) -> Self:
        """What `str` wrote."""
        what, *rest = text.split()
        if len(rest) != 3:
            return cls(What(what))
        starts_at = datetime.strptime(rest[0], _START).replace(tzinfo=UTC)
        return cls(What(what), Before(starts_at, int(rest[1]), rest[2]))


def merged(pending: Reason, what: What, meeting: Any) -> Reason | None:
    """What is to be told where something is still held back, and more happens; None: nothing any more.

    Args:
        what: `SCHEDULED`, `MOVED`, `CHANGED`, `CANCELLED` or `CALENDAR`.
    """
    if what is What.CALENDAR:
        return pending  # its mail brings the calendar as it is by then
    if what is What.CANCELLED:
        unknown = pending.what in (What.SCHEDULED, What.BACK)
        return None if unknown else Reason(What.CANCELLED, pending.before)
    if pending.what in (What.SCHEDULED, What.BACK):
        return pending
    if pending.before is None:
        # brought back before anybody heard that it was cancelled
        return None if what is What.SCHEDULED else Reason(what)
    differs = pending.before.what_differs(meeting)
    return Reason(differs, pending.before) if differs else None
