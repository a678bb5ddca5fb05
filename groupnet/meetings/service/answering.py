"""What members answer to a meeting. Whoever calls holds the meeting's row (`get_meeting(to_change=True)`)."""

from datetime import datetime

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.forms import LONGEST_NAME, clean_line
from groupnet.groups.models import Membership
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer, MeetingStatus
from groupnet.meetings.policy import (
    Hold,
    is_answered_here,
    is_over,
    may_answer,
    may_answer_for,
    may_run,
)
from groupnet.meetings.queries.places import Places, count_places, find_hold, find_hold_and_places
from groupnet.meetings.service.places import fill_freed_places


def give_answer(
    *,
    acting: Membership,
    membership: Membership,
    meeting: Meeting,
    answer: Answer,
    substitute_name: str = "",
) -> MeetingAnswer:
    """Answer a meeting: for oneself, or as an organiser for a member. The same answer again changes nothing.

    Whoever wants to come, or to send somebody, and finds no place is put at the end of the waiting list; so
    is whoever gave a place up and changes their mind. A place given up goes to the first who waits.

    Args:
        acting: the member themselves or an organiser; their rights of today count.
        meeting: held.
        answer: `WAITLISTED` is the wish to come.
        substitute_name: who comes instead; needed for `SUBSTITUTE`, else ignored.

    Raises:
        NotAllowed: it is another's answer, and they do not run the meeting.
        RuleBroken: answers are closed, the member is not in the group on that day, or no name was given.
    """
    _check_time(acting, membership, meeting, utc_now())
    name = _clean_name(substitute_name) if answer is Answer.SUBSTITUTE else ""
    hold, places = _look(meeting, membership)
    had_place = hold.has_place
    row = hold.answer or _new_row(meeting, membership)
    if answer is Answer.DECLINED:
        _write(row, acting, Answer.DECLINED)
        if had_place and meeting.capacity is not None:
            fill_freed_places(meeting)
    elif had_place:
        if answer is not Answer.WAITLISTED or hold.answer is None:
            _write(row, acting, Answer.SUBSTITUTE if name else Answer.COMING, name)
    else:
        _ask_for_place(hold, places, row, acting, name)
    return row


def _look(meeting: Meeting, membership: Membership) -> tuple[Hold, Places | None]:
    """What the member holds, and the places where they have an end."""
    if meeting.capacity is not None:
        found = find_hold_and_places(meeting, membership.id)
        if found is not None:
            return found
    elif hold := find_hold(meeting, membership.id):
        return hold, None
    raise RuleBroken(gettext("%(name)s is not in the group on that day.", name=membership.name))


def _check_time(acting: Membership, membership: Membership, meeting: Meeting, now: datetime) -> None:
    if not is_answered_here(meeting):
        raise RuleBroken(gettext("A one-to-one is settled between its two."))
    is_own = acting.id == membership.id
    if not is_own and not may_run(acting, meeting):
        raise NotAllowed(gettext("Only an organiser answers for others."))
    if may_answer(acting, meeting, now) if is_own else may_answer_for(acting, meeting, now):
        return
    raise RuleBroken(_why_not(meeting, now))


def _why_not(meeting: Meeting, now: datetime) -> str:
    if meeting.status is MeetingStatus.CANCELLED:
        return str(gettext("This meeting is cancelled."))
    if meeting.status is MeetingStatus.DRAFT:
        return str(gettext("This meeting is still a draft: nobody is asked yet."))
    if is_over(meeting, now):
        return str(gettext("This meeting is over."))
    return str(gettext("Answers are closed. Tell an organiser, who can still note it."))


def _clean_name(typed: str) -> str:
    name = clean_line(typed)
    if not name:
        raise RuleBroken(gettext("Type the name of who comes."), field="substitute_name")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(
            gettext("Please keep this to %(max)d characters.", max=LONGEST_NAME), field="substitute_name"
        )
    return name


def _new_row(meeting: Meeting, membership: Membership) -> MeetingAnswer:
    return MeetingAnswer(meeting_id=meeting.id, membership_id=membership.id, substitute_name="")


def _ask_for_place(
    hold: Hold, places: Places | None, row: MeetingAnswer, acting: Membership, name: str
) -> None:
    """Take a free place, else stand at the end of the list; whoever waits already keeps their number."""
    number = row.queue_number if hold.is_waiting else _draw_number(hold.meeting, places)
    if number is not None:
        _write(row, acting, Answer.WAITLISTED, name, number)
    else:
        _write(row, acting, Answer.SUBSTITUTE if name else Answer.COMING, name)


def _draw_number(meeting: Meeting, places: Places | None) -> int | None:
    """The next number on the waiting list; None where a place is free and nobody is before them."""
    if places is None:
        return None
    if places.waiting and places.free:
        fill_freed_places(meeting)
        places = count_places(meeting)
    return None if places.free else places.last_number + 1


def _write(
    row: MeetingAnswer, acting: Membership, answer: Answer, name: str = "", number: int | None = None
) -> None:
    if (row.answer, row.substitute_name, row.queue_number) == (answer, name, number):
        return
    row.answer, row.substitute_name, row.queue_number = answer, name, number
    row.answered_by_id, row.answered_at = acting.id, utc_now()
    if answer is Answer.WAITLISTED:
        row.promoted_at = None
    db.session.add(row)
    db.session.flush()
