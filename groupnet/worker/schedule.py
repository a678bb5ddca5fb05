"""Scheduled work: written down as a job once a period, by whichever worker sees first that it is due."""

from datetime import UTC, datetime

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.outbox.registry import Scheduled, list_scheduled
from groupnet.outbox.service import queue_job

A_MONDAY = datetime(1970, 1, 5, tzinfo=UTC)


class Schedule:
    """What this worker has seen started; a period is asked about once."""

    def __init__(self) -> None:
        self._started: dict[str, str] = {}

    def start_due(self) -> int:
        """Write a job down for each piece of scheduled work whose period has begun, and commit.

        Returns:
            how many this worker was the first to write.
        """
        now = utc_now()
        written = 0
        for entry in list_scheduled():
            key = key_of(entry, now)
            if self._started.get(entry.kind) == key:
                continue
            written += queue_job(kind=entry.kind, payload={}, unique_key=key) is not None
            db.session.commit()
            self._started[entry.kind] = key
        return written


def key_of(entry: Scheduled, now: datetime) -> str:
    """The one key of a period: the kind, and when the period began."""
    periods: int = (now - A_MONDAY) // entry.every
    return f"{entry.kind}:{A_MONDAY + periods * entry.every:%Y-%m-%dT%H:%M}"
