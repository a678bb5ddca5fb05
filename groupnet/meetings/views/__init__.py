"""Pages of meetings: each module has its routes on the room's one blueprint."""

from groupnet.meetings.views import feed, months
from groupnet.meetings.views.blueprint import blueprint

__all__ = ["blueprint", "feed", "months"]
