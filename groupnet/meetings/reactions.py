"""What happens to meetings when something happens in the rooms below."""

from datetime import date

from groupnet.groups.models import Group, Membership
from groupnet.groups.signals import standing_changed, timezone_changed
from groupnet.meetings import telling, telling_series
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.service.handing_back import hand_slots_back, hand_visitors_back
from groupnet.meetings.service.leaving import settle_places_of
from groupnet.meetings.service.parting import let_one_to_ones_go
from groupnet.meetings.service.visitors_again import move_visits
from groupnet.meetings.service.zone import keep_wall_time
from groupnet.meetings.signals import meeting_changed, series_changed


def init_app() -> None:
    """Listen to the room of groups, and to what happens here."""
    telling.init_app()
    telling_series.init_app()
    standing_changed.connect(follow_standing)
    timezone_changed.connect(follow_clock)
    meeting_changed.connect(follow_meeting)
    series_changed.connect(follow_series)


def follow_standing(membership: Membership, *, from_day: date) -> None:
    """Who is away holds no place, and who comes back takes none that is another's."""
    settle_places_of(membership=membership, from_day=from_day)
    let_one_to_ones_go(membership=membership, from_day=from_day)
    hand_slots_back(membership=membership, from_day=from_day)
    hand_visitors_back(membership=membership, from_day=from_day)


def follow_clock(group: Group, *, old: str, new: str) -> None:  # noqa: ARG001 - the group has the new one
    """A breakfast at seven stays at seven."""
    keep_wall_time(group=group, old=old)


def follow_meeting(meeting: Meeting, **_about: object) -> None:
    """Whoever visits comes on the meeting's day."""
    move_visits(meetings=[meeting])


def follow_series(_series: MeetingSeries, *, meetings: list[Meeting], **_about: object) -> None:
    """Whoever visits comes on the day of their meeting."""
    move_visits(meetings=meetings)
