"""Visitors hear of what becomes of the meeting they were going to visit."""

from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, MeetingSeries, Visit, Visitor
from groupnet.meetings.signals import meeting_changed, series_changed
from groupnet.outbox.service import queue_mail
from groupnet.public.service.coming import CHANGED_MAIL


def init_app() -> None:
    """Listen to the room of meetings."""
    meeting_changed.connect(follow_meeting)
    series_changed.connect(follow_series)


def follow_meeting(meeting: Meeting, **_about: object) -> None:
    """One meeting is otherwise than before."""
    _mail_visitors([meeting])


def follow_series(_series: MeetingSeries, *, meetings: list[Meeting], **_about: object) -> None:
    """Several are."""
    _mail_visitors(meetings)


def _mail_visitors(meetings: list[Meeting]) -> None:
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
    for visit_id, meeting_id, email, group in db.session.execute(query).all():
        meeting = by_id[meeting_id or 0]
        queue_mail(
            kind=CHANGED_MAIL,
            to=email or "",
            payload={"visit": visit_id},
            about_group_id=group.id,
            locale=group.locale,
            expires_at=meeting.starts_at,
            unique_key=f"{CHANGED_MAIL} {visit_id} {meeting.version}",
        )
