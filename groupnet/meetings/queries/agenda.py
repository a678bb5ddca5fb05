"""The agenda: meetings to come and past, each with the viewer's answer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.core.paging import Page, fetch_page
from groupnet.groups.models import Membership
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer, MeetingKind, MeetingStatus
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.meetings import seen_by
from groupnet.meetings.queries.turnout import count_came, count_here, count_of, count_unmarked

said = aliased(MeetingAnswer)
"""The viewer's answer, apart from those that the sight of a one-to-one looks at."""


class Only(StrEnum):
    """What the agenda can be narrowed to."""

    UNANSWERED = "unanswered"
    COMING = "coming"
    DRAFTS = "drafts"


def list_agenda(
    viewer: Membership, now: datetime, *, is_past: bool = False, only: Only | None = None, number: int = 1
) -> Page[Any]:
    """One page of meetings that a member may know of, the nearest first.

    Args:
        is_past: those that have ended; else those that have not.
        number: of the page, from 1.

    Returns:
        rows of the meeting's columns and the viewer's `answer` and `substitute_name`; None where they said
        nothing. Of those past, with `here`, `of` and `came`: the members who were there, of how many, and the
        visitors.
    """
    query = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.on_day,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.closes_at,
            Meeting.status,
            Meeting.kind,
            Meeting.place,
            Meeting.expectation,
            Meeting.series_id,
            said.answer,
            said.substitute_name,
        )
        .outerjoin(said, _is_of(viewer))
        .where(seen_by(viewer), Meeting.ends_at <= now if is_past else Meeting.ends_at > now)
    )
    if is_past:
        query = query.add_columns(*_turnout())
    if only is not None:
        query = query.where(_is(only, now))
    order = (Meeting.starts_at.desc(), Meeting.id.desc()) if is_past else (Meeting.starts_at, Meeting.id)
    return fetch_page(query.order_by(*order), number)


def _turnout() -> tuple[Any, ...]:
    members = count_here().label("here"), count_of().label("of"), count_unmarked().label("unmarked")
    return *members, count_came().label("came")


def _is_of(viewer: Membership) -> ColumnElement[bool]:
    same = and_(said.group_id == Meeting.group_id, said.meeting_id == Meeting.id)
    return and_(same, said.membership_id == viewer.id)


def _is(only: Only, now: datetime) -> ColumnElement[bool]:
    if only is Only.DRAFTS:
        return Meeting.status == MeetingStatus.DRAFT
    if only is Only.COMING:
        return and_(said.answer.in_((Answer.COMING, Answer.SUBSTITUTE)), Meeting.status.in_(OPEN))
    return and_(said.id.is_(None), Meeting.status.in_(OPEN), Meeting.closes_at > now)


def next_id(viewer: Membership, now: datetime) -> ScalarSelect[int]:
    """The id of a member's next meeting, as `find_next` finds it: for a statement about another."""
    one = aliased(Meeting)
    theirs = select(MeetingAnswer.meeting_id).where(MeetingAnswer.membership_id == viewer.id)
    is_seen = (one.kind == MeetingKind.GROUP) | (one.id.in_(theirs))
    query = select(one.id).where(one.ends_at > now, one.status.in_(OPEN), is_seen)
    return query.order_by(one.starts_at, one.id).limit(1).scalar_subquery()


def find_model(viewer: Membership) -> Meeting | None:
    """The group's meeting that was scheduled last: the next one is likely to be like it."""
    query = select(Meeting).where(Meeting.kind == MeetingKind.GROUP, seen_by(viewer))
    return db.session.execute(query.order_by(Meeting.id.desc()).limit(1)).scalar_one_or_none()
