"""Tidying visitors: those whose time is over."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.meetings.queries.series import list_groups
from groupnet.meetings.service.visitors_followed import erase_old_visitors
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled

TIDY = "meetings.visitors.tidy"


def tidy(_job: Job, progress: Progress) -> Outcome:
    """Erase old visitors in every group, each in a transaction of its own; once more changes nothing."""
    groups = list_groups()
    db.session.commit()
    erased = 0
    for number, group in enumerate(groups, start=1):
        with group_bound(group.id):
            erased += erase_old_visitors(group=group, today=today_in(group.timezone))
            db.session.commit()
        progress(number, len(groups))
    return Outcome(sentence=ngettext("%(num)d visitor erased.", "%(num)d visitors erased.", erased))


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(days=1), tidies=True),)
