"""What the worker does for accounts: archives, and forgetting the last address of those who went."""

from datetime import timedelta

from flask_babel import gettext

from groupnet.account.archive import build_archive
from groupnet.account.queries import ARCHIVE
from groupnet.account.service import DELETED
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound
from groupnet.core.unit_of_work import only_reading
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Outcome, Progress, Scheduled
from groupnet.outbox.service import forget_ended
from groupnet.people.queries import find_person_by_id

FORGET = "account.forget-last-mails"


def make_archive(job: Job, progress: Progress) -> Outcome:
    """Make the archive of the person who ordered it."""
    today = utc_now().date()
    with only_reading():  # however long it takes, others may write meanwhile
        person = find_person_by_id(job.person_id or 0)
        if person is None:
            raise NotFound
        content = build_archive(person, today, progress)
    return Outcome(
        sentence=gettext("Everything of yours is in this file."),
        filename=f"groupnet-{today.isoformat()}.zip",
        media_type="application/zip",
        content=content,
    )


def forget_last_mails(_job: Job, _progress: Progress) -> None:
    """Forget the mails that told somebody their account is gone, once these are sent or given up."""
    forget_ended(kind=DELETED)


HANDLERS: dict[str, Handler] = {ARCHIVE: make_archive, FORGET: forget_last_mails}
SCHEDULE = (Scheduled(FORGET, timedelta(hours=1), tidies=True),)
