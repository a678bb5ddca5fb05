"""Reminding those who have not answered: an organiser's one button, once a day."""

from datetime import timedelta

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.errors import RuleBroken
from groupnet.meetings import telling
from groupnet.meetings.models import Meeting
from groupnet.meetings.policy import takes_answers
from groupnet.meetings.queries.answers import Answering
from groupnet.meetings.queries.reminded import last_asked

ONCE_IN = timedelta(hours=20)
"""The same hour a day later is another day, whatever the clock does."""


def remind_silent(*, meeting: Meeting, answering: Answering) -> int:
    """Ask those who have not answered once more; how many.

    Args:
        meeting: held, so that two organisers remind once.
        answering: its answers, as one who runs the meeting sees them.

    Raises:
        RuleBroken: answers are closed, everybody has answered, or they were reminded today.
    """
    if not takes_answers(meeting):
        raise RuleBroken(gettext("Answers are closed: there is nothing to remind of."))
    if not answering.silent:
        raise RuleBroken(gettext("Everybody has answered."))
    before = last_asked(meeting.id)
    if before is not None and before > utc_now() - ONCE_IN:
        raise RuleBroken(gettext("They were reminded today. Once a day is enough."))
    telling.ask_to_answer(meeting, [row.id for row in answering.silent])
    return len(answering.silent)
