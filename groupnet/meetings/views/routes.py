"""What the views of scheduling share."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.errors import NotAllowed
from groupnet.groups.door import current_door
from groupnet.meetings.models import Meeting, MeetingSeries
from groupnet.meetings.policy import may_run
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.series import get_series


def meeting_to_run(meeting_id: int, *, to_change: bool = False) -> Meeting:
    """A meeting that the acting member may change.

    Raises:
        NotFound: there is none. NotAllowed: it is a one-to-one of theirs, which nobody schedules for them.
    """
    me = current_door().membership
    meeting = get_meeting(meeting_id, me, to_change=to_change)
    if not may_run(me, meeting):
        raise NotAllowed("")
    return meeting


def series_to_run(series_id: int, *, to_change: bool = False) -> MeetingSeries:
    """A series that the acting member may change.

    Raises:
        NotFound: there is none.
    """
    return get_series(series_id, current_door().membership, to_change=to_change)


def to_meeting(meeting: Meeting) -> ResponseReturnValue:
    """The way to a meeting's page."""
    return redirect(url_for(".show", meeting_id=meeting.id), 303)


def to_series(series: MeetingSeries) -> ResponseReturnValue:
    """The way to a series' page."""
    return redirect(url_for(".series", series_id=series.id), 303)


def group_facts() -> dict[str, Any]:
    """Who acts, where and when: what services ask for."""
    door = current_door()
    return {"acting": door.membership, "group": door.group, "today": door.today}
