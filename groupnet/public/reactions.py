"""Visitors hear of what becomes of the meeting they were going to visit: once, after a while in which it may
be taken back, and only of what concerns them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Group
from groupnet.meetings.before import Before, Reason, What
from groupnet.meetings.models import Meeting, MeetingSeries, Visit, Visitor
from groupnet.meetings.signals import meeting_changed, series_changed
from groupnet.meetings.telling import held_back
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from groupnet.public.service.coming import CHANGED_MAIL


def init_app() -> None:
    """Listen to the room of meetings."""
    meeting_changed.connect(follow_meeting)
    series_changed.connect(follow_series)


def follow_meeting(meeting: Meeting, *, what: str, before: Before | None = None, **_about: object) -> None:
    """One meeting is otherwise than before."""
    _mail_visitors([meeting], What(what), {meeting.id: before} if before else {})


def follow_series(
    _series: MeetingSeries,
    *,
    what: str,
    meetings: Sequence[Meeting],
    before: Mapping[int, Before] | None = None,
    **_about: object,
) -> None:
    """Several are; of those that stand as they were nobody hears."""
    _mail_visitors(meetings, What(what), before or {})


def _mail_visitors(meetings: Sequence[Meeting], what: What, before: Mapping[int, Before]) -> None:
    if what is What.CALENDAR:
        return  # by the group's clock nothing is otherwise, and visitors get no calendar
    now, pending = utc_now(), None
    for visit_id, meeting, email, group in _list_visits(meetings):
        known = before.get(meeting.id) or Before.of(meeting)
        if what in (What.MOVED, What.CHANGED) and known.what_differs(meeting) is None:
            continue
        pending = _list_pending() if pending is None else pending
        if visit_id in pending:
            continue  # it tells how things stand when it is sent
        was = What.CANCELLED if what is What.SCHEDULED else What.SCHEDULED
        queue_mail(
            kind=CHANGED_MAIL,
            to=email,
            payload={"visit": visit_id, "was": str(Reason(was, known))},
            about_group_id=group.id,
            locale=group.locale,
            due_at=now + held_back(meeting, now),
            expires_at=meeting.starts_at,
            unique_key=f"{CHANGED_MAIL} {visit_id} {meeting.version}",
        )


def _list_visits(meetings: Sequence[Meeting]) -> list[tuple[int, Meeting, str, Group]]:
    query = (
        select(Visit.id, Visit.meeting_id, Visitor.email, Group)
        .join(Visitor, Visitor.id == Visit.visitor_id)
        .join(Group, Group.id == Visit.group_id)
        .where(
            Visit.meeting_id.in_([meeting.id for meeting in meetings]),
            Visit.came.is_(None),
            Visitor.email.is_not(None),
        )
    )
    by_id = {meeting.id: meeting for meeting in meetings}
    rows: list[Any] = [*db.session.execute(query)]
    return [(visit_id, by_id[meeting_id], email, group) for visit_id, meeting_id, email, group in rows]


def _list_pending() -> set[int]:
    """The visits of which a mail is still held back; it knows how the meeting was before."""
    query = select(OutgoingMail).where(
        OutgoingMail.about_group_id == bound_group(),
        OutgoingMail.kind == CHANGED_MAIL,
        OutgoingMail.state == QueueState.WAITING,
        OutgoingMail.due_at > utc_now(),
    )
    return {int(mail.content()["visit"]) for mail in db.session.execute(query).scalars()}
