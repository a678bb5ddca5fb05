"""The printed tick sheet, for a room without phones."""

from flask import render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.roles import Permission
from groupnet.meetings.queries.attendance import list_register
from groupnet.meetings.queries.visitors import list_visits
from groupnet.meetings.register import arrange
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run

EMPTY_LINES = 6


@blueprint.get("/meetings/<int:meeting_id>/tick-sheet")
@allows(Permission.MEETINGS_RUN)
def tick_sheet(meeting_id: int) -> ResponseReturnValue:
    """Names and boxes on A4, visitors and empty lines below."""
    meeting = meeting_to_run(meeting_id)
    return render_template(
        "meetings/tick_sheet.html",
        meeting=meeting,
        register=arrange(list_register(meeting), meeting),
        visits=list_visits(meeting.id),
        empty_lines=EMPTY_LINES,
    )
