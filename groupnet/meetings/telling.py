"""Telling members of what happens to meetings."""

from collections.abc import Iterable

from groupnet.groups.queries import get_membership
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.reminded import ASKED
from groupnet.notices import service as notices
from groupnet.notices.models import NoticeKind


def ask_to_answer(meeting: Meeting, membership_ids: Iterable[int]) -> None:
    """Ask members who have not answered to do so: the organiser's one button."""
    for membership_id in membership_ids:
        notices.tell(
            membership=get_membership(membership_id),
            kind=NoticeKind.REMINDER,
            meeting_id=meeting.id,
            reason=ASKED,
        )
