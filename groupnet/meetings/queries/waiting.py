"""What waits for a person in all their groups around meetings, for their first page: one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    and_,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import (
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    Proposal,
    ProposalStatus,
    ProposedTime,
    Visitor,
    VisitorStatus,
)
from groupnet.meetings.queries.impressions import where_nothing_is_said
from groupnet.meetings.queries.proposals import ASKED_FOR


class Wait(StrEnum):
    """What is asked of the person."""

    PROPOSAL = "proposal"
    """To answer a one-to-one that somebody proposed."""
    ONE_TO_ONE = "one_to_one"
    """To say whether an agreed one-to-one was had."""
    REQUEST = "request"
    """To answer who asks to join."""
    VISITOR = "visitor"
    """To follow up."""
    MET = "met"
    """To say whom they met at a meeting."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits for a person by their rights in a group: their membership there, or None."""

    follows_up: int | None = None
    """Visitors whom nobody looks after."""
    answers: int | None = None
    """Requests to join."""


@dataclass(frozen=True, slots=True)
class Other:
    """The other of a one-to-one."""

    id: int
    name: str
    photo_version: str | None
    group_slug: str


@dataclass(frozen=True, slots=True)
class WaitingMeeting:
    """One thing that waits."""

    what: Wait
    id: int
    """Of the proposal, the meeting or the visitor."""
    membership_id: int
    """The person's own place."""
    group_slug: str
    name: str
    """Of the other, of the visitor, or the meeting's title."""
    when: date | datetime
    person: Other | None


def list_waiting_meetings(
    membership_ids: Sequence[int], now: datetime, today: date, *, duties: Duties, most: int
) -> list[WaitingMeeting]:
    """What waits, oldest first.

    Called with every group open; all that is read hangs on the ids given.

    Args:
        membership_ids: a person's own places that are open today.
        today: by the clock of the open group; follow-ups of later days do not wait yet.
        duties: theirs in the open group.
        most: so many of each kind: the oldest; of whom they met, the newest.
    """
    parts = [
        _proposals(now),
        _one_to_ones(now),
        _requests(duties),
        _visitors(today, duties),
        _meetings(now),
    ]
    own = [part.where(Membership.id.in_(membership_ids)).limit(most).subquery() for part in parts]
    everything = union_all(*(select(part) for part in own)).subquery()
    rows = db.session.execute(select(everything).order_by(everything.c.at, everything.c.number))
    return [_waiting(row) for row in rows]


def _waiting(row: Any) -> WaitingMeeting:
    other = row.other_id and Other(row.other_id, row.name, row.photo_version, row.slug)
    return WaitingMeeting(
        what=Wait(row.what),
        id=row.number,
        membership_id=row.membership_id,
        group_slug=row.slug,
        name=row.name,
        when=row.on_day or row.at,
        person=other or None,
    )


def _proposals(now: datetime) -> Select[Any]:
    other = aliased(Membership)
    is_still_possible = exists().where(
        ProposedTime.group_id == Proposal.group_id,
        ProposedTime.proposal_id == Proposal.id,
        ProposedTime.starts_at > now,
    )
    return (
        _line(literal(Wait.PROPOSAL.value), Proposal.id, Proposal.created_at, other.name, other=other)
        .join(
            Proposal,
            and_(Proposal.group_id == Membership.group_id, Proposal.invited_id == Membership.id),
        )
        .join(other, and_(other.group_id == Proposal.group_id, other.id == Proposal.proposer_id))
        .where(Proposal.status == ProposalStatus.OPEN, is_still_possible)
        .order_by(Proposal.created_at, Proposal.id)
    )


def _one_to_ones(now: datetime) -> Select[Any]:
    mine, theirs, other = aliased(MeetingAnswer), aliased(MeetingAnswer), aliased(Membership)
    return (
        _line(literal(Wait.ONE_TO_ONE.value), Meeting.id, Meeting.starts_at, other.name, other=other)
        .join(mine, and_(mine.group_id == Membership.group_id, mine.membership_id == Membership.id))
        .join(Meeting, and_(Meeting.group_id == mine.group_id, Meeting.id == mine.meeting_id))
        .join(theirs, and_(theirs.group_id == Meeting.group_id, theirs.meeting_id == Meeting.id))
        .join(other, and_(other.group_id == theirs.group_id, other.id == theirs.membership_id))
        .where(
            theirs.membership_id != mine.membership_id,
            Meeting.kind == MeetingKind.ONE_TO_ONE,
            Meeting.status == MeetingStatus.SCHEDULED,
            Meeting.ends_at <= now,
            Meeting.ends_at > now - ASKED_FOR,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )


def _requests(duties: Duties) -> Select[Any]:
    return (
        _line(literal(Wait.REQUEST.value), Visitor.id, Visitor.stepped_at, Visitor.name)
        .join(Visitor, Visitor.group_id == Membership.group_id)
        .where(
            Visitor.status == VisitorStatus.APPLIED,
            Visitor.erased_at.is_(None),
            Membership.id == duties.answers,
        )
        .order_by(Visitor.stepped_at, Visitor.id)
    )


def _visitors(today: date, duties: Duties) -> Select[Any]:
    nobodys = and_(Visitor.owner_id.is_(None), Membership.id == duties.follows_up)
    is_due = or_(Visitor.follow_up_on.is_(None), Visitor.follow_up_on <= today)
    at, on_day = Visitor.stepped_at, Visitor.follow_up_on
    return (
        _line(literal(Wait.VISITOR.value), Visitor.id, at, Visitor.name, on_day=on_day)
        .join(Visitor, Visitor.group_id == Membership.group_id)
        .where(
            Visitor.status == VisitorStatus.CAME,
            Visitor.erased_at.is_(None),
            or_(Visitor.owner_id == Membership.id, nobodys),
            is_due,
        )
        .order_by(Visitor.stepped_at, Visitor.id)
    )


def _meetings(now: datetime) -> Select[Any]:
    return (
        _line(literal(Wait.MET.value), Meeting.id, Meeting.starts_at, Meeting.title)
        .join(Meeting, Meeting.group_id == Membership.group_id)
        .where(where_nothing_is_said(now))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )


def _line(
    what: Any, number: Any, at: Any, name: Any, *, other: Any = None, on_day: Any = None
) -> Select[Any]:
    """What every kind tells, in the same order."""
    return (
        select(
            what.label("what"),
            number.label("number"),
            Membership.id.label("membership_id"),
            Group.slug.label("slug"),
            name.label("name"),
            at.label("at"),
            (cast(null(), Date) if on_day is None else on_day).label("on_day"),
            (other.id if other else cast(null(), Integer)).label("other_id"),
            (other.photo_version if other else cast(null(), String)).label("photo_version"),
        )
        .select_from(Membership)
        .join(Group, Group.id == Membership.group_id)
    )
