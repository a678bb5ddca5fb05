"""The next meetings of each of a person's groups, for their first page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, MembershipPeriod, Status
from groupnet.groups.queries import belongs_on
from groupnet.meetings.models import (
    Answer,
    Attendance,
    Expectation,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)
from groupnet.meetings.policy import HOLDING, OPEN, is_answered_here, takes_answers
from groupnet.meetings.queries.answers import OwnAnswer, place_in_queue
from groupnet.meetings.queries.places import count_visits
from groupnet.meetings.queries.turnout import count_here, count_of

LONGEST = timedelta(days=1)
MOST_FACES = 5
MOST_OF_ONE = 2
"""So many meetings of one group, and so many one-to-ones there."""


class Face(NamedTuple):
    """Somebody who comes, in whichever group."""

    id: int
    name: str
    photo_version: str | None
    group_slug: str


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    """One of the next meetings of a group, and what its member has to do with it."""

    meeting: Meeting
    membership_id: int
    """The person's own place in its group."""
    group_slug: str
    mine: OwnAnswer
    mark: Mark | None = None
    """How they are noted, once attendance is taken."""
    stood_in: str = ""
    may_answer: bool
    is_full: bool
    expected: int = 0
    """How many come, substitutes among them."""
    turnout: tuple[int, int] | None = None
    """How many are here, of how many who were expected or are here; None while attendance is not taken, or
    before the start."""
    faces: Sequence[Face] = ()
    """The first few of those who come themselves, A to Z."""

    @property
    def asks(self) -> bool:
        """Whether it waits for the member's word: silence does not mean coming."""
        return self.may_answer and self.mine.answer is None and not self.mine.is_expected


def next_for_home(membership_ids: Sequence[int], now: datetime) -> list[NextMeeting]:
    """The next meetings of each place, soonest first: two statements over all groups.

    Called with every group open; all that is read hangs on the ids given.

    Args:
        membership_ids: a person's own places that are open today.
        now: meetings that ended by then are left out, and so are drafts and cancelled ones.
    """
    if not membership_ids:
        return []
    ahead = _ahead(membership_ids, now)
    rows = db.session.execute(
        select(
            Membership.id,
            Group.slug,
            Meeting,
            MembershipPeriod.status,
            MeetingAnswer.answer,
            MeetingAnswer.substitute_name,
            place_in_queue(),
            count_visits(),
            Attendance.mark,
            Attendance.substitute_name,
            *_here(now),
        )
        .join(Group, Group.id == Membership.group_id)
        .join(ahead, ahead.c.membership_id == Membership.id)
        .join(Meeting, Meeting.id == ahead.c.meeting_id)
        .outerjoin(MembershipPeriod, belongs_on(Meeting.on_day))
        .outerjoin(MeetingAnswer, _answer_of())
        .outerjoin(Attendance, _of_theirs(Attendance))
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    coming = _list_coming([row[2].id for row in rows])
    return [_next_meeting(row, coming[row[2].id]) for row in rows]


def _next_meeting(row: Any, coming: Sequence[Any]) -> NextMeeting:
    membership_id, slug, meeting, status, answer, name, position, visitors, mark, stood_in, here, of = row
    is_expected = answer is None and status is Status.ACTIVE and meeting.expectation is Expectation.EVERYBODY
    waits = answer is Answer.WAITLISTED
    expected = coming[0].expected if coming else 0
    return NextMeeting(
        meeting=meeting,
        membership_id=membership_id,
        group_slug=slug,
        mine=OwnAnswer(answer, name or "", position if waits else None, is_expected),
        mark=mark,
        stood_in=stood_in or "",
        may_answer=status is not None and is_answered_here(meeting) and takes_answers(meeting),
        is_full=meeting.capacity is not None and expected + visitors >= meeting.capacity,
        expected=expected,
        turnout=None if here is None else (here, of),
        faces=[Face(face.id, face.name, face.photo_version, slug) for face in coming if face.comes],
    )


def _here(now: datetime) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Who is here and of how many, of meetings that have begun and whose attendance is taken; else null."""
    runs = and_(Meeting.status == MeetingStatus.HELD, Meeting.starts_at <= now)
    return case((runs, count_here())), case((runs, count_of()))


def _ahead(membership_ids: Sequence[int], now: datetime) -> Subquery:
    """The next meetings that each membership may know of, so many by kind: a week full of one-to-ones hides
    no breakfast. Each part ends with the last that it finds, however many are scheduled after that."""
    kinds = (MeetingKind.GROUP, MeetingKind.ONE_TO_ONE)
    parts = [_next_of(one, kind, now).subquery() for one in membership_ids for kind in kinds]
    return union_all(*(select(part) for part in parts)).subquery()


def _next_of(membership_id: int, kind: MeetingKind, now: datetime) -> Select[int, int]:
    group_id = select(Membership.group_id).where(Membership.id == membership_id).scalar_subquery()
    mine = exists().where(
        MeetingAnswer.group_id == Meeting.group_id,
        MeetingAnswer.meeting_id == Meeting.id,
        MeetingAnswer.membership_id == membership_id,
    )
    query = select(literal(membership_id).label("membership_id"), Meeting.id.label("meeting_id")).where(
        Meeting.group_id == group_id,
        Meeting.starts_at > now - LONGEST,  # the index is by the start
        Meeting.ends_at > now,
        Meeting.status.in_(OPEN),
        Meeting.kind == kind,
        true() if kind is MeetingKind.GROUP else mine,
    )
    return query.order_by(Meeting.starts_at, Meeting.id).limit(MOST_OF_ONE)


def _list_coming(meeting_ids: Sequence[int]) -> dict[int, list[Any]]:
    """Some of those who come to each meeting, with the count of all."""
    silent_come = and_(
        MeetingAnswer.id.is_(None),
        MembershipPeriod.status == Status.ACTIVE,
        Meeting.expectation == Expectation.EVERYBODY,
        Meeting.kind != MeetingKind.ONE_TO_ONE,
    )
    comes = case((or_(MeetingAnswer.answer == Answer.COMING, silent_come), 1), else_=0)
    everybody = (
        select(
            Meeting.id.label("meeting_id"),
            Membership.id,
            Membership.name,
            Membership.photo_version,
            comes.label("comes"),
            func.row_number()
            .over(partition_by=Meeting.id, order_by=(comes.desc(), Membership.sort_name, Membership.id))
            .label("place"),
            func.count().over(partition_by=Meeting.id).label("expected"),
        )
        .select_from(Meeting)
        .join(Membership, Membership.group_id == Meeting.group_id)
        .join(MembershipPeriod, belongs_on(Meeting.on_day))
        .outerjoin(MeetingAnswer, _answer_of())
        .where(Meeting.id.in_(meeting_ids), or_(MeetingAnswer.answer.in_(HOLDING), silent_come))
        .subquery()
    )
    few = select(everybody).where(everybody.c.place <= MOST_FACES).order_by(everybody.c.place)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(few):
        found[row.meeting_id].append(row)
    return found


def _answer_of() -> ColumnElement[bool]:
    return _of_theirs(MeetingAnswer)


def _of_theirs(model: Any) -> ColumnElement[bool]:
    return and_(
        model.group_id == Membership.group_id,
        model.membership_id == Membership.id,
        model.meeting_id == Meeting.id,
    )
