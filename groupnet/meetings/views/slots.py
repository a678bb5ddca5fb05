"""Slots: taken and given back with one tap, assigned by organisers; and the rota of speakers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.ids import id_in
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.schedule import AssignForm, TopicForm
from groupnet.meetings.models import Meeting, MeetingSlot, SlotRole
from groupnet.meetings.queries.meetings import get_meeting, list_faces_on
from groupnet.meetings.queries.slots import get_slot, list_rota
from groupnet.meetings.service import slots as service
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run
from groupnet.meetings.words import ROLES
from groupnet.members.faces import short_names

ROTA = "rota"


@blueprint.get("/meetings/speakers")
@allows(Permission.MEETINGS_SEE)
def speakers() -> ResponseReturnValue:
    """The rota: who speaks at the meetings to come, and what is still free."""
    me = current_door().membership
    lines = list_rota(me, utc_now(), role=SlotRole.SPEAKER)
    return render_template("meetings/speakers.html", lines=lines, viewer=me)


@blueprint.post("/meetings/<int:meeting_id>/slots/<int:slot_id>/take")
@allows(Permission.MEETINGS_ANSWER)
def take_slot(meeting_id: int, slot_id: int) -> ResponseReturnValue:
    """Take a slot on, or say what one's own is about."""
    meeting, slot = _held(meeting_id, slot_id)
    form = TopicForm()
    if not form.validate_on_submit():
        raise NotFound
    with telling_rules():
        was_mine = slot.membership_id == current_door().membership.id
        topic = form.topic.data or ""
        service.take_slot(acting=current_door().membership, meeting=meeting, slot=slot, topic=topic)
        flash(gettext("Saved.") if was_mine else gettext("It is yours. Thank you."), "success")
    return _back(meeting)


@blueprint.post("/meetings/<int:meeting_id>/slots/<int:slot_id>/give-back")
@allows(Permission.MEETINGS_ANSWER)
def give_slot_back(meeting_id: int, slot_id: int) -> ResponseReturnValue:
    """Give one's slot back; those who run the meeting may free anybody's."""
    meeting, slot = _held(meeting_id, slot_id)
    with telling_rules():
        service.give_back(acting=current_door().membership, meeting=meeting, slot=slot)
        flash(gettext("It is free again."), "success")
    return _back(meeting)


@blueprint.get("/meetings/<int:meeting_id>/slots/<int:slot_id>")
@allows(Permission.MEETINGS_RUN)
def edit_slot(meeting_id: int, slot_id: int) -> ResponseReturnValue:
    """Ask who takes a slot."""
    meeting, slot = meeting_to_run(meeting_id), get_slot(meeting_id, slot_id)
    return _page(meeting, slot, AssignForm(person_id=slot.membership_id, topic=slot.topic))


@blueprint.post("/meetings/<int:meeting_id>/slots/<int:slot_id>")
@allows(Permission.MEETINGS_RUN)
def assign_slot(meeting_id: int, slot_id: int) -> ResponseReturnValue:
    """Give a slot to a member."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    slot = get_slot(meeting_id, slot_id)
    form = AssignForm()
    if form.validate_on_submit():
        with form.rules():
            member = _member(form.person_id.data)
            topic = form.topic.data or ""
            acting = current_door().membership
            service.assign_slot(acting=acting, meeting=meeting, slot=slot, member=member, topic=topic)
            flash(gettext("Saved."), "success")
            return _back(meeting)
    return _page(meeting, slot, form), 422


def _held(meeting_id: int, slot_id: int) -> tuple[Meeting, MeetingSlot]:
    meeting = get_meeting(meeting_id, current_door().membership, to_change=True)
    return meeting, get_slot(meeting_id, slot_id)


def _member(text: str | None) -> Membership | None:
    number = id_in(str(text or ""))
    try:
        return get_membership(number) if number else None
    except NotFound as missing:
        raise RuleBroken(gettext("Pick somebody who is in the group."), field="person_id") from missing


def _back(meeting: Meeting) -> ResponseReturnValue:
    if request.form.get("back") == ROTA:
        return redirect(url_for(".speakers"), 303)
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor="slots"), 303)


def _page(meeting: Meeting, slot: MeetingSlot, form: AssignForm) -> str:
    people: Any = list_faces_on(meeting.on_day)
    chosen = id_in(str(form.person_id.data or ""))
    return render_template(
        "meetings/slot.html",
        meeting=meeting,
        slot=slot,
        form=form,
        role=ROLES[slot.role],
        people=people,
        short=short_names(people),
        chosen=chosen,
    )
