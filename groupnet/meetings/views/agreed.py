"""A one-to-one that two have agreed on: another time, cancelling, and whether they met."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.one_to_ones import CancelAgreedForm, OfferForm
from groupnet.meetings.hours import minutes_of
from groupnet.meetings.models import Meeting, MeetingKind
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.proposals import Face, find_other
from groupnet.meetings.service import one_to_ones as having
from groupnet.meetings.service import proposals as service
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.proposals import times_to_begin_with
from groupnet.members.faces import first_name


@blueprint.get("/one-to-ones/meetings/<int:meeting_id>/move")
@allows(Permission.ONE_TO_ONES_HAVE)
def ask_to_move(meeting_id: int) -> ResponseReturnValue:
    """The form of other times for an agreed one."""
    meeting, other = _find(meeting_id)
    kept = {"minutes": minutes_of(meeting), "place": meeting.place, "link": meeting.link}
    return _move_page(meeting, other, OfferForm(formdata=None, **times_to_begin_with(), **kept))


@blueprint.post("/one-to-ones/meetings/<int:meeting_id>/move")
@allows(Permission.ONE_TO_ONES_HAVE)
@once
def move(meeting_id: int) -> ResponseReturnValue:
    """Propose other times for an agreed one."""
    door = current_door()
    meeting, other = _find(meeting_id)
    form = OfferForm()
    if form.validate_on_submit():
        with form.rules():
            proposal = service.propose_move(
                acting=door.membership,
                other=get_membership(other.id),
                meeting=meeting,
                offer=form.offer(door.group.timezone),
            )
            flash(gettext("Proposed to %(name)s. Until then it stands.", name=first_name(other)), "success")
            return redirect(url_for(".proposal", proposal_id=proposal.id), 303)
    return _move_page(meeting, other, form), 422


@blueprint.get("/one-to-ones/meetings/<int:meeting_id>/cancel")
@allows(Permission.ONE_TO_ONES_HAVE)
def ask_to_cancel(meeting_id: int) -> ResponseReturnValue:
    """Ask before an agreed one is cancelled."""
    return _cancel_page(*_find(meeting_id), CancelAgreedForm(formdata=None))


@blueprint.post("/one-to-ones/meetings/<int:meeting_id>/cancel")
@allows(Permission.ONE_TO_ONES_HAVE)
def cancel_one_to_one(meeting_id: int) -> ResponseReturnValue:
    """Cancel an agreed one."""
    meeting, other = _find(meeting_id)
    form = CancelAgreedForm()
    if form.validate_on_submit():
        with form.rules():
            service.cancel_agreed(
                acting=current_door().membership, meeting_id=meeting_id, reason=form.reason.data
            )
            flash(gettext("Cancelled. %(name)s is told.", name=first_name(other)), "success")
            return redirect(url_for(".one_to_ones"), 303)
    return _cancel_page(meeting, other, form), 422


@blueprint.post("/one-to-ones/meetings/<int:meeting_id>/met")
@allows(Permission.ONE_TO_ONES_HAVE)
def it_was_held(meeting_id: int) -> ResponseReturnValue:
    """Yes, we met."""
    meeting, other = _find(meeting_id, to_change=True)
    having.say_it_was_held(acting=current_door().membership, other_id=other.id, meeting=meeting)
    flash(gettext("Recorded."), "success")
    return redirect(url_for(".one_to_ones"), 303)


@blueprint.post("/one-to-ones/meetings/<int:meeting_id>/not-met")
@allows(Permission.ONE_TO_ONES_HAVE)
def it_was_not_held(meeting_id: int) -> ResponseReturnValue:
    """No, it came to nothing."""
    meeting, _other = _find(meeting_id, to_change=True)
    having.say_it_was_not_held(meeting=meeting)
    flash(gettext("Noted. You can propose another time."), "success")
    return redirect(url_for(".one_to_ones"), 303)


def _find(meeting_id: int, *, to_change: bool = False) -> tuple[Meeting, Face]:
    me = current_door().membership
    meeting = get_meeting(meeting_id, me, to_change=to_change)
    if meeting.kind is not MeetingKind.ONE_TO_ONE:
        raise NotFound
    return meeting, find_other(meeting_id, me)


def _move_page(meeting: Meeting, other: Face, form: OfferForm) -> str:
    today = current_door().today
    return render_template(
        "meetings/move_one_to_one.html", meeting=meeting, other=other, form=form, today=today
    )


def _cancel_page(meeting: Meeting, other: Face, form: CancelAgreedForm) -> str:
    return render_template("meetings/cancel_one_to_one.html", meeting=meeting, other=other, form=form)
