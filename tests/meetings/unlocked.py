"""`groupnet` with the lock off: places are counted in one transaction and taken in the next.

The canary of T43: under the same crowd it gives away more places than there are, so the crowd is a real one.
"""

import time
from typing import Any

from groupnet.cli import main
from groupnet.core.db import db
from groupnet.meetings.models import Meeting
from groupnet.meetings.queries.places import find_hold_and_places
from groupnet.meetings.service import answering

LONG_ENOUGH = 0.02
"""Seconds in which somebody else counts too."""


def count_and_let_go(meeting: Meeting, membership_id: int) -> Any:
    """Count, and let go of the meeting's row."""
    found = find_hold_and_places(meeting, membership_id)
    db.session.commit()
    time.sleep(LONG_ENOUGH)
    return found


vars(answering)["find_hold_and_places"] = count_and_let_go

if __name__ == "__main__":
    main()
