"""Tidying the outbox: what is done goes after a while."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.outbox import service
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled

TIDY = "outbox.tidy"


def tidy(_job: Job, _progress: Progress) -> Outcome:
    """Forget mails and jobs that ended long ago, and files that were not fetched."""
    gone = service.forget_old()
    return Outcome(
        sentence=ngettext("%(num)d old mail or job erased.", "%(num)d old mails and jobs erased.", gone)
    )


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(days=1), tidies=True),)
