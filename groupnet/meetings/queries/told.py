"""Whom something about meetings is told, what is still held back, and what notices tell."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, MembershipPeriod, RightsTerm, Status
from groupnet.groups.queries import belongs_on
from groupnet.groups.roles import Right
from groupnet.meetings.before import What
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Meeting,
    MeetingAnswer,
    MeetingSeries,
    MeetingSlot,
    MeetingStatus,
    Proposal,
    Visitor,
)
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.meetings import of_member_at
from groupnet.notices.models import Notice, NoticeKind
from groupnet.notices.queries import unseen
from groupnet.notices.service import MAIL_KEY
from groupnet.outbox.models import OutgoingMail, QueueState

NEW = (What.SCHEDULED.value, What.SERIES_SCHEDULED.value)


def list_concerned(meeting: Meeting) -> Sequence[Any]:
    """The active members of a meeting's day, with what they have to do with it.

    Returns:
        rows of the `Membership`, `answer` (None where silent) and `has_slot`.
    """
    has_slot = exists().where(
        MeetingSlot.group_id == Membership.group_id,
        MeetingSlot.meeting_id == meeting.id,
        MeetingSlot.membership_id == Membership.id,
    )
    query = (
        select(Membership, MeetingAnswer.answer, has_slot.label("has_slot"))
        .join(
            MembershipPeriod,
            and_(belongs_on(meeting.on_day), MembershipPeriod.status == Status.ACTIVE),
        )
        .outerjoin(MeetingAnswer, of_member_at(meeting, MeetingAnswer))
        .order_by(Membership.id)
    )
    return db.session.execute(query).all()


def list_held_back(meeting: Meeting, kind: NoticeKind, now: datetime) -> Sequence[Notice]:
    """What is still held back of one meeting."""
    return _held_back(Notice.meeting_id == meeting.id, kind, now)


def list_held_back_of_series(series_id: int, now: datetime) -> Sequence[Notice]:
    """What is still held back of a series and of its meetings."""
    ids = select(Meeting.id).where(Meeting.series_id == series_id)
    return _held_back(Notice.meeting_id.in_(ids), NoticeKind.MEETING, now)


def list_held_back_of_proposal(proposal: Proposal, now: datetime) -> Sequence[Notice]:
    """What is still held back of a proposed one-to-one."""
    return _held_back(Notice.proposal_id == proposal.id, NoticeKind.ONE_TO_ONE, now)


def _held_back(about: ColumnElement[bool], kind: NoticeKind, now: datetime) -> Sequence[Notice]:
    # of what is new the mail counts, which may wait for a worker: it says how things stand when it goes out
    is_new_to_send = exists().where(
        Notice.reason.in_(NEW),
        OutgoingMail.unique_key == literal(MAIL_KEY) + cast(Notice.id, String),
        OutgoingMail.state == QueueState.WAITING,
        or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until <= now),
    )
    is_held_back = or_(Notice.due_at > now, is_new_to_send)
    query = select(Notice).where(about, Notice.kind == kind, is_held_back, Notice.seen_at.is_(None))
    return db.session.execute(query.order_by(Notice.id)).scalars().all()


def was_told(meeting: Meeting, reason: str, now: datetime) -> bool:
    """Whether anybody has been told something of a meeting by now."""
    query = select(Notice.id).where(
        Notice.meeting_id == meeting.id, Notice.reason.startswith(reason), Notice.due_at <= now
    )
    return db.session.execute(query.limit(1)).first() is not None


def list_told_of_visitor(visitor: Visitor, reason: str) -> set[int]:
    """Who has been told a step of a visitor, held back or not; ids of memberships."""
    query = select(Notice.membership_id).where(Notice.visitor_id == visitor.id, Notice.reason == reason)
    return set(db.session.execute(query).scalars())


def list_holders(rights: Collection[Right], day: date) -> Sequence[Membership]:
    """Who has one of some rights on a day; whether they are in the group is for who tells them."""
    holds = exists().where(
        RightsTerm.group_id == Membership.group_id,
        RightsTerm.membership_id == Membership.id,
        RightsTerm.right.in_(rights),
        RightsTerm.starts_on <= day,
        or_(RightsTerm.ends_on.is_(None), RightsTerm.ends_on >= day),
    )
    return db.session.execute(select(Membership).where(holds).order_by(Membership.id)).scalars().all()


def list_told(notice_ids: Collection[int]) -> Sequence[Any]:
    """What some notices tell of meetings, one-to-ones and visitors, in one statement.

    Returns:
        rows of the notice (`told` is its kind, `reason`, `told_id` the membership that is told), of the
        meeting with the reader's `answer`, of the proposal, of the visitor, and of the person it comes from
        (`id`, `name`, `photo_version`); None where there is none of these.
    """
    return db.session.execute(_told().where(Notice.id.in_(notice_ids))).all()


def list_unseen_told(
    membership_ids: Sequence[int], kind: NoticeKind, since: datetime, until: datetime
) -> Sequence[Any]:
    """What these memberships were told between two instants and have not seen, the newest first, as rows of
    `list_told`."""
    return db.session.execute(unseen(_told(), membership_ids, kind, since, until)).all()


def find_meeting(meeting_id: int) -> tuple[Meeting, MeetingSeries | None] | None:
    """A meeting of the bound group with its series, whoever asks: for mails, whose reader was told of it."""
    query = (
        select(Meeting, MeetingSeries)
        .outerjoin(
            MeetingSeries,
            and_(MeetingSeries.group_id == Meeting.group_id, MeetingSeries.id == Meeting.series_id),
        )
        .where(Meeting.id == meeting_id)
    )
    found = db.session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def find_series(series_id: int) -> MeetingSeries | None:
    """A series of the bound group, whoever asks: for mails, whose reader was told of it."""
    return db.session.execute(select(MeetingSeries).where(MeetingSeries.id == series_id)).scalar_one_or_none()


def find_next_of_series(series_id: int, now: datetime, membership_id: int = 0) -> Any | None:
    """The next meeting of a series that takes place, as the columns that `list_told` has of a meeting.

    Args:
        membership_id: of whom `answer` and `substitute_name` are.
    """
    query = (
        select(*_of_the_meeting())
        .outerjoin(
            MeetingAnswer,
            and_(
                MeetingAnswer.group_id == Meeting.group_id,
                MeetingAnswer.meeting_id == Meeting.id,
                MeetingAnswer.membership_id == membership_id,
            ),
        )
        .where(Meeting.series_id == series_id, Meeting.status.in_(OPEN))
        .where(Meeting.starts_at > now)
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    return db.session.execute(query).one_or_none()


def list_fallen_away(membership_id: int, since: datetime, now: datetime) -> Sequence[datetime]:
    """The meetings of series to come that fell away lately and that a member counted on, by their start:
    they had answered, had taken something on, or their silence meant coming.

    Args:
        since: when they fell away at the earliest.
    """
    has_slot = exists().where(
        MeetingSlot.group_id == Meeting.group_id,
        MeetingSlot.meeting_id == Meeting.id,
        MeetingSlot.membership_id == membership_id,
    )
    silence_counts = and_(MeetingAnswer.id.is_(None), Meeting.expectation == Expectation.EVERYBODY)
    query = (
        select(Meeting.starts_at)
        .outerjoin(
            MeetingAnswer,
            and_(
                MeetingAnswer.group_id == Meeting.group_id,
                MeetingAnswer.meeting_id == Meeting.id,
                MeetingAnswer.membership_id == membership_id,
            ),
        )
        .where(
            Meeting.series_id.is_not(None),
            Meeting.status == MeetingStatus.CANCELLED,
            Meeting.changed_at >= since,
            Meeting.starts_at > now,
            or_(MeetingAnswer.answer != Answer.DECLINED, silence_counts, has_slot),
        )
    )
    return db.session.execute(query.order_by(Meeting.starts_at)).scalars().all()


def _told() -> Any:
    inviter = aliased(Membership)
    other_id = case(
        (Proposal.proposer_id == Notice.membership_id, Proposal.invited_id), else_=Proposal.proposer_id
    )
    return (
        select(
            Notice.id.label("notice_id"),
            Notice.membership_id.label("told_id"),
            Notice.kind.label("told"),
            Notice.reason,
            Notice.created_at,
            Notice.due_at,
            Group.timezone,
            Membership.id,
            Membership.name,
            Membership.photo_version,
            *_of_the_meeting(),
            *_of_the_others(),
            inviter.name.label("invited_by"),
        )
        .select_from(Notice)
        .join(Group, Group.id == Notice.group_id)
        .outerjoin(Proposal, _one_of_it(Proposal, Notice.proposal_id))
        .outerjoin(Visitor, _one_of_it(Visitor, Notice.visitor_id))
        .outerjoin(inviter, and_(inviter.group_id == Notice.group_id, inviter.id == Visitor.invited_by_id))
        .outerjoin(Membership, and_(Membership.group_id == Notice.group_id, Membership.id == other_id))
        .outerjoin(Meeting, _one_of_it(Meeting, func.coalesce(Notice.meeting_id, Proposal.meeting_id)))
        .outerjoin(
            MeetingAnswer,
            and_(
                MeetingAnswer.group_id == Notice.group_id,
                MeetingAnswer.meeting_id == Meeting.id,
                MeetingAnswer.membership_id == Notice.membership_id,
            ),
        )
    )


def _of_the_meeting() -> tuple[Any, ...]:
    return (*_columns_of_meeting(), MeetingAnswer.answer, MeetingAnswer.substitute_name)


def _columns_of_meeting() -> tuple[Any, ...]:
    return (
        Meeting.id.label("meeting_id"),
        Meeting.series_id,
        Meeting.title,
        Meeting.kind,
        Meeting.status,
        Meeting.starts_at,
        Meeting.ends_at,
        Meeting.closes_at,
        Meeting.place,
        Meeting.link,
        Meeting.expectation,
        Meeting.cancel_reason,
    )


def _of_the_others() -> tuple[Any, ...]:
    return (
        Proposal.id.label("proposal_id"),
        Proposal.status.label("proposal_status"),
        Proposal.note.label("proposal_note"),
        Proposal.minutes,
        Proposal.place.label("proposal_place"),
        Proposal.link.label("proposal_link"),
        Proposal.meeting_id.label("agreed_id"),
        Visitor.id.label("visitor_id"),
        Visitor.name.label("visitor_name"),
        Visitor.company,
        Visitor.status.label("visitor_status"),
        Visitor.message,
        Visitor.erased_at,
        Visitor.invited_by_id,
        Visitor.owner_id,
    )


def _one_of_it(model: Any, key: Any) -> Any:
    return and_(model.group_id == Notice.group_id, model.id == key)
