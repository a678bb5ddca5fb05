"""One meeting: changed, published, cancelled, brought back."""

from types import SimpleNamespace
from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.schedule import CancelForm, EditMeetingForm, closes_fields, plan_of
from groupnet.meetings.hours import closes_minutes, minutes_of
from groupnet.meetings.models import Meeting, MeetingStatus, SlotRole
from groupnet.meetings.queries.slots import list_slots
from groupnet.meetings.recurrence import wall_time
from groupnet.meetings.service import scheduling
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import group_facts, meeting_to_run, to_meeting

COMPARED = [
    "title",
    "on_day",
    "starts_time",
    "minutes",
    "place",
    "link",
    "expectation",
    "capacity",
    "closes",
    "agenda",
    "speakers",
    "hosts",
    "greeters",
]


@blueprint.get("/meetings/<int:meeting_id>/edit")
@allows(Permission.MEETINGS_RUN)
def edit(meeting_id: int) -> ResponseReturnValue:
    """The form of one meeting; of a series it changes this one alone."""
    meeting = meeting_to_run(meeting_id)
    form = EditMeetingForm(obj=meeting_as_typed(meeting))
    return edit_page(meeting, form)


@blueprint.post("/meetings/<int:meeting_id>")
@allows(Permission.MEETINGS_RUN)
def update(meeting_id: int) -> ResponseReturnValue:
    """Save what was changed, unless somebody saved first."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    form = EditMeetingForm()
    form.offer()
    if form.validate_on_submit():
        if form.is_stale(meeting):
            clashes = form.both_texts(meeting_as_typed(meeting), COMPARED)
            return edit_page(meeting, form, clashes=clashes, has_errors=True), 409
        with form.rules():
            scheduling.change_meeting(meeting=meeting, plan=plan_of(form), **group_facts())
            flash(gettext("Saved."), "success")
            return to_meeting(meeting)
    return edit_page(meeting, form), 422


@blueprint.post("/meetings/<int:meeting_id>/publish")
@allows(Permission.MEETINGS_RUN)
def publish(meeting_id: int) -> ResponseReturnValue:
    """Schedule a draft."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    with telling_rules():
        scheduling.publish_meeting(acting=current_door().membership, meeting=meeting)
        flash(gettext("Scheduled. Everybody sees it now."), "success")
    return to_meeting(meeting)


@blueprint.get("/meetings/<int:meeting_id>/cancel")
@allows(Permission.MEETINGS_RUN)
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Ask before a meeting is cancelled."""
    meeting = meeting_to_run(meeting_id)
    if meeting.status in (MeetingStatus.CANCELLED, MeetingStatus.HELD):
        return to_meeting(meeting)
    return render_template("meetings/cancel.html", meeting=meeting, form=CancelForm())


@blueprint.post("/meetings/<int:meeting_id>/cancel")
@allows(Permission.MEETINGS_RUN)
def cancel_it(meeting_id: int) -> ResponseReturnValue:
    """Cancel a meeting."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    form = CancelForm()
    if not form.validate_on_submit():
        return render_template("meetings/cancel.html", meeting=meeting, form=form), 422
    with telling_rules():
        acting = current_door().membership
        scheduling.cancel_meeting(acting=acting, meeting=meeting, reason=form.reason.data or "")
        flash(gettext("Cancelled."), "success")
    return to_meeting(meeting)


@blueprint.post("/meetings/<int:meeting_id>/bring-back")
@allows(Permission.MEETINGS_RUN)
def bring_back(meeting_id: int) -> ResponseReturnValue:
    """A cancelled meeting takes place after all."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    with telling_rules():
        scheduling.bring_back(acting=current_door().membership, meeting=meeting)
        flash(gettext("It takes place after all. The answers to it stand."), "success")
    return to_meeting(meeting)


def meeting_as_typed(meeting: Meeting) -> SimpleNamespace:
    """A meeting as the form has it."""
    group = current_door().group
    starts = wall_time(meeting.starts_at, group.timezone)
    roles = [slot.role for slot in list_slots(meeting.id)]
    return SimpleNamespace(
        title=meeting.title,
        on_day=starts.date(),
        starts_time=starts.time(),
        minutes=minutes_of(meeting),
        place=meeting.place,
        link=meeting.link,
        expectation=meeting.expectation.value,
        capacity=meeting.capacity,
        agenda=meeting.agenda,
        speakers=roles.count(SlotRole.SPEAKER),
        hosts=roles.count(SlotRole.HOST),
        greeters=roles.count(SlotRole.GREETER),
        version=meeting.version,
        **closes_fields(closes_minutes(meeting, group.timezone), starts.time()),
    )


def edit_page(meeting: Meeting, form: EditMeetingForm, **shown: Any) -> str:
    """The form of one meeting."""
    form.offer()
    return render_template("meetings/edit.html", meeting=meeting, form=form, **shown)
