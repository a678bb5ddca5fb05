"""Reads of notices and of choices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group, Membership
from groupnet.groups.periods import status_on
from groupnet.groups.queries import groups_of, list_periods
from groupnet.notices.models import Notice, NoticeChoice, NoticeKind, Way
from groupnet.notices.policy import DEFAULTS
from groupnet.people.models import Person


@dataclass(frozen=True)
class Reader:
    """A member who may be told: in the group today, perhaps with an account, an address and a choice."""

    membership: Membership
    group: Group
    person: Person | None
    way: Way

    @property
    def address(self) -> str | None:
        """Where a mail at once goes; None where none is wanted or none may go."""
        wanted = self.way is Way.AT_ONCE and self.person is not None and self.person.email_proven_at
        return self.person.email if wanted and self.person else None


def unseen(
    query: Any, membership_ids: Sequence[int], kind: NoticeKind, since: datetime, until: datetime
) -> Any:
    """A statement over notices, narrowed to those of a kind that fell due after one instant and up to another
    and are unseen, the newest first."""
    return query.where(
        Notice.group_id.in_(groups_of(membership_ids)),
        Notice.membership_id.in_(membership_ids),
        Notice.kind == kind,
        Notice.due_at > since,
        Notice.due_at <= until,
        Notice.seen_at.is_(None),
    ).order_by(Notice.due_at.desc(), Notice.id.desc())


def find_reader(membership_id: int, kind: NoticeKind) -> Reader | None:
    """A member of the bound group with what decides how they are told; None who is not in the group today."""
    return list_readers([membership_id], kind).get(membership_id)


def list_readers(membership_ids: Collection[int], kind: NoticeKind) -> dict[int, Reader]:
    """Members of the bound group with what decides how they are told, by id; two statements however many.

    Returns:
        without those who are not in the group today.
    """
    query = (
        select(Membership, Group, Person, NoticeChoice.way)
        .join(Group, Group.id == Membership.group_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(
            NoticeChoice,
            and_(NoticeChoice.person_id == Membership.person_id, NoticeChoice.kind == kind),
        )
        .where(Membership.id.in_(membership_ids), Group.id == bound_group())
    )
    found = db.session.execute(query).all()
    if not found:
        return {}
    periods = list_periods([row[0].id for row in found])
    today = today_in(found[0][1].timezone)
    return {
        membership.id: Reader(membership, group, person, way or DEFAULTS[kind])
        for membership, group, person, way in found
        if status_on(today, periods[membership.id], left_undated=membership.left_undated).is_present
    }


def notices_of(membership: Membership, now: datetime) -> Select[Notice]:
    """What a member is told by now, the newest first; for a pager."""
    return (
        select(Notice)
        .where(Notice.membership_id == membership.id, Notice.due_at <= now)
        .order_by(Notice.due_at.desc(), Notice.id.desc())
    )


def unseen_of(membership_id: int, now: datetime) -> Select[Any]:
    """How many notices a member has not seen; a statement, so that the menu can count all at once."""
    return (
        select(func.count())
        .select_from(Notice)
        .where(Notice.membership_id == membership_id, Notice.due_at <= now, Notice.seen_at.is_(None))
    )


def find_notice(notice_id: int) -> Notice | None:
    """A notice of the bound group."""
    return db.session.execute(select(Notice).where(Notice.id == notice_id)).scalar_one_or_none()


def list_choices(person_id: int) -> dict[NoticeKind, Way]:
    """How a person wants to be told of each kind: what they chose, else the default."""
    query = select(NoticeChoice.kind, NoticeChoice.way).where(NoticeChoice.person_id == person_id)
    return {**DEFAULTS, **{row.kind: row.way for row in db.session.execute(query)}}


def list_about(
    *, referral_id: int | None = None, event_id: int | None = None, thanks_id: int | None = None
) -> Sequence[Notice]:
    """Every notice of the bound group about something, whoever is told.

    Raises:
        ValueError: it does not say about what.
    """
    about = {"referral_id": referral_id, "event_id": event_id, "thanks_id": thanks_id}
    given = {name: value for name, value in about.items() if value is not None}
    if not given:
        raise ValueError("say what the notices are about")
    return db.session.execute(select(Notice).filter_by(**given)).scalars().all()
