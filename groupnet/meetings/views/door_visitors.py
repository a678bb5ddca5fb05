"""Visitors on the pages of attendance."""

from collections.abc import Sequence
from typing import Any

from groupnet.meetings.models import Meeting


def find_visits(meeting: Meeting) -> Sequence[Any]:
    """Who is expected as a visitor."""
    return []
