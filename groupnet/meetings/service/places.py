"""Places that become free, and who gets them. Whoever calls holds the meeting's row."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import insert_rows
from groupnet.groups.models import MembershipPeriod
from groupnet.groups.periods import meets
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer, MeetingStatus
from groupnet.meetings.policy import OPEN, seats_everybody
from groupnet.meetings.queries.expecting import list_active_stays
from groupnet.meetings.queries.places import count_places, list_waiting
from groupnet.meetings.signals import place_freed_for


def fill_freed_places(meeting: Meeting) -> Sequence[MeetingAnswer]:
    """Give free places to the first on the waiting list who belong to the group on the meeting's day.

    Each is told once (`place_freed_for`). Nobody is given a place of a meeting that has begun.

    Returns:
        the answers that were given one, in the order of the list.
    """
    if meeting.status not in OPEN or meeting.starts_at <= utc_now():
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


def let_last_wait(*, meetings: Sequence[Meeting]) -> None:
    """Let the last to join or come back wait where everybody is expected and there are too few places.

    So it is as if the meetings had been there when they did. They are told once a place is theirs.

    Args:
        meetings: new ones, to which nobody has answered yet; drafts expect nobody.
    """
    short = [
        meeting
        for meeting in meetings
        if seats_everybody(meeting) and meeting.status is MeetingStatus.SCHEDULED
    ]
    stays = list_active_stays() if short else []
    now = utc_now()
    waiting = [
        {
            "meeting_id": meeting.id,
            "membership_id": stay.membership_id,
            "answer": Answer.WAITLISTED,
            "substitute_name": "",
            "queue_number": number,
            "answered_at": now,
        }
        for meeting in short
        for number, stay in enumerate(_beyond(stays, meeting), start=1)
    ]
    insert_rows(MeetingAnswer, waiting)


def _beyond(stays: Sequence[MembershipPeriod], meeting: Meeting) -> list[MembershipPeriod]:
    """Those of the meeting's day for whom there is no place."""
    expected = [stay for stay in stays if meets(stay, meeting.on_day, meeting.on_day)]
    return expected[meeting.capacity :]


def list_crowded(meetings: Iterable[Meeting]) -> dict[int, int]:
    """How many more come to each meeting, by silence too, than there are places; by the meeting's id."""
    return {
        meeting.id: max(count_places(meeting).taken - meeting.capacity, 0)
        for meeting in meetings
        if meeting.capacity is not None and meeting.status is not MeetingStatus.CANCELLED
    }


def settle_places(*, meetings: Sequence[Meeting], before: Mapping[int, int]) -> None:
    """Nobody who is coming loses their place, and places that a change opened go to those who wait.

    Args:
        meetings: held, as they are now. before: how crowded they were: an organiser may have found room for
            one more, and that stands.

    Raises:
        RuleBroken: more are coming than there are places.
    """
    after = list_crowded(meetings)
    worse = [meeting for meeting in meetings if after.get(meeting.id, 0) > before.get(meeting.id, 0)]
    if worse:
        most = max((meeting.capacity or 0) + after[meeting.id] for meeting in worse)
        raise RuleBroken(
            gettext("%(taken)s are coming already, so there must be that many places.", taken=most),
            field="capacity",
        )
    for meeting in meetings:
        fill_freed_places(meeting)
