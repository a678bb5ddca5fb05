"""Which stretch of time a weekly mail tells of: it begins where the one told last ended, whatever the hour
of either, so that nothing is told twice and nothing never."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import select

from groupnet.core.db import db, insert_unless_there
from groupnet.notices.models import WeeklyPeriod
from groupnet.outbox.models import OutgoingMail, QueueState

FIRST = timedelta(days=7)
LONGEST = timedelta(days=28)
"""Older things are no news of a week; shorter than what was sent is kept, by which it is seen to be told."""


@dataclass(frozen=True)
class Period:
    """After one instant, and up to another."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, mail: OutgoingMail) -> Self:
        """What a weekly mail tells of, fixed when it was written down."""
        content = mail.content()
        return cls(datetime.fromisoformat(content["since"]), datetime.fromisoformat(content["until"]))

    def as_payload(self) -> dict[str, str]:
        """As a mail keeps it."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def list_periods_until(person_ids: Sequence[int], until: datetime) -> dict[int, Period]:
    """What the next weekly mail of some people tells of, by person: the last seven days at first."""
    query = (
        select(WeeklyPeriod, OutgoingMail)
        .outerjoin(OutgoingMail, OutgoingMail.id == WeeklyPeriod.mail_id)
        .where(WeeklyPeriod.person_id.in_(person_ids))
    )
    begins = {
        last.person_id: last.until if _was_told(mail) else last.since
        for last, mail in db.session.execute(query)
    }
    return {
        person_id: Period(max(begins.get(person_id, until - FIRST), until - LONGEST), until)
        for person_id in person_ids
    }


def note_period(*, person_id: int, mail_id: int, period: Period) -> None:
    """Keep what a person's newest weekly mail tells of, for the next one."""
    values = {"mail_id": mail_id, "since": period.since, "until": period.until}
    db.session.execute(
        insert_unless_there(WeeklyPeriod)
        .values(person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["person_id"], set_=values)
    )


def _was_told(mail: OutgoingMail | None) -> bool:
    """Whether a mail went out, or had nothing to say; not if it came to nothing, or its time ran out."""
    if mail is None or mail.state is not QueueState.DROPPED:
        return mail is not None and mail.state is QueueState.DONE
    return mail.expires_at is None or mail.finished_at is None or mail.finished_at < mail.expires_at
