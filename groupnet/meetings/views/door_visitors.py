"""Visitors on the pages of attendance: they came or not, and those nobody announced."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.attendance import WalkInForm
from groupnet.meetings.marking import why_no_marks
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.visitors import get_visit
from groupnet.meetings.service.visitors import came, record_walk_in
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run

SAID = {"yes": True, "no": False, "none": None}


@blueprint.post("/meetings/<int:meeting_id>/attendance/visitors/<int:visit_id>")
@allows(Permission.MEETINGS_RUN)
def visitor_came(meeting_id: int, visit_id: int) -> ResponseReturnValue:
    """A visitor came, or not, or nobody knows after all."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    visit = get_visit(visit_id, to_change=True)
    if visit.meeting_id != meeting.id:
        raise NotFound
    said = request.form.get("came", "")
    if said not in SAID:
        raise BadRequest
    _check_time(meeting)
    came(visit=visit, came=SAID[said], meeting=meeting)
    return _back(meeting)


@blueprint.post("/meetings/<int:meeting_id>/attendance/walk-in")
@allows(Permission.MEETINGS_RUN)
@once
def walk_in(meeting_id: int) -> ResponseReturnValue:
    """Somebody stands at the door whom nobody announced: the name is enough."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    form = WalkInForm()
    if form.validate_on_submit():
        with form.rules():
            _check_time(meeting)
            door = current_door()
            record_walk_in(
                acting=door.membership, group=door.group, meeting=meeting, name=form.name.data or ""
            )
            return _back(meeting)
    return render_template("meetings/walk_in.html", meeting=meeting, form=form), 422


def _check_time(meeting: Meeting) -> None:
    if sentence := why_no_marks(meeting, utc_now()):
        raise RuleBroken(sentence)


def _back(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for(".attendance", meeting_id=meeting.id, _anchor="visitors"), 303)
