"""Places of a member who goes on leave, leaves, joins or comes back."""

from datetime import date

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer
from groupnet.meetings.policy import seats_everybody
from groupnet.meetings.queries.expecting import list_concerned
from groupnet.meetings.queries.places import count_places, list_answers_to
from groupnet.meetings.service.places import fill_freed_places


def settle_places_of(*, membership: Membership, from_day: date) -> None:
    """Take back a member's wishes for meetings on days when they are not active; others get the places.

    Whoever joins, or comes back from leave, where everybody is expected and every place is taken, stands on
    the waiting list: their place may be another's by then. They are told once a place is theirs.

    Args:
        from_day: of the change of their standing, which is written already.
    """
    concerned = list_concerned(membership.id, from_day, utc_now())
    if not concerned:
        return
    periods = list_periods([membership.id])[membership.id]
    mine = list_answers_to([meeting.id for meeting in concerned], membership.id)
    for meeting in concerned:
        answer = mine.get(meeting.id)
        if status_on(meeting.on_day, periods) is Status.ACTIVE:
            if answer is None:
                _wait_where_full(meeting, membership)
            continue
        if answer is not None and answer.answer is not Answer.DECLINED:
            db.session.delete(answer)
            db.session.flush()
        fill_freed_places(meeting)


def _wait_where_full(meeting: Meeting, membership: Membership) -> None:
    places = count_places(meeting) if seats_everybody(meeting) else None
    if places is None or places.taken <= (meeting.capacity or 0):
        return
    db.session.add(
        MeetingAnswer(
            meeting_id=meeting.id,
            membership_id=membership.id,
            answer=Answer.WAITLISTED,
            substitute_name="",
            queue_number=places.last_number + 1,
            answered_at=utc_now(),
        )
    )
    db.session.flush()
