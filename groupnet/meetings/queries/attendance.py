"""Who came: the register of one meeting, and the marks of members over a time."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.queries import FACE, a_to_z, belongs_on
from groupnet.meetings.models import (
    Attendance,
    AttendanceMark,
    AttendanceRule,
    MarkWay,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)
from groupnet.meetings.queries.meetings import of_member_at
from groupnet.meetings.standing import Marked, Rule


def list_marks(meeting_id: int) -> Sequence[Any]:
    """The marks of a meeting as they stand: membership_id, mark, substitute_name, marked_at."""
    query = (
        select(Attendance.membership_id, Attendance.mark, Attendance.substitute_name, Attendance.marked_at)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.membership_id)
    )
    return db.session.execute(query).all()


def list_register(meeting: Meeting) -> Sequence[Any]:
    """Everybody who can be marked, A to Z, in one statement.

    They belong to the group on the meeting's day, or have a mark already.

    Returns:
        rows of id, name, photo_version, category, status (None for one who does not belong to the group on
        that day), answer, stands_in (the name that the answer gave), mark, substitute_name, marked_at,
        is_of_closing (the mark that stands was made by closing), and last_tap_at: when they were marked
        last, be it that the mark was taken back.
    """
    last_tap = select(func.max(AttendanceMark.marked_at)).where(of_member_at(meeting, AttendanceMark))
    of_closing = exists().where(
        of_member_at(meeting, AttendanceMark),
        AttendanceMark.way == MarkWay.CLOSING,
        AttendanceMark.mark == Attendance.mark,
        AttendanceMark.marked_at == Attendance.marked_at,
    )
    query = (
        select(
            *FACE,
            MembershipPeriod.status,
            MeetingAnswer.answer,
            MeetingAnswer.substitute_name.label("stands_in"),
            Attendance.mark,
            Attendance.substitute_name,
            Attendance.marked_at,
            of_closing.label("is_of_closing"),
            last_tap.scalar_subquery().label("last_tap_at"),
        )
        .outerjoin(MembershipPeriod, belongs_on(meeting.on_day))
        .outerjoin(MeetingAnswer, of_member_at(meeting, MeetingAnswer))
        .outerjoin(Attendance, of_member_at(meeting, Attendance))
        .where(or_(MembershipPeriod.id.is_not(None), Attendance.id.is_not(None)))
        .order_by(*a_to_z())
    )
    return db.session.execute(query).all()


def find_mark(meeting_id: int, membership_id: int) -> Any:
    """How one member's mark of a meeting stands: mark, substitute_name; None if there is none."""
    query = select(Attendance.mark, Attendance.substitute_name).where(
        Attendance.meeting_id == meeting_id, Attendance.membership_id == membership_id
    )
    return db.session.execute(query).first()


def find_line(meeting: Meeting, membership_id: int) -> Any:
    """One member's line of a register: mark (None if there is none), substitute_name, answer, stands_in."""
    query = (
        select(
            Attendance.mark,
            Attendance.substitute_name,
            MeetingAnswer.answer,
            MeetingAnswer.substitute_name.label("stands_in"),
        )
        .select_from(Membership)
        .outerjoin(MeetingAnswer, of_member_at(meeting, MeetingAnswer))
        .outerjoin(Attendance, of_member_at(meeting, Attendance))
        .where(Membership.id == membership_id)
    )
    return db.session.execute(query).one()


def marks_of(membership_ids: Collection[int] | None, first: date, last: date) -> Sequence[Any]:
    """Marks of held meetings of the group that have begun, in a closed time, by meeting, oldest first.

    Args:
        membership_ids: whose; everybody's when None.
        first: by the group's clock, as is `last`.

    Returns:
        rows of membership_id, meeting_id, on_day, mark, substitute_name and is_expected (not on leave then).
    """
    query = (
        select(
            Attendance.membership_id,
            Attendance.meeting_id,
            Meeting.on_day,
            Attendance.mark,
            Attendance.substitute_name,
            (MembershipPeriod.id.is_(None)).label("is_expected"),
        )
        .join(Meeting, and_(Meeting.group_id == Attendance.group_id, Meeting.id == Attendance.meeting_id))
        .outerjoin(
            MembershipPeriod,
            and_(
                belongs_on(
                    Meeting.on_day, group_id=Attendance.group_id, membership_id=Attendance.membership_id
                ),
                MembershipPeriod.status == Status.ON_LEAVE,
            ),
        )
        .where(*_is_held_between(first, last))
        .order_by(Meeting.starts_at, Meeting.id, Attendance.membership_id)
    )
    if membership_ids is not None:
        query = query.where(Attendance.membership_id.in_(membership_ids))
    return db.session.execute(query).all()


def as_marked(rows: Sequence[Any]) -> list[Marked]:
    """Rows of `marks_of` as the rule takes them."""
    return [Marked(row.on_day, row.mark, bool(row.is_expected)) for row in rows]


def find_rule_row() -> AttendanceRule | None:
    """What the group has settled; None where the usual rule holds."""
    return db.session.execute(select(AttendanceRule)).scalar_one_or_none()


def find_rule() -> Rule:
    """The rule that holds in the group."""
    return rule_of(find_rule_row())


def rule_of(row: AttendanceRule | None) -> Rule:
    """A stored rule as the arithmetic takes it; the usual one where nothing is settled."""
    if row is None:
        return Rule()
    return Rule(
        months=row.months,
        term_starts_on=row.term_starts_on,
        late=row.late_hundredths,
        excused=row.excused_hundredths,
        substitute=row.substitute_hundredths,
        cap=row.cap_hundredths,
    )


def _is_held_between(first: date, last: date) -> tuple[Any, ...]:
    return (
        Meeting.on_day.between(first, last),
        Meeting.status == MeetingStatus.HELD,
        Meeting.kind == MeetingKind.GROUP,
        Meeting.starts_at <= utc_now(),
    )
