"""When a meeting is, as a visitor reads it."""

from zoneinfo import ZoneInfo

from groupnet.core.templating import day
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting
from groupnet.meetings.words import hours_words


def when_words(meeting: Meeting, group: Group) -> str:
    """From when to when, by the group's clock: "Thu 26 Nov, 07:00–08:30"."""
    on_day = meeting.starts_at.astimezone(ZoneInfo(group.timezone)).date()
    return f"{day(on_day)}, {hours_words(meeting.starts_at, meeting.ends_at, group.timezone)}"
