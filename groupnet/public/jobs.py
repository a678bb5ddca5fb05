"""Tidying what strangers typed and never confirmed, and the mails that asked them to."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.meetings.queries.series import list_groups
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled
from groupnet.outbox.service import forget_ended
from groupnet.public.service.asking import REQUEST_MAIL, forget_old_requests

TIDY = "public.requests.tidy"


def tidy(_job: Job, progress: Progress) -> Outcome:
    """Forget old requests in every group, each in a transaction of its own; once more changes nothing."""
    groups = list_groups()
    db.session.commit()
    erased = 0
    for number, group in enumerate(groups, start=1):
        with group_bound(group.id):
            erased += forget_old_requests()
            db.session.commit()
        progress(number, len(groups))
    forget_ended(kind=REQUEST_MAIL)
    return Outcome(
        sentence=ngettext(
            "%(num)d unconfirmed request erased.", "%(num)d unconfirmed requests erased.", erased
        )
    )


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(hours=1), tidies=True),)
