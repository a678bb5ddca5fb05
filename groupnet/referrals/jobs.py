"""Tidying referrals: prospects whose time is over."""

from datetime import timedelta

from flask_babel import ngettext

from groupnet.groups.rounds import in_each_group
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled
from groupnet.referrals.service import erase_old_prospects

TIDY = "referrals.tidy"


def tidy(_job: Job, progress: Progress) -> Outcome:
    """Erase old prospects in every group, each in a transaction of its own; once more changes nothing."""
    erased = in_each_group(lambda _group, today: erase_old_prospects(today=today), progress)
    return Outcome(
        sentence=ngettext(
            "Prospects of %(num)d referral erased.", "Prospects of %(num)d referrals erased.", erased
        )
    )


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(days=1), tidies=True),)
