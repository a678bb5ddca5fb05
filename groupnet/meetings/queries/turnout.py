"""Who was there, as counts within other statements: of members, and of the visitors who came."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from groupnet.groups.models import MembershipPeriod, Status
from groupnet.groups.queries import period_meets
from groupnet.meetings.marking import HERE
from groupnet.meetings.models import Attendance, Expectation, Mark, Meeting, MeetingAnswer, Visit
from groupnet.meetings.policy import HOLDING


@dataclass(frozen=True)
class Turnout:
    """Who was there, once attendance is taken."""

    here: int
    """Chairs taken: present, late, or somebody stood in."""
    all: int
    """Whoever was expected, and whoever was there besides."""
    visitors: int
    """Those who came."""
    my_mark: Mark | None = None
    stood_in: str = ""
    """Who came in the viewer's place."""
    unmarked: int = 0
    """Of a meeting that a file brought: who was expected and is not in the file."""


def count_here() -> ScalarSelect[int]:
    """The chairs that were taken at the statement's meeting: present, late, or somebody stood in."""
    return _count(Attendance.mark.in_(HERE))


def count_of() -> ScalarSelect[int]:
    """Whoever was expected at the statement's meeting, and whoever was there besides."""
    return _count(or_(Attendance.mark.in_(HERE), _was_expected()))


def count_unmarked() -> ColumnElement[int]:
    """Whoever was expected at the statement's meeting and is not marked, where a file brought it; else 0."""
    unmarked = _count(and_(Attendance.mark.is_(None), _was_expected()))
    return case((Meeting.import_run_id.is_not(None), unmarked), else_=0)


def _was_expected() -> ColumnElement[bool]:
    silence = and_(
        MeetingAnswer.answer.is_(None),
        Meeting.expectation == Expectation.EVERYBODY,
    )
    return and_(MembershipPeriod.status == Status.ACTIVE, or_(MeetingAnswer.answer.in_(HOLDING), silence))


def count_came(meeting: Meeting | None = None) -> ScalarSelect[int]:
    """The visitors who came to a meeting; that of the statement's own row when None."""
    counted = select(func.count(Visit.id)).where(Visit.came.is_(True))
    if meeting is not None:
        return counted.where(Visit.meeting_id == meeting.id).scalar_subquery()
    at_it = and_(Visit.group_id == Meeting.group_id, Visit.meeting_id == Meeting.id)
    return counted.where(at_it).correlate(Meeting).scalar_subquery()


def _count(which: ColumnElement[bool]) -> ScalarSelect[int]:
    member = (MembershipPeriod.group_id, MembershipPeriod.membership_id)
    return (
        select(func.count())
        .select_from(MembershipPeriod)
        .outerjoin(MeetingAnswer, _of_theirs(MeetingAnswer, *member))
        .outerjoin(Attendance, _of_theirs(Attendance, *member))
        .where(
            MembershipPeriod.group_id == Meeting.group_id,
            period_meets(Meeting.on_day, Meeting.on_day),
            which,
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


def _of_theirs(model: Any, group_id: Any, membership_id: Any) -> ColumnElement[bool]:
    return and_(
        model.group_id == group_id, model.membership_id == membership_id, model.meeting_id == Meeting.id
    )
