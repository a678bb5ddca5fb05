"""Tidying accounts: sign-ins, proofs and sent forms that nobody asks about any more."""

from datetime import timedelta

from flask_babel import ngettext
from sqlalchemy import delete, or_

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.submissions import forget_old_submissions
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled
from groupnet.people.limits import forget_old_tries
from groupnet.people.models import ABSOLUTE_END, Proof, SignIn

TIDY = "people.tidy"
KEPT = timedelta(days=30)
"""After its end, for whoever asks which devices were signed in."""
PROOFS_KEPT = timedelta(days=2)
"""After their end: longer than any limit counts back."""


def tidy(_job: Job, _progress: Progress) -> Outcome:
    """Forget what is over; no account changes."""
    now = utc_now()
    old = (
        delete(SignIn)
        .where(or_(SignIn.ended_at < now - KEPT, SignIn.created_at < now - ABSOLUTE_END - KEPT))
        .returning(SignIn.id),
        delete(Proof).where(Proof.expires_at < now - PROOFS_KEPT).returning(Proof.id),
    )
    forget_old_tries()
    gone = sum(len(db.session.execute(one).all()) for one in old) + forget_old_submissions()
    return Outcome(
        sentence=ngettext(
            "%(num)d old sign-in, proof or form erased.",
            "%(num)d old sign-ins, proofs and forms erased.",
            gone,
        )
    )


HANDLERS: dict[str, Handler] = {TIDY: tidy}
SCHEDULE = (Scheduled(TIDY, every=timedelta(days=1), tidies=True),)
