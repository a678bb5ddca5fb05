"""Single meetings: scheduled, changed, cancelled, brought back."""

from datetime import date, datetime
from uuid import uuid4

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group, Membership
from groupnet.meetings.before import Before
from groupnet.meetings.hours import Hours, hours_of, set_hours
from groupnet.meetings.models import Meeting, MeetingKind, MeetingStatus
from groupnet.meetings.own_fields import SLOTS, add_own_fields, note_cancelled
from groupnet.meetings.policy import OPEN, is_over
from groupnet.meetings.service.applying import (
    apply_plan,
    change_slots,
    offer_slots,
    what_happened,
)
from groupnet.meetings.service.places import list_crowded, settle_places
from groupnet.meetings.service.plans import MeetingPlan, check_everybody_fits, check_plan, slots_of
from groupnet.meetings.signals import meeting_changed


def schedule_meeting(*, acting: Membership, group: Group, plan: MeetingPlan, today: date) -> Meeting:
    """Schedule a meeting by itself, or write down one that has been.

    Args:
        today: in the group's zone.

    Raises:
        RuleBroken: a field cannot be so, or it begins in the past and is not said to have been, or the
            other way round.
    """
    check_plan(plan, today=today)
    hours = hours_of(plan.on_day, plan.starts_time, plan.minutes, plan.closes_minutes, group.timezone)
    now = utc_now()
    _check_start(plan, hours, now)
    meeting = Meeting(
        kind=MeetingKind.GROUP,
        status=MeetingStatus.DRAFT if plan.is_draft else MeetingStatus.SCHEDULED,
        title=plan.title,
        place=plan.place,
        link=plan.link,
        capacity=plan.capacity,
        expectation=plan.expectation,
        agenda=plan.agenda,
        uid=str(uuid4()),
        created_by_id=acting.id,
        created_at=now,
        changed_at=now,
    )
    set_hours(meeting, hours, group.timezone)
    db.session.add(meeting)
    db.session.flush()
    offer_slots(meetings=[meeting], numbers=slots_of(plan))
    if meeting.status is MeetingStatus.SCHEDULED and not (plan.has_been or is_over(meeting)):
        meeting_changed.send(meeting, what="scheduled", acting=acting)
    return meeting


def change_meeting(
    *, acting: Membership, group: Group, meeting: Meeting, plan: MeetingPlan, today: date
) -> None:
    """Change one meeting; of a series it is changed alone, and keeps this when all are changed.

    Args:
        meeting: held by `get_meeting(…, to_change=True)`.
        today: in the group's zone.

    Raises:
        RuleBroken: a field cannot be so, it would move into the past, fewer places than are taken.
    """
    check_plan(plan, today=today)
    hours = hours_of(plan.on_day, plan.starts_time, plan.minutes, plan.closes_minutes, group.timezone)
    _check_move(meeting, hours)
    was_over, crowded, before = is_over(meeting), list_crowded([meeting]), Before.of(meeting)
    changed = apply_plan(meeting, plan=plan, zone=group.timezone, hours=hours)
    if change_slots(meetings=[meeting], numbers=slots_of(plan), strictly=True):
        changed.add(SLOTS)
        meeting.changed_at = utc_now()
    if meeting.series_id is not None:
        add_own_fields(meeting, changed)
    db.session.flush()
    settle_places(meetings=[meeting], before=crowded)
    what = what_happened(changed)
    if what and meeting.status in OPEN and not was_over:
        meeting_changed.send(meeting, what=what, acting=acting, before=before)


def publish_meeting(*, acting: Membership, meeting: Meeting) -> None:
    """A draft becomes a scheduled meeting, which everybody sees. Twice is as good as once.

    Raises:
        RuleBroken: its time has come already, it is cancelled, or the group has grown beyond its places.
    """
    if meeting.status is MeetingStatus.SCHEDULED:
        return
    if meeting.status is not MeetingStatus.DRAFT:
        raise RuleBroken(gettext("Only a draft can be scheduled."))
    _refuse_over(meeting)
    check_everybody_fits(meeting, day=meeting.on_day)
    _set_status(meeting, MeetingStatus.SCHEDULED)
    meeting_changed.send(meeting, what="scheduled", acting=acting)


def cancel_meeting(*, acting: Membership, meeting: Meeting, reason: str) -> None:
    """A meeting does not take place. Twice is as good as once.

    Args:
        meeting: held by `get_meeting(…, to_change=True)`.
        reason: told to everybody; may be empty.

    Raises:
        RuleBroken: it was held.
    """
    if meeting.status is MeetingStatus.CANCELLED:
        return
    if meeting.status is MeetingStatus.HELD:
        raise RuleBroken(gettext("It was held: people are marked as present. It cannot be cancelled."))
    was_draft = meeting.status is MeetingStatus.DRAFT
    meeting.cancel_reason = reason
    note_cancelled(meeting, was_draft=was_draft)
    _set_status(meeting, MeetingStatus.CANCELLED)
    if not (was_draft or is_over(meeting)):
        meeting_changed.send(meeting, what="cancelled", acting=acting)


def bring_back(*, acting: Membership, meeting: Meeting) -> None:
    """A cancelled meeting takes place after all; the answers to it stand, and a draft is one again.

    Twice is as good as once.

    Raises:
        RuleBroken: its time is over.
    """
    if meeting.status is not MeetingStatus.CANCELLED:
        return
    _refuse_over(meeting)
    meeting.cancel_reason = ""
    was_draft = meeting.was_draft
    note_cancelled(meeting)
    _set_status(meeting, MeetingStatus.DRAFT if was_draft else MeetingStatus.SCHEDULED)
    if was_draft:
        return
    settle_places(meetings=[meeting], before={})
    meeting_changed.send(meeting, what="scheduled", acting=acting)


def _set_status(meeting: Meeting, status: MeetingStatus) -> None:
    meeting.status = status
    meeting.sequence += 1
    meeting.changed_at = utc_now()
    db.session.flush()


def _refuse_over(meeting: Meeting) -> None:
    if is_over(meeting):
        raise RuleBroken(gettext("Its time is over. Schedule another one."))


def _check_start(plan: MeetingPlan, hours: Hours, now: datetime) -> None:
    if hours.starts_at <= now and not plan.has_been:
        raise RuleBroken(
            gettext("This time is over. If the meeting has been, tick “It has been already”."), field="on_day"
        )
    if plan.has_been and hours.starts_at > now:
        raise RuleBroken(
            gettext("This time is still to come. Take the tick away, or choose the day it was."),
            field="has_been",
        )


def _check_move(meeting: Meeting, hours: Hours) -> None:
    if (meeting.starts_at, meeting.ends_at) == (hours.starts_at, hours.ends_at):
        return
    now = utc_now()
    if meeting.status is MeetingStatus.HELD and hours.starts_at > now:
        raise RuleBroken(gettext("It was held, so it cannot be still to come."), field="on_day")
    if meeting.starts_at > now >= hours.starts_at:
        raise RuleBroken(gettext("This time is over. Choose one that is still to come."), field="on_day")
