"""What happened to meetings, for those who tell people and calendars of it; sent in the same transaction."""

from blinker import signal

meeting_changed = signal("groupnet.meeting-changed")
"""One meeting that people count on is otherwise than before: sent with (meeting, what=…, acting=…).

`what` is `scheduled`, `moved`, `changed` or `cancelled`. Never sent for drafts, nor for what is over.
"""

series_changed = signal("groupnet.series-changed")
"""A series is otherwise than before, told once for all meetings: (series, what=…, acting=…, meetings=[…]).

`what` as above; `meetings` are those that it concerns, in order of time. Meetings that a change takes away
from somebody who had answered are sent one by one as `meeting_changed` with `cancelled` besides.
"""

place_freed_for = signal("groupnet.place-freed-for")
"""A freed place went to the first on the waiting list: sent with (answer)."""
