"""Visitors: announced, come, followed up. Whoever announces one for a meeting holds the meeting's row."""

from datetime import date

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorSource, VisitorStatus
from groupnet.meetings.policy import OPEN, may_run
from groupnet.meetings.queries.places import count_places
from groupnet.meetings.queries.visitors import count_brought, find_visit, has_come
from groupnet.meetings.service.places import fill_freed_places
from groupnet.meetings.service.visitors_known import (
    Contact,
    know_again,
    know_visitor,
    read_contact,
    take_step,
)
from groupnet.meetings.visiting import may_bring

MOST_BROUGHT = 3
"""So many visitors one member announces for a meeting; organisers announce more."""
__all__ = [
    "announce",
    "came",
    "check_has_place",
    "expect_visitor",
    "note_announced",
    "record_past_visit",
    "record_walk_in",
    "withdraw_visit",
]


def expect_visitor(
    *,
    acting: Membership | None,
    group: Group,
    meeting: Meeting,
    name: str,
    email: str = "",
    invited_by: Membership | None = None,
    over_full: bool = False,
    **details: str,
) -> Visit:
    """Announce a visitor for a meeting. The same address again is the same visitor; the same visit again
    changes nothing.

    Args:
        acting: the member who brings them, or an organiser; None for the visitor themselves.
        meeting: held; its places are counted.
        invited_by: who brings them; `acting` when not given.
        over_full: an organiser finds room although every place is taken.
        details: `phone`, `company`, `category`.

    Raises:
        RuleBroken: no visitors are taken any more, every place is taken, no name was given, or the address
            or telephone number is none.
    """
    _check_time(acting, meeting)
    contact = read_contact(group=group, name=name, email=email, **details)
    # before anybody looks whose address it is: the answer tells a stranger nothing (T16)
    check_has_place(acting=acting, meeting=meeting, over_full=over_full)
    source = VisitorSource.PUBLIC if acting is None else VisitorSource.MEMBER
    visitor = know_visitor(contact=contact, source=source, invited_by=invited_by or acting, acting=acting)
    return _expect(visitor, meeting, acting)


def announce(*, acting: Membership, visitor: Visitor, meeting: Meeting, over_full: bool = False) -> Visit:
    """Announce a known visitor, held; as `expect_visitor`."""
    _check_time(acting, meeting)
    check_has_place(acting=acting, meeting=meeting, over_full=over_full)
    return _expect(visitor, meeting, acting)


def _expect(visitor: Visitor, meeting: Meeting, acting: Membership | None) -> Visit:
    visit, is_new = _visit_of(visitor, meeting, is_said_by_member=acting is not None)
    if is_new:
        note_announced(visit=visit, acting=acting, meeting=meeting)
        is_back = visitor.status is VisitorStatus.DECLINED
        take_step(visitor=visitor, status=VisitorStatus.EXPECTED if is_back else visitor.status)
    return visit


def record_walk_in(
    *,
    acting: Membership,
    group: Group,
    meeting: Meeting,
    name: str,
    email: str = "",
    invited_by: Membership | None = None,
    **details: str,
) -> Visit:
    """Record a visitor who stands at the door; they came, whatever the places say.

    Args:
        acting: who runs the meeting. meeting: held. Others as for `expect_visitor`; `invited_by` is nobody
            when not given.

    Raises:
        RuleBroken: the meeting takes no place, no name was given, or the address is none.
    """
    if meeting.status not in OPEN or not may_run(acting, meeting):
        raise RuleBroken(gettext("This meeting does not take place."))
    contact = read_contact(group=group, name=name, email=email, **details)
    visitor = know_visitor(contact=contact, source=VisitorSource.DOOR, invited_by=invited_by)
    visit, _ = _visit_of(visitor, meeting, is_said_by_member=True)
    came(visit=visit, came=True)
    return visit


def record_past_visit(
    *,
    contact: Contact,
    on_day: date,
    invited_by: Membership | None,
    meeting: Meeting | None = None,
    import_run_id: int | None = None,
) -> tuple[Visit, bool]:
    """Record that somebody visited on a day, as an import knows it; once more changes nothing.

    Who has no address is known by the name and by who brought them.

    Args:
        meeting: of that day, where one is kept.

    Returns:
        the visit, and whether it is new.
    """
    visitor = know_visitor(
        contact=contact,
        source=VisitorSource.IMPORT,
        invited_by=invited_by,
        import_run_id=import_run_id,
        by_name=True,
    )
    visit = find_visit(visitor.id, on_day)
    if visit is not None:
        return visit, False
    visit = _add(visitor, on_day, meeting)
    came(visit=visit, came=True)
    return visit, True


