"""Tables of imports: a file waiting to be confirmed, and what an import did."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.clock import utc_now
from groupnet.core.db import Model, UtcDateTime, group_key, instant
from groupnet.core.tenancy import GroupOwned, owned_by_group

UNDO_TIME = timedelta(days=7)
UPLOAD_KEPT = timedelta(days=1)


class ImportUpload(GroupOwned, Model):
    """A file between preview and confirmation; it goes with the confirmation, or after a day."""

    __tablename__ = "import_upload"
    __table_args__ = owned_by_group(group_key("uploaded_by_id", "membership"))

    uploaded_by_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(200))
    options: Mapped[str] = mapped_column(Text, default="{}")
    """The answers given so far (date order, period, former members), as JSON."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = instant()


class ImportRun(GroupOwned, Model):
    """One import that went in, with its report; it can be undone for seven days."""

    __tablename__ = "import_run"
    __table_args__ = owned_by_group(
        Index("ix_import_run_created", "group_id", "created_at"),
    )

    imported_by_id: Mapped[int | None]
    """The membership; none when the command line did it. No foreign key: memberships point here."""
    kind: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(200))
    report: Mapped[str] = mapped_column(Text)
    """The report of `sheets`, what the undo needs to know, and what it did, as JSON.

    While rows still go in it is "unfinished", and its report only counts those that are in.
    """
    filled: Mapped[str] = mapped_column(Text, default="[]")
    """Blank fields of existing members that the import filled, as JSON: [[membership, field, value], …]."""
    created_at: Mapped[datetime] = instant()
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def can_be_undone(self) -> bool:
        """Whether undo is still offered."""
        return self.undone_at is None and utc_now() < self.created_at + UNDO_TIME

    def list_filled(self) -> list[tuple[int, str, str]]:
        """The blanks that were filled: (membership, field, value)."""
        return [(member_id, field, value) for member_id, field, value in json.loads(self.filled)]

    def get_record(self) -> dict[str, Any]:
        """What `report` holds: "report", "made", in the browser "upload", "unfinished", and "undone"."""
        record: dict[str, Any] = json.loads(self.report)
        return record
