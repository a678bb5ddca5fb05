"""What a stranger may read of a meeting, and where they are answered."""

import re

from groupnet.meetings.models import Meeting

_READS_LIKE_A_WAY_IN = re.compile(
    r"""://
    | \bwww\.
    | \b[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:/|[:?]\S)    # a host, known or not, and what follows
    | \b(?:zoom|teams|meet|webex|whereby|jitsi)\.[^\W\d_]{2,}
    | \d{6,} | \b\d{3}[ -]\d{3,4}[ -]\d{3,4}\b           # a number or a code to dial in by
    """,
    re.IGNORECASE | re.VERBOSE,
)


def place_told(meeting: Meeting) -> str:
    """Where a meeting is, in words; never a link or a code, which would let anybody into a video call."""
    return "" if _READS_LIKE_A_WAY_IN.search(meeting.place) else meeting.place
