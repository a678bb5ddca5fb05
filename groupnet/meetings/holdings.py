"""What a member holds of meetings to come when they leave."""

from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import Select, and_, func, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.holdings import Holding, Parting
from groupnet.meetings.models import (
    Answer,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingSlot,
    MeetingStatus,
    Visitor,
)
from groupnet.meetings.queries.visitors import STILL_OPEN


def held_at_meetings(parting: Parting) -> list[Holding]:
    """Slots, answers and visitors; all of it is seen by every member, but for one-to-ones."""
    me = parting.member.id
    slots, answers = _count(MeetingSlot, me), _count(MeetingAnswer, me)
    visitors = select(func.count()).where(Visitor.owner_id == me, Visitor.status.in_(STILL_OPEN))
    counts = select(
        slots.scalar_subquery(),
        answers.where(MeetingAnswer.answer != Answer.DECLINED).scalar_subquery(),
        visitors.scalar_subquery(),
    )
    taken, places, followed = db.session.execute(counts).one()
    told = (
        (
            ngettext("%(num)d part taken on at meetings", "%(num)d parts taken on at meetings", taken),
            gettext("After the last day others can take it on."),
            taken,
        ),
        (
            ngettext("%(num)d answer to a meeting", "%(num)d answers to meetings", places),
            gettext("Places after the last day become free."),
            places,
        ),
        (
            ngettext("%(num)d visitor to follow up", "%(num)d visitors to follow up", followed),
            gettext("Somebody else is needed for it."),
            followed,
        ),
    )
    return [Holding(what=what, becomes=becomes) for what, becomes, number in told if number]


def _count(model: type[MeetingSlot] | type[MeetingAnswer], me: int) -> Select[Any]:
    return (
        select(func.count())
        .select_from(model)
        .join(Meeting, and_(Meeting.group_id == model.group_id, Meeting.id == model.meeting_id))
        .where(
            model.membership_id == me,
            Meeting.starts_at > utc_now(),
            Meeting.status == MeetingStatus.SCHEDULED,
            Meeting.kind == MeetingKind.GROUP,
        )
    )
