"""A visit for the visitor's own calendar: what their page tells, and no more."""

from flask_babel import gettext

from groupnet.groups.models import Group
from groupnet.meetings.ical.entries import Entry, write_calendar
from groupnet.meetings.models import Meeting, Visitor
from groupnet.public.policy import place_told


def visit_as_file(*, group: Group, visitor: Visitor, meeting: Meeting, own_page: str) -> bytes:
    """One visit as a file; a newer one takes the place of the one they have.

    Args:
        own_page: where they say that they cannot come.
    """
    entry = Entry(
        uid=f"visitor-{visitor.id}-{meeting.uid}",
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=group.timezone,
        title=group.name,
        place=place_told(meeting),
        words=gettext("Can’t come after all? Say so here: %(address)s", address=own_page),
        url=own_page,
    )
    return write_calendar([entry])