def came(*, visit: Visit, came: bool | None, meeting: Meeting | None = None) -> None:
    """Say whether a visitor came; None takes it back. The same again changes nothing.

    Args:
        meeting: the visit's, held: given, a place that becomes free before it begins goes on.
    """
    if visit.came is came:
        return
    visit.came, visit.withdrew = came, False
    db.session.flush()
    visitor = know_again(visit.visitor_id)
    if came and visitor.status is VisitorStatus.EXPECTED:
        take_step(visitor=visitor, status=VisitorStatus.CAME)
    elif not came and visitor.status is VisitorStatus.CAME and not has_come(visitor.id):
        take_step(visitor=visitor, status=VisitorStatus.EXPECTED)
    elif came:
        take_step(visitor=visitor, status=visitor.status)
    if came is False and meeting is not None:
        fill_freed_places(meeting)


def withdraw_visit(*, visit: Visit, meeting: Meeting) -> None:
    """A visitor says that they cannot come; their place goes to the first who waits.

    Once more changes nothing.

    Args:
        meeting: held.
    """
    came(visit=visit, came=False, meeting=meeting)
    visit.withdrew = True


def check_has_place(*, acting: Membership | None, meeting: Meeting, over_full: bool = False) -> None:
    """Refuse a visitor where every place is taken, or members wait for one; organisers may go on.

    Args:
        acting: None for the visitor themselves. meeting: held.

    Raises:
        RuleBroken: saying what can be done.
    """
    if meeting.capacity is None:
        return
    fill_freed_places(meeting)
    if count_places(meeting).free:
        return
    if acting is None:
        raise RuleBroken(gettext("Every place at this meeting is taken. You are welcome at the next one."))
    if not may_run(acting, meeting):
        raise RuleBroken(gettext("Every place is taken. An organiser may find one more."))
    if not over_full:
        raise RuleBroken(
            gettext("Every place is taken. If there is room all the same, say so below."), field="over_full"
        )


def _check_time(acting: Membership | None, meeting: Meeting) -> None:
    if may_bring(acting, meeting):
        return
    if acting is None:
        raise RuleBroken(gettext("This meeting takes no more visitors."))
    raise RuleBroken(
        gettext("Visitors are no longer taken for this meeting. Tell an organiser."), field="meeting_id"
    )


def note_announced(*, visit: Visit, acting: Membership | None, meeting: Meeting) -> None:
    """Note who said that a visitor comes, be it anew: whoever does not run the meeting announces a few.

    Args:
        visit: which stands already. acting: None for the visitor themselves. meeting: held.

    Raises:
        RuleBroken: they announced so many already, whoever brings them by now.
    """
    visit.announced_by_id = acting.id if acting else None
    db.session.flush()
    if acting is None or may_run(acting, meeting):
        return
    if count_brought(meeting.id, acting) > MOST_BROUGHT:
        raise RuleBroken(
            gettext(
                "You bring %(most)d visitors to this meeting already. An organiser can announce more.",
                most=MOST_BROUGHT,
            )
        )


def _visit_of(visitor: Visitor, meeting: Meeting, *, is_said_by_member: bool) -> tuple[Visit, bool]:
    """The visitor's visit to a meeting, and whether it is new, or is meant again."""
    visit = find_visit(visitor.id, meeting.on_day)
    if visit is None:
        return _add(visitor, meeting.on_day, meeting), True
    if visit.meeting_id not in (meeting.id, None) and visit.came is not False:
        if is_said_by_member:
            raise RuleBroken(
                gettext("%(name)s is expected at another meeting that day already.", name=visitor.name)
            )
        return visit, False
    is_new = visit.came is False or visit.meeting_id is None
    if is_new:
        visit.meeting_id, visit.came = meeting.id, None
        db.session.flush()
    return visit, is_new


def _add(visitor: Visitor, day: date, meeting: Meeting | None) -> Visit:
    visit = Visit(
        visitor_id=visitor.id,
        meeting_id=meeting.id if meeting else None,
        on_day=day,
        created_at=utc_now(),
    )
    db.session.add(visit)
    db.session.flush()
    return visit
