"""Paper for the day: the roster of those who come, and their badges."""

from flask import render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.addresses import site_address
from groupnet.core.errors import NotFound
from groupnet.core.qr import qr_drawing
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.models import Meeting, MeetingKind
from groupnet.meetings.policy import OPEN
from groupnet.meetings.printing import in_short, make_badges
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.roster import list_expected
from groupnet.meetings.queries.visitors import list_visits
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run


@blueprint.get("/meetings/<int:meeting_id>/roster")
@allows(Permission.MEETINGS_SEE)
def roster(meeting_id: int) -> ResponseReturnValue:
    """Who comes, with face, company and what they offer: to print and take along."""
    meeting = _taking_place(get_meeting(meeting_id, current_door().membership))
    expected = list_expected(meeting)
    return render_template(
        "meetings/roster.html",
        meeting=meeting,
        coming=[row for row in expected if not row.substitute_name],
        sent=[row for row in expected if row.substitute_name],
        visits=list_visits(meeting_id),
        in_short=in_short,
    )


@blueprint.get("/meetings/<int:meeting_id>/badges")
@allows(Permission.MEETINGS_RUN)
def badges(meeting_id: int) -> ResponseReturnValue:
    """Badges for everybody who comes, ten a sheet of A4."""
    meeting = _taking_place(meeting_to_run(meeting_id))
    return render_template(
        "meetings/badges.html",
        meeting=meeting,
        sheets=make_badges(list_expected(meeting), list_visits(meeting_id), _profile_code),
    )


def _taking_place(meeting: Meeting) -> Meeting:
    if meeting.kind is not MeetingKind.GROUP or meeting.status not in OPEN:
        raise NotFound
    return meeting


def _profile_code(membership_id: int) -> str:
    """A code that leads to a member's profile: behind the door, so it tells a stranger nothing."""
    slug = current_door().group.slug
    return qr_drawing(site_address("group.members.show", slug=slug, membership_id=membership_id))
