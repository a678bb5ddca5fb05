"""Places that become free, and who gets them. Whoever calls holds the meeting's row."""

from collections.abc import Sequence

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer, MeetingStatus
from groupnet.meetings.queries.places import count_places, list_waiting
from groupnet.meetings.signals import place_freed_for


def fill_freed_places(meeting: Meeting) -> Sequence[MeetingAnswer]:
    """Give free places to the first on the waiting list who belong to the group on the meeting's day.

    Each is told once (`place_freed_for`). Nobody is given a place of a meeting that has begun.

    Returns:
        the answers that were given one, in the order of the list.
    """
    if meeting.status is not MeetingStatus.SCHEDULED or meeting.starts_at <= utc_now():
        return ()
    places = count_places(meeting)
    if not places.waiting or places.free == 0:
        return ()
    promoted = list_waiting(meeting, places.free)
    for answer in promoted:
        answer.answer = Answer.SUBSTITUTE if answer.substitute_name else Answer.COMING
        answer.queue_number = None
        answer.promoted_at = utc_now()
    db.session.flush()
    for answer in promoted:
        place_freed_for.send(answer)
    return promoted
