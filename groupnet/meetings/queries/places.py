"""The places of a meeting: how many are taken, who holds one, and who waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from groupnet.core.db import db
from groupnet.core.tenancy import MADE_ONCE
from groupnet.groups.models import MembershipPeriod, Status
from groupnet.groups.queries import belongs_on, period_meets
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Meeting,
    MeetingAnswer,
    Visit,
)
from groupnet.meetings.policy import HOLDING, Hold


@dataclass(frozen=True)
class Places:
    """How the places of a meeting stand."""

    taken: int
    """By answers, by silence where everybody is expected, and by visitors."""
    free: int | None
    """None where there is no end to them."""
    waiting: int
    last_number: int = 0
    """The highest number on the waiting list."""


_MEETING: Any = bindparam("meeting")
_DAY: Any = bindparam("day", type_=Date())


def _answerer_belongs_on(day: Any) -> ColumnElement[bool]:
    return belongs_on(day, group_id=MeetingAnswer.group_id, membership_id=MeetingAnswer.membership_id)


def count_places(meeting: Meeting) -> Places:
    """Count the places of a meeting, in one statement; the count is sure while the meeting's row is held."""
    counting = _WITH_SILENT if meeting.expectation is Expectation.EVERYBODY else _ANSWERED
    about = {"meeting": meeting.id, "day": meeting.on_day}
    return _places(meeting, db.session.execute(counting, about).one())


def _places(meeting: Meeting, counted: Any) -> Places:
    held, waiting, last_number, visits, silent = counted
    taken = held + visits + silent
    free = None if meeting.capacity is None else max(meeting.capacity - taken, 0)
    return Places(taken, free, waiting, last_number or 0)


def count_visits(meeting: Meeting | None = None) -> ScalarSelect[int]:
    """The visits of a meeting that are not known to have come to nothing, as part of another statement.

    Args:
        meeting: that of the statement's own row when None.
    """
    which = (
        and_(Visit.group_id == Meeting.group_id, Visit.meeting_id == Meeting.id)
        if meeting is None
        else Visit.meeting_id == meeting.id
    )
    return _visits(which)


def _visits(which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(Visit.id)).where(which, comes_or_came()).scalar_subquery()


def comes_or_came() -> ColumnElement[bool]:
    """The criterion: a visit is not known to have come to nothing."""
    return or_(Visit.came.is_(None), Visit.came.is_(True))


def find_hold(meeting: Meeting, membership_id: int) -> Hold | None:
    """What a member of the meeting's day holds there; None for whoever does not belong to the group then."""
    about = {"meeting": meeting.id, "day": meeting.on_day, "member": membership_id}
    found = db.session.execute(_HOLD, about).first()
    return None if found is None else Hold(meeting, found[1], is_active=found[0] is Status.ACTIVE)


def find_hold_and_places(meeting: Meeting, membership_id: int) -> tuple[Hold, Places] | None:
    """What `find_hold` and `count_places` say, in one statement; None for whoever does not belong."""
    holding = _HOLD_WITH_SILENT if meeting.expectation is Expectation.EVERYBODY else _HOLD_ANSWERED
    about = {"meeting": meeting.id, "day": meeting.on_day, "member": membership_id}
    found = db.session.execute(holding, about).first()
    if found is None:
        return None
    status, answer, *counted = found
    return Hold(meeting, answer, is_active=status is Status.ACTIVE), _places(meeting, counted)


def list_waiting(meeting: Meeting, most: int | None) -> Sequence[MeetingAnswer]:
    """The first on the waiting list of those who belong to the group on the meeting's day, in order.

    Args:
        most: so many at most; all of them when None.
    """
    query = (
        select(MeetingAnswer)
        .join(MembershipPeriod, _answerer_belongs_on(meeting.on_day))
        .where(MeetingAnswer.meeting_id == meeting.id, MeetingAnswer.answer == Answer.WAITLISTED)
        .order_by(MeetingAnswer.queue_number)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).scalars().all()


def list_answers_to(meeting_ids: Collection[int], membership_id: int) -> dict[int, MeetingAnswer]:
    """What a member answered to some meetings, by the meeting's id."""
    query = (
        select(MeetingAnswer)
        .where(MeetingAnswer.membership_id == membership_id, MeetingAnswer.meeting_id.in_(meeting_ids))
        .execution_options(populate_existing=True)
    )
    return {answer.meeting_id: answer for answer in db.session.execute(query).scalars()}


def _counting(silent: Any) -> Any:
    """The statement that counts; it is made once, since making it takes longer than running it.

    Args:
        silent: how many hold a place by silence.
    """
    of_it = MeetingAnswer.meeting_id == _MEETING
    # of everybody, also of one who has left: a number is given once
    highest = select(func.max(MeetingAnswer.queue_number)).where(of_it).scalar_subquery()
    return (
        select(
            func.count(case((MeetingAnswer.answer.in_(HOLDING), 1))).label("held"),
            func.count(case((MeetingAnswer.answer == Answer.WAITLISTED, 1))).label("waiting"),
            highest.label("last_number"),
            _visits(Visit.meeting_id == _MEETING).label("visits"),
            silent.label("silent"),
        )
        .select_from(MeetingAnswer)
        .join(MembershipPeriod, _answerer_belongs_on(_DAY))
        .where(of_it)
    )


def _silent() -> ScalarSelect[int]:
    has_answered = exists().where(
        MeetingAnswer.group_id == MembershipPeriod.group_id,
        MeetingAnswer.meeting_id == _MEETING,
        MeetingAnswer.membership_id == MembershipPeriod.membership_id,
    )
    return (
        select(func.count(MembershipPeriod.id))
        .where(period_meets(_DAY, _DAY), MembershipPeriod.status == Status.ACTIVE, ~has_answered)
        .scalar_subquery()
    )


def _holding() -> Any:
    return (
        select(MembershipPeriod.status, MeetingAnswer)
        .outerjoin(
            MeetingAnswer,
            and_(
                MeetingAnswer.group_id == MembershipPeriod.group_id,
                MeetingAnswer.membership_id == MembershipPeriod.membership_id,
                MeetingAnswer.meeting_id == _MEETING,
            ),
        )
        .where(MembershipPeriod.membership_id == bindparam("member"), period_meets(_DAY, _DAY))
        .execution_options(populate_existing=True, **MADE_ONCE)
    )


def _with_counts(counting: Any) -> Any:
    counted = counting.subquery()
    return _HOLD.join(counted, true()).add_columns(*counted.c)


_ANSWERED = _counting(literal(0))
_WITH_SILENT = _counting(_silent())
_HOLD = _holding()
_HOLD_ANSWERED = _with_counts(_ANSWERED)
_HOLD_WITH_SILENT = _with_counts(_WITH_SILENT)
