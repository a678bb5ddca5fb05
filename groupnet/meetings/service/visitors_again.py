"""A known visitor at another meeting, who says whether they came, and visits whose meeting was moved."""

from collections.abc import Collection, Iterable

from flask_babel import gettext
from sqlalchemy import and_, exists, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.groups.models import Membership
from groupnet.meetings.marking import why_no_marks
from groupnet.meetings.models import Meeting, Visit, Visitor
from groupnet.meetings.policy import may_run
from groupnet.meetings.queries.visitors import find_visit
from groupnet.meetings.service.places import fill_freed_places
from groupnet.meetings.service.visitors import announce, came, check_has_place, note_announced
from groupnet.meetings.service.visitors_known import know_again


def expect_again(*, acting: Membership, visitor: Visitor, meeting: Meeting, over_full: bool = False) -> Visit:
    """Announce a known visitor for another meeting; the same again changes nothing.

    Args:
        meeting: held. Others as for `expect_visitor`.

    Raises:
        RuleBroken: as for `expect_visitor`. NotFound: the visitor was erased meanwhile.
    """
    known = know_again(visitor.id)
    if known.erased_at is not None:
        raise NotFound
    return announce(acting=acting, visitor=known, meeting=meeting, over_full=over_full)


def say_whether_came(*, acting: Membership, visit: Visit, said: bool | None, meeting: Meeting | None) -> None:
    """Say whether a visitor came: before the start only that they cannot, or after all can, come.

    Args:
        acting: who looks after the visitor. said: None takes it back.
        meeting: the visit's, held; None where none is kept.

    Raises:
        RuleBroken: it is too early or too late to say, every place is taken, or they announced so many.
    """
    is_back = visit.came is False and meeting is not None and meeting.starts_at > utc_now()
    if meeting is not None and visit.came is not said:
        _check_may_say(acting, visit, said, meeting)
    came(visit=visit, came=said, meeting=meeting)
    if is_back and meeting is not None and said is not False:
        note_announced(visit=visit, acting=acting, meeting=meeting)


def _check_may_say(acting: Membership, visit: Visit, said: bool | None, meeting: Meeting) -> None:
    now = utc_now()
    runs = may_run(acting, meeting)
    if meeting.starts_at <= now:
        if meeting.attendance_closed_at is not None and not runs:
            raise RuleBroken(gettext("The attendance of this meeting is closed. Tell an organiser."))
        return
    if said:
        if not runs:
            raise RuleBroken(gettext("Whether they came can be said once the meeting has begun."))
        if sentence := why_no_marks(meeting, now):
            raise RuleBroken(sentence)
    if visit.came is False:
        check_has_place(acting=acting, meeting=meeting)


def withdraw_all(*, visitor_ids: Collection[int]) -> None:
    """Take back whatever some visitors were announced for and that has not begun."""
    expected = and_(Visit.visitor_id.in_(visitor_ids), Visit.came.is_(None))
    query = (
        select(Meeting)
        .where(exists().where(expected, Visit.meeting_id == Meeting.id), Meeting.starts_at > utc_now())
        .order_by(Meeting.id)  # so that two who hold several never wait for each other
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    for meeting in db.session.execute(query).scalars().all():
        of_it = select(Visit).where(expected, Visit.meeting_id == meeting.id)
        for visit in db.session.execute(of_it.execution_options(populate_existing=True)).scalars():
            visit.came = False
        db.session.flush()
        fill_freed_places(meeting)


def move_visits(*, meetings: Iterable[Meeting]) -> None:
    """Keep the days of visits those of their meetings, which were moved.

    One who is announced for another meeting of the new day keeps the old day; the meeting's own counts.
    """
    days = {meeting.id: meeting.on_day for meeting in meetings}
    visits = db.session.execute(select(Visit).where(Visit.meeting_id.in_(days))).scalars().all()
    for visit in visits:
        day = days[visit.meeting_id or 0]
        if visit.on_day != day and find_visit(visit.visitor_id, day) is None:
            visit.on_day = day
            db.session.flush()
