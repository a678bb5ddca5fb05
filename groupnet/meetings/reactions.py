"""What happens to meetings when something happens in the rooms below."""

from datetime import date

from groupnet.groups.models import Group, Membership
from groupnet.groups.signals import standing_changed, timezone_changed
from groupnet.meetings.service.leaving import give_places_back
from groupnet.meetings.service.zone import keep_wall_time


def init_app() -> None:
    """Listen to the room of groups."""
    standing_changed.connect(follow_standing)
    timezone_changed.connect(follow_clock)


def follow_standing(membership: Membership, *, from_day: date) -> None:
    """Who is away holds no place."""
    give_places_back(membership=membership, from_day=from_day)


def follow_clock(group: Group, *, old: str, new: str) -> None:  # noqa: ARG001 - the group has the new one
    """A breakfast at seven stays at seven."""
    keep_wall_time(group=group, old=old)
