"""After a meeting: whom one met, and whether it was worth it; for oneself alone."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings import pairing
from groupnet.meetings.forms.one_to_ones import ImpressionForm
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.attendance import list_register
from groupnet.meetings.queries.impressions import my_impressions
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.service.impressions import say_whom_one_met
from groupnet.meetings.views.blueprint import blueprint
from groupnet.members.faces import short_names

SAID = {"yes": True, "no": False}


@blueprint.get("/meetings/<int:meeting_id>/met")
@allows(Permission.ONE_TO_ONES_HAVE)
def met(meeting_id: int) -> ResponseReturnValue:
    """The faces of those who were there."""
    meeting, others, everybody = _who_was_there(meeting_id)
    return render_template(
        "meetings/met.html",
        meeting=meeting,
        others=others,
        # as on every other page: the group tells two apart, not this list
        short=short_names(everybody),
        said=my_impressions(meeting_id, current_door().membership),
        # a form a face on one page: ids of fields would be there many times, so names and values alone
        form=ImpressionForm(formdata=None),
    )


@blueprint.post("/meetings/<int:meeting_id>/met/<int:membership_id>")
@allows(Permission.ONE_TO_ONES_HAVE)
def say_met(meeting_id: int, membership_id: int) -> ResponseReturnValue:
    """One tap on one face."""
    meeting, others, _ = _who_was_there(meeting_id)
    if membership_id not in {row.id for row in others}:
        raise NotFound
    form = ImpressionForm()
    if form.validate_on_submit():
        say_whom_one_met(
            acting=current_door().membership,
            meeting=meeting,
            other_id=membership_id,
            met=SAID.get(form.met.data),
            worth_it=SAID.get(form.worth_it.data),
        )
    return redirect(url_for(".met", meeting_id=meeting_id, _anchor=f"p{membership_id}"), 303)


def _who_was_there(meeting_id: int) -> tuple[Meeting, list[Any], list[Any]]:
    """The meeting, the others who were there (nobody for one who was not), and the whole register.

    Raises:
        NotFound: it is none of a group, it is not asked about now, or the viewer did not belong to it then.
    """
    me = current_door().membership
    meeting = get_meeting(meeting_id, me)
    if not pairing.asks_whom_one_met(meeting):
        raise NotFound
    rows: list[Any] = list(list_register(meeting))
    if all(row.id != me.id for row in rows):
        raise NotFound
    there = pairing.were_there(rows, meeting)
    others = [row for row in there if row.id != me.id]
    return meeting, others if len(others) < len(there) else [], rows
