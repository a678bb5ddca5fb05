"""Places of a member who goes on leave or leaves."""

from datetime import date

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.meetings.models import Answer
from groupnet.meetings.queries.places import list_answers_to, list_touched_by
from groupnet.meetings.service.places import fill_freed_places


def give_places_back(*, membership: Membership, from_day: date) -> None:
    """Take back a member's wishes for meetings on days when they are not active; others get the places.

    Coming back from leave brings no place back: it may be another's by then.

    Args:
        from_day: of the change of their standing, which is written already.
    """
    touched = list_touched_by(membership.id, from_day, utc_now())
    if not touched:
        return
    periods = list_periods([membership.id])[membership.id]
    mine = list_answers_to([meeting.id for meeting in touched], membership.id)
    for meeting in touched:
        answer = mine.get(meeting.id)
        if status_on(meeting.on_day, periods) is Status.ACTIVE:
            continue
        if answer is not None and answer.answer is not Answer.DECLINED:
            db.session.delete(answer)
            db.session.flush()
        fill_freed_places(meeting)
