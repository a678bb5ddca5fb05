"""What a group shows to everybody, of the bound group."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.errors import NotFound
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import current_on
from groupnet.meetings.models import Meeting, Visitor, VisitorStatus
from groupnet.meetings.queries.from_outside import find_next_open
from groupnet.meetings.queries.places import count_places
from groupnet.public.models import PublicPage


@dataclass(frozen=True)
class Welcome:
    """The next meeting that a visitor may come to."""

    meeting: Meeting
    is_full: bool


def find_page() -> PublicPage | None:
    """The group's page, open or not; a group that never opened one has none."""
    return db.session.execute(select(PublicPage)).scalar_one_or_none()


def find_open_page() -> Group | None:
    """The bound group, where its page is open."""
    query = (
        select(Group).join(PublicPage, PublicPage.group_id == Group.id).where(PublicPage.is_open.is_(True))
    )
    return db.session.execute(query).scalar_one_or_none()


def find_welcome(now: datetime) -> Welcome | None:
    """The next meeting that still takes visitors."""
    meeting = find_next_open(now)
    if meeting is None:
        return None
    return Welcome(meeting, is_full(meeting))


def is_full(meeting: Meeting) -> bool:
    """Whether there is no room for a visitor: every place is taken, or members wait for one."""
    if meeting.capacity is None:
        return False
    places = count_places(meeting)
    return places.free == 0 or places.waiting > 0


def find_member(email: str, today: date) -> Membership | None:
    """The member of today with an address in stored form."""
    query = select(Membership).where(Membership.email == email, current_on(today))
    return db.session.execute(query).scalar_one_or_none()


def get_applicant(visitor_id: int, *, to_change: bool = False) -> Visitor:
    """Who asks to join.

    Args:
        to_change: hold the row until the transaction ends.

    Raises:
        NotFound: there is nobody with this id who asked, in this group.
    """
    query = select(Visitor).where(
        Visitor.id == visitor_id,
        Visitor.erased_at.is_(None),
        Visitor.status.in_((VisitorStatus.APPLIED, VisitorStatus.JOINED, VisitorStatus.DECLINED)),
    )
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    visitor = db.session.execute(query).scalar_one_or_none()
    if visitor is None:
        raise NotFound
    return visitor


def find_member_with(email: str) -> Membership | None:
    """Whoever has an address in the group, whatever their status."""
    return db.session.execute(select(Membership).where(Membership.email == email)).scalar_one_or_none()
