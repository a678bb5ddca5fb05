"""Work of the worker: the weekly mails, and the end of old notices."""

from datetime import datetime, timedelta

from groupnet.notices.keeping import remove_old_notices
from groupnet.notices.weekly import list_people_due, queue_digests
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Progress, Scheduled
from groupnet.outbox.service import queue_job

PEOPLE_AT_ONCE = 200
"""So many mails are written in one transaction, which on SQLite keeps other writers waiting."""


def hand_out_digests(job: Job, _progress: Progress) -> None:
    """See whose Monday morning it is, and hand them out in small jobs."""
    people = list_people_due(job.created_at)
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        some = list(people[start : start + PEOPLE_AT_ONCE])
        queue_job(kind="notices.some-digests", payload={"people": some, "at": job.created_at.isoformat()})


def write_some_digests(job: Job, _progress: Progress) -> None:
    """Write the weekly mails of some people down."""
    content = job.content()
    queue_digests(person_ids=content["people"], now=datetime.fromisoformat(content["at"]))


def tidy(_job: Job, _progress: Progress) -> None:
    """Remove old notices."""
    remove_old_notices()


HANDLERS: dict[str, Handler] = {
    "notices.digests": hand_out_digests,
    "notices.some-digests": write_some_digests,
    "notices.tidy": tidy,
}
SCHEDULE = (
    Scheduled("notices.digests", timedelta(hours=1)),
    Scheduled("notices.tidy", timedelta(days=1), tidies=True),
)
