"""Tables of what is still to be done: mails and jobs, written with the change that they follow from."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from groupnet.core.db import Model, UtcDateTime, instant, one_of


class QueueState(StrEnum):
    """How far something queued has come. A row at work is still waiting, with a lease."""

    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"
    """Needless by the time it was due."""
    DEAD = "dead"
    """Tried in vain for as long as it makes sense; a person may send it off again."""


class Queued:
    """What mails and jobs share: when they are due, who works at them until when, and what went wrong."""

    @declared_attr
    def id(self) -> Mapped[int]:
        return mapped_column(primary_key=True)

    @declared_attr
    def state(self) -> Mapped[QueueState]:
        return one_of(QueueState, default=QueueState.WAITING)

    @declared_attr
    def unique_key(self) -> Mapped[str | None]:
        """Two rows that would do the same have the same key; only one of them is written."""
        return mapped_column(String(120), unique=True)

    @declared_attr
    def kind(self) -> Mapped[str]:
        """Which composer or handler it is for: "people.code"."""
        return mapped_column(String(40))

    @declared_attr
    def payload(self) -> Mapped[str]:
        """Ids and choices as JSON: what the composer or handler needs beside the database. No secret."""
        return mapped_column(Text, default="{}")

    @declared_attr
    def person_id(self) -> Mapped[int | None]:
        """Whom it is for, where they have an account; goes with the account."""
        return mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    @declared_attr
    def about_group_id(self) -> Mapped[int | None]:
        """The group that it is bound to while it is worked at, if any."""
        return mapped_column(ForeignKey("group.id", ondelete="CASCADE"))

    @declared_attr
    def locale(self) -> Mapped[str]:
        """The language that it speaks."""
        return mapped_column(String(20), default="en_GB")

    @declared_attr
    def created_at(self) -> Mapped[datetime]:
        return instant()

    @declared_attr
    def due_at(self) -> Mapped[datetime]:
        """Not before this; moves on with each failure."""
        return instant()

    @declared_attr
    def expires_at(self) -> Mapped[datetime | None]:
        """Dropped from here on."""
        return mapped_column(UtcDateTime)

    @declared_attr
    def leased_until(self) -> Mapped[datetime | None]:
        """A worker has it in hand until then; afterwards another may take it."""
        return mapped_column(UtcDateTime)

    @declared_attr
    def lease(self) -> Mapped[str | None]:
        """Of which claim the lease is: who lost it must not report on it any more."""
        return mapped_column(String(32))

    @declared_attr
    def attempts(self) -> Mapped[int]:
        return mapped_column(default=0)

    @declared_attr
    def failure(self) -> Mapped[str]:
        """What went wrong last, in a few words without an address or a text."""
        return mapped_column(String(200), default="")

    @declared_attr
    def finished_at(self) -> Mapped[datetime | None]:
        return mapped_column(UtcDateTime)

    def content(self) -> dict[str, Any]:
        """The payload."""
        return dict(json.loads(self.payload))


class OutgoingMail(Queued, Model):
    """One mail to one address; it is composed when it is sent, so that no secret lies here."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        Index("ix_outgoing_mail_due", "state", "due_at"),
        Index("ix_outgoing_mail_group", "about_group_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    """The same at every attempt, so that a mail sent twice is seen as one."""
    to_address: Mapped[str] = mapped_column(String(254), index=True)


class Job(Queued, Model):
    """One piece of work for the worker."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "due_at"), {"sqlite_autoincrement": True})

    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """How many steps it has, once known."""
    outcome: Mapped[str] = mapped_column(Text, default="{}")
    """What to tell the person who waits: an `Outcome` as JSON."""


class JobFile(Model):
    """A file that a job made, for its person alone."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    expires_at: Mapped[datetime] = instant()
