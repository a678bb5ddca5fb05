"""One-to-ones to come: proposed and agreed. Only their two read any of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Membership
from groupnet.meetings.models import (
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    Proposal,
    ProposalStatus,
    ProposedTime,
)

A_FACE = (Membership.id.label("other_id"), Membership.name, Membership.photo_version, Membership.category)
ASKED_FOR = timedelta(days=30)
"""So long after an agreed one its two are asked whether they met."""
MOST = 100


@dataclass(frozen=True)
class Face:
    """The other of the two."""

    id: int
    name: str
    photo_version: str | None
    category: str


def face_of(row: Any) -> Face:
    """The face that a row has with it."""
    return Face(row.other_id, row.name, row.photo_version, row.category)


@dataclass
class OpenProposal:
    """A proposal that waits, as one of its two sees it."""

    id: int
    other: Face
    is_mine: bool
    """The viewer proposed it."""
    meeting_id: int | None
    """The agreed one that it would move."""
    minutes: int
    place: str
    times: list[datetime] = field(default_factory=list)
    """Those still to come, in order."""


def list_open(viewer: Membership, now: datetime) -> list[OpenProposal]:
    """The proposals that wait, to a member and by them, oldest first; one statement."""
    query = (
        select(
            Proposal.id,
            Proposal.proposer_id,
            Proposal.meeting_id,
            Proposal.minutes,
            Proposal.place,
            ProposedTime.starts_at,
            *A_FACE,
        )
        .join(Membership, Membership.id == _other_of_proposal(viewer.id))
        .outerjoin(
            ProposedTime,
            and_(
                ProposedTime.group_id == Proposal.group_id,
                ProposedTime.proposal_id == Proposal.id,
                ProposedTime.starts_at > now,
            ),
        )
        .where(_is_of(viewer.id), Proposal.status == ProposalStatus.OPEN)
        .order_by(Proposal.id, ProposedTime.starts_at)
        .limit(MOST * 3)
    )
    found: dict[int, OpenProposal] = {}
    for row in db.session.execute(query):
        proposal = found.get(row.id)
        if proposal is None:
            is_mine = row.proposer_id == viewer.id
            proposal = OpenProposal(row.id, face_of(row), is_mine, row.meeting_id, row.minutes, row.place)
            found[row.id] = proposal
        if row.starts_at is not None:
            proposal.times.append(row.starts_at)
    return list(found.values())


def get_proposal(proposal_id: int, viewer: Membership, *, to_change: bool = False) -> Proposal:
    """A proposal of which a member is one of the two, with both.

    Args:
        to_change: hold the row until the transaction ends: whoever answers it takes turns here.

    Raises:
        NotFound: there is none with this id in this group, or it is between others.
    """
    query = (
        select(Proposal)
        .where(Proposal.id == proposal_id, _is_of(viewer.id))
        .options(joinedload(Proposal.proposer), joinedload(Proposal.invited))
    )
    if to_change:
        query = query.with_for_update(of=Proposal).execution_options(populate_existing=True)
    proposal = db.session.execute(query).scalar_one_or_none()
    if proposal is None:
        raise NotFound
    return proposal


def list_times(proposal_id: int) -> Sequence[ProposedTime]:
    """The times of a proposal, in order."""
    query = select(ProposedTime).where(ProposedTime.proposal_id == proposal_id)
    return db.session.execute(query.order_by(ProposedTime.starts_at)).scalars().all()


def hold_both(one: int, other: int) -> None:
    """Hold the rows of two members until the transaction ends: whoever proposes takes turns here.

    Called before any proposal or meeting is held. By id, so that two who ask each other never both wait.
    """
    query = select(Membership.id).where(Membership.id.in_((one, other))).order_by(Membership.id)
    db.session.execute(query.with_for_update(key_share=True)).all()


def has_open_between(one: int, other: int) -> bool:
    """Whether a proposal between two members waits for its answer."""
    query = select(Proposal.id).where(
        Proposal.status == ProposalStatus.OPEN,
        or_(
            and_(Proposal.proposer_id == one, Proposal.invited_id == other),
            and_(Proposal.proposer_id == other, Proposal.invited_id == one),
        ),
    )
    return db.session.execute(query.limit(1)).first() is not None


def list_to_close(viewer: Membership, *, meeting_id: int | None = None) -> Sequence[Proposal]:
    """The proposals of a member, to them and by them, that wait; each is held.

    Args:
        meeting_id: those alone that would move this agreed one.
    """
    query = select(Proposal).where(_is_of(viewer.id), Proposal.status == ProposalStatus.OPEN)
    if meeting_id is not None:
        query = query.where(Proposal.meeting_id == meeting_id)
    query = query.order_by(Proposal.id).with_for_update(of=Proposal)
    return db.session.execute(query.execution_options(populate_existing=True)).scalars().all()


def list_agreed(viewer: Membership, now: datetime) -> Sequence[Any]:
    """The agreed ones of a member that are to come, or of which nobody has said whether they were had.

    Returns:
        rows of the meeting's id, starts_at, ends_at, place, and of the other other_id, name, photo_version
        and category; the next first.
    """
    query = (
        _with_other(viewer)
        .where(Meeting.status == MeetingStatus.SCHEDULED, Meeting.ends_at > now - ASKED_FOR)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    return db.session.execute(query).all()


def find_other(meeting_id: int, viewer: Membership) -> Face:
    """With whom a member has an agreed one-to-one.

    Raises:
        NotFound: it is none of theirs, or none at all.
    """
    row = db.session.execute(_with_other(viewer).where(Meeting.id == meeting_id)).first()
    if row is None:
        raise NotFound
    return face_of(row)


def list_agreed_of(membership_id: int, now: datetime) -> Sequence[Meeting]:
    """The agreed ones of a member that are still to come; each is held."""
    mine = exists().where(
        MeetingAnswer.group_id == Meeting.group_id,
        MeetingAnswer.meeting_id == Meeting.id,
        MeetingAnswer.membership_id == membership_id,
    )
    query = (
        select(Meeting)
        .where(
            Meeting.kind == MeetingKind.ONE_TO_ONE,
            Meeting.status == MeetingStatus.SCHEDULED,
            Meeting.starts_at > now,
            mine,
        )
        .order_by(Meeting.id)
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).scalars().all()


def _with_other(viewer: Membership) -> Any:
    mine, theirs = aliased(MeetingAnswer), aliased(MeetingAnswer)
    return (
        select(Meeting.id, Meeting.starts_at, Meeting.ends_at, Meeting.place, Meeting.link, *A_FACE)
        .join(mine, and_(mine.group_id == Meeting.group_id, mine.meeting_id == Meeting.id))
        .join(theirs, and_(theirs.group_id == Meeting.group_id, theirs.meeting_id == Meeting.id))
        .join(
            Membership,
            and_(Membership.group_id == theirs.group_id, Membership.id == theirs.membership_id),
        )
        .where(
            Meeting.kind == MeetingKind.ONE_TO_ONE,
            mine.membership_id == viewer.id,
            theirs.membership_id != viewer.id,
        )
    )


def _is_of(membership_id: int) -> ColumnElement[bool]:
    return or_(Proposal.proposer_id == membership_id, Proposal.invited_id == membership_id)


def _other_of_proposal(viewer_id: int) -> ColumnElement[int]:
    return case((Proposal.proposer_id == viewer_id, Proposal.invited_id), else_=Proposal.proposer_id)
