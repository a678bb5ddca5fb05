"""Pages of reports: what happened since last time."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.reports.queries import get_occasion, list_exchange, list_people, month_before
from groupnet.reports.since import as_text, make_since, span_sentence

LARGE = "big"
"""In the address of the page as the beamer shows it."""

blueprint = Blueprint("reports", __name__)


@blueprint.get("/meetings/<int:meeting_id>/since")
@allows(Permission.SINCE_SEE)
def since(meeting_id: int) -> ResponseReturnValue:
    """What happened since the meeting before, in large type, for the table."""
    door = current_door()
    occasion = get_occasion(meeting_id, door.membership, door.group)
    month = month_before(min(occasion.meeting.on_day, door.today))
    told = make_since(
        occasion,
        list_exchange(occasion.between, month=month, viewer_id=door.membership.id),
        list_people(occasion),
        group=door.group,
        month_first=month[0],
    )
    is_large = request.args.get("show") == LARGE and not told.is_empty
    page = "reports/since_large.html" if is_large else "reports/since.html"
    return render_template(page, since=told, span=span_sentence(told), text=as_text(told, door.group))
