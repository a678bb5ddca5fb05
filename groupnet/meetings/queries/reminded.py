"""When those who have not answered were last reminded by an organiser."""

from datetime import datetime

from sqlalchemy import ScalarSelect, func, select

from groupnet.core.db import db
from groupnet.notices.models import Notice, NoticeKind

ASKED = "asked"
"""The reason of a notice that an organiser sent by the one button; reminders by themselves have others."""


def last_asked(meeting_id: int) -> datetime | None:
    """When an organiser last asked those who had not answered; None if nobody did."""
    return db.session.execute(select(asked_at(meeting_id))).scalar_one()


def asked_at(meeting_id: int) -> ScalarSelect[datetime]:
    """What `last_asked` says, as part of another statement."""
    query = select(func.max(Notice.created_at)).where(
        Notice.meeting_id == meeting_id, Notice.kind == NoticeKind.REMINDER, Notice.reason == ASKED
    )
    return query.scalar_subquery()
