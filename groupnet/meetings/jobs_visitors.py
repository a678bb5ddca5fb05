"""Tidying visitors: those whose time is over."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.groups.rounds import in_each_group
from groupnet.meetings.service.visitors_followed import erase_old_visitors
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled

TIDY = "meetings.visitors.tidy"


def tidy(_job: Job, progress: Progress) -> Outcome:
    """Erase old visitors in every group, each in a transaction of its own; once more changes nothing."""
    erased = in_each_group(lambda group, today: erase_old_visitors(group=group, today=today), progress)
    return Outcome(sentence=ngettext("%(num)d visitor erased.", "%(num)d visitors erased.", erased))


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(days=1), tidies=True),)
