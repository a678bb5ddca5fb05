"""Work of the worker: series always show a year."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.groups.rounds import in_each_group
from groupnet.meetings.service.series import schedule_ahead
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled

AHEAD = "meetings.ahead"


def look_ahead(_job: Job, progress: Progress) -> Outcome:
    """Schedule the meetings of every series for a year, each group in a transaction of its own."""
    made = in_each_group(lambda group, today: schedule_ahead(group=group, today=today), progress)
    return Outcome(sentence=ngettext("%(num)d meeting scheduled.", "%(num)d meetings scheduled.", made))


HANDLERS: dict[str, Handler] = {AHEAD: look_ahead}
SCHEDULE = (Scheduled(AHEAD, every=timedelta(days=1)),)
