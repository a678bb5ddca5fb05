"""Tidying what strangers typed and never confirmed, and the mails that asked them to."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.groups.rounds import in_each_group
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled
from groupnet.outbox.service import forget_ended
from groupnet.public.service.asking import REQUEST_MAIL, forget_old_requests

TIDY = "public.requests.tidy"


def tidy(_job: Job, progress: Progress) -> Outcome:
    """Forget old requests in every group, each in a transaction of its own; once more changes nothing."""
    erased = in_each_group(lambda _group, _day: forget_old_requests(), progress)
    forget_ended(kind=REQUEST_MAIL)
    return Outcome(
        sentence=ngettext(
            "%(num)d unconfirmed request erased.", "%(num)d unconfirmed requests erased.", erased
        )
    )


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(hours=1), tidies=True),)
