"""What happened to meetings, for those who tell people and calendars of it; sent in the same transaction."""

from blinker import signal

meeting_changed = signal("groupnet.meeting-changed")
"""One meeting that people count on is otherwise than before: sent with (meeting, what=…, acting=…).

`what` is `scheduled`, `moved`, `changed`, `cancelled`, or `calendar` where by the group's clock nothing is
otherwise; `before` is how it was, where one was changed by itself; `of_series` says that it fell away with a
change of its series. Never sent for drafts, nor for what is over.
"""

series_changed = signal("groupnet.series-changed")
"""A series is otherwise than before, told once for all meetings: (series, what=…, acting=…, meetings=[…]).

`what` as above; `meetings` are those that it concerns, in order of time; `before` is how they were, by id,
where they were changed; `ended` is the series that it was split from. Meetings that a change takes away
from somebody who had answered are sent one by one as `meeting_changed` with `cancelled` besides.
"""

place_freed_for = signal("groupnet.place-freed-for")
"""A freed place went to the first on the waiting list: sent with (answer)."""

one_to_one_proposed = signal("groupnet.one-to-one-proposed")
"""A member asks another for a one-to-one, or for another time of one: sent with (proposal).

Its `meeting_id` says which agreed one is to be moved; none for a new one.
"""

one_to_one_answered = signal("groupnet.one-to-one-answered")
"""A proposal is answered or taken back: sent with (proposal, acting=…); its `status` says how.

Whoever answers with other times sends `one_to_one_proposed` for theirs instead.
"""

visitor_erased = signal("groupnet.visitor-erased")
"""The last visitors with an address are about to be erased: sent with (visitor, on_request=…), still with it.

`on_request` where they do so themselves, or those who follow up: then what waits on the public page for a
button goes too. It is sent once their meetings are held and before they are: the button holds its meeting,
what was typed, and the visitor, in this order.
"""
