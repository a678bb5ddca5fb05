"""One-to-ones that were had: recorded by either of the two, once a pair and day, and taken back."""

from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy import delete, func

from groupnet.core.clock import add_months, utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, MeetingKind, MeetingStatus, OneToOne
from groupnet.meetings.pairing import may_undo_record
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.one_to_ones import are_members_on, find_had

YEARS_BACK = 2
PAIR_AND_DAY = ("group_id", "first_id", "second_id", "held_on")


def record_one_to_one(
    *,
    acting: Membership | None,
    members: tuple[int, int],
    held_on: date,
    meeting_id: int | None = None,
    import_run_id: int | None = None,
) -> OneToOne:
    """Two members met on a day: one row, whoever records it and however often, be it at the same moment.

    What an import brought becomes the member's own, so that an undo of the import leaves it.

    Args:
        acting: one of the two; None for an import.
        members: their ids, in any order.
        held_on: by the group's clock.
        meeting_id: the agreed one that it was.

    Raises:
        RuleBroken: nobody meets themselves.
    """
    first, second = sorted(members)
    if first == second:
        raise RuleBroken(gettext("Pick somebody else: a one-to-one takes two."), field="person_id")
    row = {
        "group_id": bound_group(),
        "first_id": first,
        "second_id": second,
        "held_on": held_on,
        "recorded_by_id": acting.id if acting else None,
        "meeting_id": meeting_id,
        "import_run_id": import_run_id,
        "created_at": utc_now(),
    }
    db.session.execute(_unless_recorded(acting), row)
    found = find_had((first, second), held_on)
    assert found is not None, "it was there, or it is now"
    return found


def _unless_recorded(acting: Membership | None) -> Any:
    """Not by the session: the two may record it at the same moment."""
    insert = insert_unless_there(OneToOne)
    if acting is None:
        return insert.on_conflict_do_nothing()
    mine = {"import_run_id": None, "recorded_by_id": func.coalesce(OneToOne.recorded_by_id, acting.id)}
    return insert.on_conflict_do_update(index_elements=PAIR_AND_DAY, set_=mine)


def say_we_met(*, acting: Membership, other_id: int, held_on: date, today: date) -> OneToOne:
    """A member says with whom they met, and when.

    Args:
        other_id: of a membership; anybody who is in the group today.
        today: by the group's clock.

    Raises:
        RuleBroken: the other is not in the group, or the day lies in the future or too far back.
    """
    if held_on > today:
        raise RuleBroken(gettext("This day is still to come. Record it once you have met."), field="held_on")
    if held_on < add_months(today, -12 * YEARS_BACK):
        raise RuleBroken(gettext("Choose a day within the last two years."), field="held_on")
    if not are_members_on([other_id], today):
        raise RuleBroken(gettext("Pick somebody who is in the group today."), field="person_id")
    return record_one_to_one(acting=acting, members=(acting.id, other_id), held_on=held_on)


def say_it_was_held(*, acting: Membership, other_id: int, meeting: Meeting) -> OneToOne:
    """One of the two says that an agreed one was had. Twice is as good as once.

    Args:
        meeting: held by `get_meeting(…, to_change=True)`.

    Raises:
        RuleBroken: it is still to come, or it was cancelled.
    """
    _check_is_over(meeting)
    had = record_one_to_one(
        acting=acting, members=(acting.id, other_id), held_on=meeting.on_day, meeting_id=meeting.id
    )
    if meeting.status is MeetingStatus.SCHEDULED:
        meeting.status, meeting.held_at = MeetingStatus.HELD, utc_now()
        db.session.flush()
    return had


def say_it_was_not_held(*, meeting: Meeting) -> None:
    """One of the two says that an agreed one came to nothing; nobody is told. What was had stays so.

    Args:
        meeting: held.

    Raises:
        RuleBroken: it is still to come, or it was had.
    """
    if meeting.status is MeetingStatus.CANCELLED:
        return
    _check_is_over(meeting)
    if meeting.status is MeetingStatus.HELD:
        raise RuleBroken(gettext("It is recorded that you met."))
    meeting.status = MeetingStatus.CANCELLED
    db.session.flush()


def take_back(*, acting: Membership, one_to_one: OneToOne) -> None:
    """Whoever recorded it takes it back, within a day; an agreed one may then be answered anew.

    Raises:
        RuleBroken: another recorded it, or more than a day has passed.
    """
    if not may_undo_record(acting.id, one_to_one.recorded_by_id, one_to_one.created_at):
        raise RuleBroken(gettext("Only whoever recorded it can take it back, within a day."))
    if one_to_one.meeting_id is not None:
        # first the meeting, as whoever says that it was held does
        meeting = get_meeting(one_to_one.meeting_id, acting, to_change=True)
        if meeting.kind is MeetingKind.ONE_TO_ONE and meeting.status is MeetingStatus.HELD:
            meeting.status, meeting.held_at = MeetingStatus.SCHEDULED, None
            db.session.flush()
    db.session.execute(delete(OneToOne).where(OneToOne.id == one_to_one.id))


def _check_is_over(meeting: Meeting) -> None:
    if meeting.status is MeetingStatus.CANCELLED:
        raise RuleBroken(gettext("This one-to-one was cancelled. You can still record that you met."))
    if meeting.starts_at > utc_now():
        raise RuleBroken(gettext("It is still to come."))
