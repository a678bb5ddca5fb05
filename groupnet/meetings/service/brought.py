"""One-to-ones and visits that an import brings, and takes back. Imports hold the group while they write."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import delete, exists, select

from groupnet.core.clock import day_begins, utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.forms import LONGEST_NAME
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import OneToOne, Visit, Visitor, VisitorStatus
from groupnet.meetings.service.visitors import came, record_past_visit
from groupnet.meetings.service.visitors_known import Contact


def bring_one_to_ones(*, had: Collection[tuple[date, int, int]], import_run_id: int) -> None:
    """Record one-to-ones, once a pair and day, however many recorded them before.

    Args:
        had: the day and the ids of the two, the lower first.
    """
    if not had:
        return
    group_id, now = bound_group(), utc_now()
    rows = [
        {
            "group_id": group_id,
            "first_id": first,
            "second_id": second,
            "held_on": day,
            "import_run_id": import_run_id,
            "created_at": now,
        }
        for day, first, second in had
    ]
    db.session.execute(insert_unless_there(OneToOne).on_conflict_do_nothing(), rows)


def bring_visit(
    *, group: Group, name: str, on_day: date, invited_by: Membership, import_run_id: int
) -> int | None:
    """Record that somebody visited; the time that their data are kept for runs from that day.

    Returns:
        the id of the visit; None when it was there.
    """
    visit, is_new = record_past_visit(
        contact=Contact(name=name[:LONGEST_NAME]),
        on_day=on_day,
        invited_by=invited_by,
        import_run_id=import_run_id,
    )
    if not is_new:
        return None
    visitor = db.session.execute(select(Visitor).where(Visitor.id == visit.visitor_id)).scalar_one()
    if visitor.import_run_id == import_run_id:
        visitor.stepped_at = day_begins(group.timezone, on_day)
        db.session.flush()
    return visit.id


def take_back_one_to_ones(*, import_run_id: int) -> None:
    """Remove the one-to-ones that an import alone brought."""
    db.session.execute(
        delete(OneToOne).where(OneToOne.import_run_id == import_run_id),
        execution_options={"synchronize_session": False},
    )


def take_back_visits(*, visit_ids: Iterable[int], import_run_id: int) -> tuple[int, list[date]]:
    """Remove the visits that an import brought, and its visitors with whom nothing has happened since.

    Returns:
        how many visits and visitors went, and of the visitors who stay the day: an import's record outlives
        their names (T59).
    """
    query = select(Visit).where(Visit.id.in_(list(visit_ids)), Visit.meeting_id.is_(None))
    visits = db.session.execute(query.with_for_update()).scalars().all()
    days = {visit.visitor_id: visit.on_day for visit in visits}
    for visit in visits:
        came(visit=visit, came=None)
        db.session.delete(visit)
    db.session.flush()
    visited = exists().where(Visit.group_id == Visitor.group_id, Visit.visitor_id == Visitor.id)
    brought = select(Visitor, visited.label("visited")).where(Visitor.import_run_id == import_run_id)
    gone, kept = 0, []
    for visitor, has_visits in db.session.execute(brought.order_by(Visitor.id)).all():
        if has_visits or _is_in_use(visitor):
            kept.append(days.get(visitor.id) or visitor.created_at.date())
        else:
            db.session.delete(visitor)
            gone += 1
    db.session.flush()
    return len(visits) + gone, kept


def _is_in_use(visitor: Visitor) -> bool:
    """Whether somebody has done something about a visitor since they were brought."""
    return (
        visitor.status is not VisitorStatus.EXPECTED
        or visitor.owner_id != visitor.invited_by_id
        or visitor.follow_up_on is not None
        or visitor.email is not None
        or bool(visitor.note or visitor.phone or visitor.company or visitor.message)
    )
