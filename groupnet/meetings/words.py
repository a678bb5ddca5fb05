"""What pages of meetings call things."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus, SlotRole

STATUSES = {
    MeetingStatus.DRAFT: _l("Draft"),
    MeetingStatus.SCHEDULED: _l("Scheduled"),
    MeetingStatus.CANCELLED: _l("Cancelled"),
    MeetingStatus.HELD: _l("Held"),
}

KINDS = {
    MeetingKind.GROUP: _l("Group meeting"),
    MeetingKind.COMMITTEE: _l("Committee meeting"),
    MeetingKind.ONE_TO_ONE: _l("One-to-one"),
}

EXPECTATIONS = {
    Expectation.EVERYBODY: _l("Everybody is expected"),
    Expectation.SIGN_UP: _l("Those who sign up"),
}

ROLES = {
    SlotRole.SPEAKER: _l("Speaker"),
    SlotRole.HOST: _l("Host"),
    SlotRole.GREETER: _l("Greeter"),
}

TO_TAKE = {
    SlotRole.SPEAKER: _l("I’ll speak"),
    SlotRole.HOST: _l("I’ll host"),
    SlotRole.GREETER: _l("I’ll greet"),
}

STILL_DOWN = {
    SlotRole.SPEAKER: (_l("You are down to speak."), _l("Give the talk back")),
    SlotRole.HOST: (_l("You are down to host."), _l("Give it back")),
    SlotRole.GREETER: (_l("You are down to greet."), _l("Give it back")),
}
"""To whoever can't come and has a slot: what they took on, and the button."""

ANSWERS = {
    Answer.COMING: _l("You’re coming"),
    Answer.SUBSTITUTE: _l("You’re sending someone"),
    Answer.DECLINED: _l("You can’t come"),
    Answer.WAITLISTED: _l("You’re on the waiting list"),
}


def hours_words(starts_at: datetime, ends_at: datetime, timezone: str) -> str:
    """From when to when, by the group's clock: "07:00–08:30"."""
    zone, locale = ZoneInfo(timezone), get_locale()
    begins, ends = (format_time(at.astimezone(zone), "short", locale=locale) for at in (starts_at, ends_at))
    return f"{begins}–{ends}"
