"""What the worker does for accounts: archives, and forgetting the last address of those who went."""

from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import delete

from groupnet.account.archive import build_archive
from groupnet.account.queries import ARCHIVE, get_person
from groupnet.account.service import DELETED
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.unit_of_work import only_reading
from groupnet.outbox.models import Job, OutgoingMail, QueueState
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled

FORGET = "account.forget-last-mails"


def make_archive(job: Job, progress: Progress) -> Outcome:
    """Make the archive of the person who ordered it."""
    if job.person_id is None:
        raise ValueError("an archive is somebody's")
    today = utc_now().date()
    with only_reading():  # however long it takes, others may write meanwhile
        content = build_archive(get_person(job.person_id), today, progress)
    return Outcome(
        sentence=gettext("Everything of yours is in this file."),
        filename=f"groupnet-{today.isoformat()}.zip",
        media_type="application/zip",
        content=content,
    )


def forget_last_mails(_job: Job, _progress: Progress) -> None:
    """Forget the mails that told somebody their account is gone, once these are sent or given up."""
    over = (OutgoingMail.kind == DELETED, OutgoingMail.state != QueueState.WAITING)
    db.session.execute(delete(OutgoingMail).where(*over), execution_options={"synchronize_session": False})


HANDLERS: dict[str, Handler] = {ARCHIVE: make_archive, FORGET: forget_last_mails}
SCHEDULE = (Scheduled(FORGET, timedelta(hours=1)),)
