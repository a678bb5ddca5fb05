"""Reads of meetings."""

from groupnet.meetings.queries.meetings import (
    find_next,
    get_meeting,
    list_between,
    list_faces_on,
    seen_by,
)

__all__ = [
    "find_next",
    "get_meeting",
    "list_between",
    "list_faces_on",
    "seen_by",
]
