"""A member as the board sees them: name and face, and where they stand on a day; from one query's rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groupnet.groups.models import Status
from groupnet.groups.periods import is_newcomer, meets, status_on
from groupnet.reciprocity.windows import Window


@dataclass(frozen=True, slots=True)
class Stay:
    """Days of being active or on leave; a missing end is open."""

    status: Status
    starts_on: date | None
    ends_on: date | None


@dataclass(slots=True)
class BoardMember:
    """A membership, present or former, with its stays. It serves wherever a face is drawn."""

    id: int
    name: str
    email: str | None
    photo_version: str | None
    good_referral: str
    left_undated: bool
    stays: tuple[Stay, ...]

    def within(self, window: Window) -> bool:
        """Whether this is a member in the window: active or on leave on any day of it."""
        return any(meets(stay, window.start, window.end) for stay in self.stays)

    def status(self, day: date) -> Status:
        """Where the membership stands on a day."""
        return status_on(day, self.stays, left_undated=self.left_undated)

    def is_newcomer(self, day: date) -> bool:
        """Whether the member is under 60 days old in the group on a day."""
        return is_newcomer(day, self.stays)

    def has_standing(self, day: date) -> bool:
        """Whether the board speaks of this member's standing: not of those on leave, newcomers and former."""
        return self.status(day) is Status.ACTIVE and not self.is_newcomer(day)


def members_in(people: Mapping[int, BoardMember], window: Window) -> list[int]:
    """The ids of those who are members in the window, in the order of `people`."""
    return [person.id for person in people.values() if person.within(window)]
