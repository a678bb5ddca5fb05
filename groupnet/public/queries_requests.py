"""What strangers typed and have not proven yet, and what became of it, of the bound group."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, func, select

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from groupnet.public.models import PublicRequest, RequestMail

KEPT = timedelta(hours=48)
"""So long a request waits for its button."""
MOST_LOOKED_THROUGH = 500
"""A link holds a hash of its address alone; among so many of the newest the one who has it is looked for."""


@dataclass(frozen=True)
class Requested:
    """What somebody typed, with the meeting where it is a visit."""

    group: Group
    request: PublicRequest
    meeting: Meeting | None


@dataclass(frozen=True)
class Mailed:
    """How many mails went to unproven addresses within a day."""

    by_group: int
    by_network: int


def find_requested(request_id: int, *, to_change: bool = False) -> Requested | None:
    """A request that still waits for its button.

    Args:
        to_change: hold the row until the transaction ends.
    """
    query = (
        select(Group, PublicRequest, Meeting)
        .join(PublicRequest, PublicRequest.group_id == Group.id)
        .outerjoin(
            Meeting, and_(Meeting.group_id == PublicRequest.group_id, Meeting.id == PublicRequest.meeting_id)
        )
        .where(PublicRequest.id == request_id, PublicRequest.created_at > utc_now() - KEPT)
        .execution_options(populate_existing=True)
    )
    if to_change:
        query = query.with_for_update(of=PublicRequest)
    found = db.session.execute(query).one_or_none()
    return Requested(found[0], found[1], found[2]) if found else None


def count_mailed(network: str) -> Mailed:
    """The mails of a day, of the whole group and of those that one network asked for.

    Args:
        network: its keyed hash.
    """
    query = select(func.count(), func.count().filter(RequestMail.network == network)).select_from(RequestMail)
    by_group, by_network = db.session.execute(query.where(RequestMail.sent_at > utc_now() - A_DAY)).one()
    return Mailed(by_group, by_network)


def count_mailed_to(address: str) -> int:
    """The mails of a day to one address by one form.

    Args:
        address: their keyed hash.
    """
    query = select(func.count(RequestMail.id)).where(
        RequestMail.address == address, RequestMail.sent_at > utc_now() - A_DAY
    )
    return db.session.execute(query).scalar_one()


def find_expected_visit(email: str, meeting: Meeting) -> Visit | None:
    """The visit of somebody who is expected at a meeting already; the first's of those kept apart."""
    query = (
        select(Visit)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .where(Visitor.email == email, Visit.meeting_id == meeting.id, Visit.came.is_(None))
        .order_by(Visitor.apart, Visitor.id)
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def list_visiting() -> list[tuple[int, str]]:
    """The visits to come whose visitors have an address: (id of the visit, address), newest first."""
    query = (
        select(Visit.id, Visitor.email)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .join(Meeting, and_(Meeting.group_id == Visit.group_id, Meeting.id == Visit.meeting_id))
        .where(Visitor.email.is_not(None), Meeting.starts_at > utc_now())
        .order_by(Visit.id.desc())
        .limit(MOST_LOOKED_THROUGH)
    )
    return [(visit_id, str(email)) for visit_id, email in db.session.execute(query)]


def list_applying() -> list[str]:
    """The addresses of those who ask to join, newest first."""
    query = (
        select(Visitor.email)
        .where(Visitor.email.is_not(None), Visitor.status == VisitorStatus.APPLIED)
        .order_by(Visitor.stepped_at.desc(), Visitor.id.desc())
        .limit(MOST_LOOKED_THROUGH)
    )
    return [str(email) for email in db.session.execute(query).scalars()]
