"""What is done on the day itself, while the door is open: the main acts of a meeting's page and of home."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from groupnet.meetings.marking import door_opens_at, opens_at, why_door_is_shut
from groupnet.meetings.models import Meeting, MeetingKind
from groupnet.meetings.policy import OPEN, is_over

HERE = "group.meetings.here"
ATTENDANCE = "group.meetings.attendance"
SINCE = "group.reports.since"


@dataclass(frozen=True)
class Act:
    """A button; the main one is filled."""

    endpoint: str
    url: str
    words: str
    is_main: bool = False


def acts_now(meeting: Meeting, now: datetime, *, runs: bool, is_marked: bool, **where: Any) -> list[Act]:
    """What a meeting asks for now: attendance of those who run it, "I'm here" of the others.

    Args:
        is_marked: the reader is noted already. where: parts of the address, where it is another group's.
    """
    if meeting.kind is not MeetingKind.GROUP or meeting.status not in OPEN or is_over(meeting, now):
        return []

    def act(endpoint: str, words: str, *, is_main: bool = False) -> Act:
        return Act(endpoint, url_for(endpoint, meeting_id=meeting.id, **where), words, is_main)

    found = []
    if runs and opens_at(meeting) <= now and meeting.attendance_closed_at is None:
        found.append(act(ATTENDANCE, gettext("Take attendance"), is_main=True))
    elif not runs and not is_marked and not why_door_is_shut(meeting, now):
        found.append(act(HERE, gettext("I’m here"), is_main=True))
    if found or door_opens_at(meeting) <= now:
        found.append(act(SINCE, gettext("Since last time")))
    return found
