"""What a meeting keeps for itself: what was changed for it alone, and how it came to be cancelled."""

from collections.abc import Collection

from groupnet.meetings.models import Meeting

WHEN = "when"
CLOSES = "closes"
SLOTS = "slots"
LEFT_OUT = "left-out"
"""It fell away with its series' day, and comes back with it; what was cancelled by itself does not."""


def own_fields(meeting: Meeting) -> set[str]:
    """What was changed for one meeting of a series alone."""
    return set(meeting.own_fields.split())


def add_own_fields(meeting: Meeting, names: Collection[str]) -> None:
    """Changes of all leave these as they are from now on."""
    _write(meeting, own_fields(meeting) | set(names))


def note_cancelled(meeting: Meeting, *, was_draft: bool = False, left_out: bool = False) -> None:
    """Note how a meeting came to be cancelled; nothing of it where it takes place after all."""
    meeting.was_draft = was_draft
    _write(meeting, (own_fields(meeting) - {LEFT_OUT}) | ({LEFT_OUT} if left_out else set()))


def _write(meeting: Meeting, names: Collection[str]) -> None:
    meeting.own_fields = "\n".join(sorted(names))
