"""Work of the worker: series always show a year."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.meetings.queries.series import list_groups
from groupnet.meetings.service.series import schedule_ahead
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled

AHEAD = "meetings.ahead"


def look_ahead(_job: Job, progress: Progress) -> Outcome:
    """Schedule the meetings of every series for a year, each group in a transaction of its own."""
    groups = list_groups()
    db.session.commit()
    made = 0
    for number, group in enumerate(groups, start=1):
        with group_bound(group.id):
            made += schedule_ahead(group=group, today=today_in(group.timezone))
            db.session.commit()
        progress(number, len(groups))
    return Outcome(sentence=ngettext("%(num)d meeting scheduled.", "%(num)d meetings scheduled.", made))


HANDLERS: dict[str, Handler] = {AHEAD: look_ahead}
SCHEDULE = (Scheduled(AHEAD, every=timedelta(days=1)),)
