"""What a member holds of meetings to come when they leave."""

from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import Select, and_, func, select

from groupnet.core.clock import utc_now
from groupnet.groups.holdings import Countable, Parting
from groupnet.meetings.models import (
    Answer,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingSlot,
    Visitor,
)
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.visitors import STILL_OPEN


def held_at_meetings(parting: Parting) -> list[Countable]:
    """Slots, answers and visitors; all of it is seen by every member, but for one-to-ones."""
    me = parting.member.id
    return [
        Countable(
            number=_count(MeetingSlot, me),
            say=lambda number: ngettext(
                "%(num)d part taken on at meetings", "%(num)d parts taken on at meetings", number
            ),
            becomes=gettext("After the last day others can take it on."),
        ),
        Countable(
            number=_count(MeetingAnswer, me).where(MeetingAnswer.answer != Answer.DECLINED),
            say=lambda number: ngettext("%(num)d answer to a meeting", "%(num)d answers to meetings", number),
            becomes=gettext("Places after the last day become free."),
        ),
        Countable(
            number=select(func.count()).where(Visitor.owner_id == me, Visitor.status.in_(STILL_OPEN)),
            say=lambda number: ngettext(
                "%(num)d visitor to follow up", "%(num)d visitors to follow up", number
            ),
            becomes=gettext("Somebody else is needed for it."),
        ),
    ]


def _count(model: type[MeetingSlot] | type[MeetingAnswer], me: int) -> Select[Any]:
    return (
        select(func.count())
        .select_from(model)
        .join(Meeting, and_(Meeting.group_id == model.group_id, Meeting.id == model.meeting_id))
        .where(
            model.membership_id == me,
            Meeting.starts_at > utc_now(),
            Meeting.status.in_(OPEN),
            Meeting.kind == MeetingKind.GROUP,
        )
    )
