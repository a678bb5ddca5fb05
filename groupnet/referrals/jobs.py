"""Tidying referrals: prospects whose time is over."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled
from groupnet.referrals.queries.keeping import list_keepers
from groupnet.referrals.service import erase_old_prospects

TIDY = "referrals.tidy"


def tidy(_job: Job, progress: Progress) -> Outcome:
    """Erase old prospects in every group, each in a transaction of its own; once more changes nothing."""
    groups = list_keepers()
    db.session.commit()
    erased = 0
    for number, group in enumerate(groups, start=1):
        with group_bound(group.id):
            erased += erase_old_prospects(today=today_in(group.timezone))
            db.session.commit()
        progress(number, len(groups))
    return Outcome(
        sentence=ngettext(
            "Prospects of %(num)d referral erased.", "Prospects of %(num)d referrals erased.", erased
        )
    )


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(days=1), tidies=True),)
