"""The table of calendar feeds: a person's one subscription over all their groups."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, instant


class CalendarFeed(Model):
    """A secret address; it is made from the nonce with the server's key, so the row alone opens nothing."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = instant()
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
