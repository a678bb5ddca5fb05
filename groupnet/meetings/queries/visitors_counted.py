"""What visits count for, and whose data are past their time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, select

from groupnet.core.db import db
from groupnet.meetings.models import Meeting, Visit, Visitor


def count_for_inviters(first: date, last: date) -> dict[int, int]:
    """How many visitors each member brought in a closed window, by membership; nobody brought has no entry.

    A visitor counts once: for who brought them, on the day of the first visit that they came to. Erased ones
    still count.
    """
    first_came = (
        select(Visit.visitor_id, func.min(func.coalesce(Meeting.on_day, Visit.on_day)).label("on_day"))
        .outerjoin(Meeting, and_(Meeting.group_id == Visit.group_id, Meeting.id == Visit.meeting_id))
        .where(Visit.came.is_(True))
        .group_by(Visit.visitor_id)
        .subquery()
    )
    query = (
        select(Visitor.invited_by_id, func.count())
        .join(first_came, first_came.c.visitor_id == Visitor.id)
        .where(Visitor.invited_by_id.is_not(None), first_came.c.on_day.between(first, last))
        .group_by(Visitor.invited_by_id)
    )
    return {membership_id: count for membership_id, count in db.session.execute(query) if membership_id}


def list_past_keeping(stepped_before: datetime, *, most: int) -> Sequence[Visitor]:
    """Visitors whose last step lies before an instant and who still have a name; held, by id."""
    query = (
        select(Visitor)
        .where(Visitor.stepped_at < stepped_before, Visitor.erased_at.is_(None))
        .order_by(Visitor.id)
        .limit(most)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).scalars().all()
