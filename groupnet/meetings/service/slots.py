"""Slots of a meeting: taken, given back, assigned."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, MeetingSlot, MeetingStatus
from groupnet.meetings.policy import is_over, may_run
from groupnet.meetings.queries.one_to_ones import are_members_on
from groupnet.meetings.queries.slots import takes_part_already


def take_slot(*, acting: Membership, meeting: Meeting, slot: MeetingSlot, topic: str = "") -> None:
    """A member takes a slot on; their own one gets its topic.

    Args:
        meeting: held by `get_meeting(…, to_change=True)`. slot: one of its.

    Raises:
        RuleBroken: somebody else has it, the member is not in the group on the meeting's day, or the meeting
            takes nobody any more.
    """
    if slot.membership_id not in (None, acting.id):
        raise RuleBroken(gettext("Somebody else took this a moment ago."))
    if not are_members_on([acting.id], meeting.on_day):
        raise RuleBroken(gettext("You are not in the group on that day."))
    _fill(meeting, slot, acting, topic)


def assign_slot(
    *, acting: Membership, meeting: Meeting, slot: MeetingSlot, member: Membership | None, topic: str = ""
) -> None:
    """An organiser gives a slot to a member, or makes it free.

    Args:
        member: None makes it free.

    Raises:
        RuleBroken: the meeting takes nobody any more, or the member is not in the group on its day.
    """
    if member is None:
        give_back(acting=acting, meeting=meeting, slot=slot)
        return
    if not are_members_on([member.id], meeting.on_day):
        raise RuleBroken(gettext("Pick somebody who is in the group on that day."), field="person_id")
    _fill(meeting, slot, member, topic)


def give_back(*, acting: Membership, meeting: Meeting, slot: MeetingSlot) -> None:
    """A slot is free again. Twice is as good as once.

    Raises:
        RuleBroken: the meeting is over, or another has it and the actor does not run the meeting.
    """
    if slot.membership_id is None:
        return
    if slot.membership_id != acting.id and not may_run(acting, meeting):
        raise RuleBroken(gettext("Somebody else has this."))
    _refuse_closed(meeting)
    slot.membership_id, slot.topic, slot.taken_at = None, "", None
    db.session.flush()


def _fill(meeting: Meeting, slot: MeetingSlot, member: Membership, topic: str) -> None:
    _refuse_closed(meeting)
    if slot.membership_id != member.id:
        if takes_part_already(slot, member.id):
            raise RuleBroken(
                gettext("%(name)s has one like it at this meeting already.", name=member.name),
                field="person_id",
            )
        slot.membership_id, slot.taken_at = member.id, utc_now()
    slot.topic = topic
    db.session.flush()


def _refuse_closed(meeting: Meeting) -> None:
    if is_over(meeting) or meeting.status is MeetingStatus.CANCELLED:
        raise RuleBroken(gettext("This meeting is over or cancelled."))
