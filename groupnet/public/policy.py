"""What a stranger may read of a meeting."""

import re

from groupnet.meetings.models import Meeting

_READS_LIKE_A_LINK = re.compile(r"://|www\.|\b[\w-]+\.(?:com|us|net|org|io|me|link)/", re.IGNORECASE)


def place_told(meeting: Meeting) -> str:
    """Where a meeting is, in words; never a link, which would let anybody into a video call."""
    return "" if _READS_LIKE_A_LINK.search(meeting.place) else meeting.place
