"""Meetings that come near, whom to remind of them, and who gets the count.

Reads that cross groups are made with every group open by who calls them; all else is of the bound group.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, MembershipPeriod, Status
from groupnet.groups.queries import belongs_on, period_meets
from groupnet.meetings.before import What
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    Proposal,
    Visit,
    Visitor,
)
from groupnet.meetings.queries.places import comes_or_came
from groupnet.notices.models import Notice, NoticeKind
from groupnet.outbox.models import Job


@dataclass(frozen=True)
class Near:
    """A meeting that comes near, of whichever group."""

    meeting_id: int
    group_id: int
    starts_at: datetime
    closes_at: datetime
    sequence: int
    """One more with each change that calendars hear of."""
    timezone: str


@dataclass(frozen=True)
class ComingUp:
    """A meeting to come as one of a person's places has to do with it."""

    meeting: Meeting
    membership_id: int
    answer: Answer | None
    substitute_name: str
    visitors: Sequence[str]

    @property
    def is_asked(self) -> bool:
        """It waits for their answer: silence does not mean coming."""
        return self.answer is None and self.meeting.expectation is Expectation.SIGN_UP


def list_near(first: datetime, last: datetime, *, untold_since: datetime, undone: str) -> list[Near]:
    """Scheduled meetings of every group that begin after one instant, and up to another.

    Args:
        untold_since: those whose people were told of them later, or are about to be, are left out. A change
            that nobody hears of, such as of the agenda, is none.
        undone: those whose job has this key already are left out.
    """
    return _near(
        undone,
        Meeting.starts_at > first,
        Meeting.starts_at <= last,
        ~_is_told(Notice.meeting_id == Meeting.id, untold_since),
        ~_is_told(
            and_(
                Proposal.group_id == Notice.group_id,
                Proposal.id == Notice.proposal_id,
                Proposal.meeting_id == Meeting.id,
            ),
            untold_since,
        ),
    )


def _is_told(about: ColumnElement[bool], since: datetime) -> ColumnElement[bool]:
    """Whether everybody concerned was told; a place that became free concerns one."""
    return exists().where(
        Notice.group_id == Meeting.group_id,
        about,
        Notice.kind.in_((NoticeKind.MEETING, NoticeKind.ONE_TO_ONE)),
        Notice.reason != What.PROMOTED.value,
        Notice.due_at > since,
    )


def list_closing(first: datetime, last: datetime, *, starting_by: datetime, undone: str) -> list[Near]:
    """Scheduled meetings of every group whose answers close in a time, or that begin soon; not yet begun.

    Args:
        starting_by: those that begin by then are there too.
        undone: as for `list_near`.
    """
    closing = and_(Meeting.closes_at > first, Meeting.closes_at <= last)
    return _near(
        undone,
        Meeting.starts_at > last,
        Meeting.kind == MeetingKind.GROUP,
        or_(closing, Meeting.starts_at <= starting_by),
    )


def _near(undone: str, *criteria: ColumnElement[bool]) -> list[Near]:
    key = literal(f"{undone}:") + cast(Meeting.id, String) + literal(":") + cast(Meeting.sequence, String)
    is_done = exists().where(Job.unique_key == key)
    query = (
        select(
            Meeting.id,
            Meeting.group_id,
            Meeting.starts_at,
            Meeting.closes_at,
            Meeting.sequence,
            Group.timezone,
        )
        .join(Group, Group.id == Meeting.group_id)
        .where(_is_still_on(), *criteria, ~is_done)
        .order_by(Meeting.group_id, Meeting.id)
    )
    return [Near(*row) for row in db.session.execute(query)]


def _is_still_on() -> ColumnElement[bool]:
    """As of `policy.is_still_on`."""
    early = and_(Meeting.status == MeetingStatus.HELD, Meeting.kind != MeetingKind.ONE_TO_ONE)
    return or_(Meeting.status == MeetingStatus.SCHEDULED, early)


def list_to_remind(meeting_id: int) -> Sequence[Any]:
    """The active members of a meeting's day, but for those who cannot come, or wait for a place.

    Returns:
        rows of `membership_id` and `answer`; None where they are silent.
    """
    query = (
        select(MembershipPeriod.membership_id, MeetingAnswer.answer)
        .select_from(Meeting)
        .join(
            MembershipPeriod,
            and_(
                MembershipPeriod.group_id == Meeting.group_id,
                MembershipPeriod.status == Status.ACTIVE,
                period_meets(Meeting.on_day, Meeting.on_day),
            ),
        )
        .outerjoin(MeetingAnswer, _answer_of(MembershipPeriod.membership_id))
        .where(
            Meeting.id == meeting_id,
            or_(
                MeetingAnswer.answer.in_((Answer.COMING, Answer.SUBSTITUTE)),
                and_(MeetingAnswer.id.is_(None), Meeting.kind == MeetingKind.GROUP),
            ),
        )
        .order_by(MembershipPeriod.membership_id)
    )
    return db.session.execute(query).all()


def list_coming_up(membership_ids: Sequence[int], first: datetime, last: datetime) -> list[ComingUp]:
    """The meetings of some places that begin in a time, soonest first; two statements over all groups.

    Args:
        membership_ids: a person's own places; whoever is on leave on a meeting's day is not asked to it.
    """
    query = (
        select(Meeting, Membership.id, MeetingAnswer.answer, MeetingAnswer.substitute_name)
        .join(Membership, Membership.group_id == Meeting.group_id)
        .join(
            MembershipPeriod,
            and_(belongs_on(Meeting.on_day), MembershipPeriod.status == Status.ACTIVE),
        )
        .outerjoin(MeetingAnswer, _answer_of(Membership.id))
        .where(
            Membership.id.in_(membership_ids),
            _is_still_on(),
            Meeting.starts_at > first,
            Meeting.starts_at <= last,
            or_(Meeting.kind == MeetingKind.GROUP, MeetingAnswer.id.is_not(None)),
        )
        .order_by(Meeting.starts_at, Meeting.id, Membership.id)
    )
    rows = db.session.execute(query).all()
    visitors = _list_visitors([row[0].id for row in rows])
    return [
        ComingUp(meeting, membership_id, answer, name or "", visitors.get(meeting.id, ()))
        for meeting, membership_id, answer, name in rows
    ]


def _list_visitors(meeting_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(Visit.meeting_id, Visitor.name)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .where(Visit.meeting_id.in_(meeting_ids), comes_or_came())
        .order_by(func.lower(Visitor.name), Visit.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for meeting_id, name in db.session.execute(query):
        found[meeting_id or 0].append(name)
    return found


def is_active_on_day(meeting: Meeting, membership_id: int) -> bool:
    """Whether a member is active, and not on leave, on the day of a meeting."""
    query = select(
        exists().where(
            Meeting.id == meeting.id,
            MembershipPeriod.group_id == Meeting.group_id,
            MembershipPeriod.membership_id == membership_id,
            MembershipPeriod.status == Status.ACTIVE,
            period_meets(Meeting.on_day, Meeting.on_day),
        )
    )
    return bool(db.session.execute(query).scalar_one())


def _answer_of(membership_id: Any) -> ColumnElement[bool]:
    return and_(
        MeetingAnswer.group_id == Meeting.group_id,
        MeetingAnswer.meeting_id == Meeting.id,
        MeetingAnswer.membership_id == membership_id,
    )
