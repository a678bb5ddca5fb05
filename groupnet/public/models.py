"""Tables of public pages: the page, and what strangers typed there until they prove their address."""

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group


class PublicPage(GroupOwned, Model):
    """A group's page for everybody; without a row there is none."""

    __tablename__ = "public_page"
    __table_args__ = owned_by_group(UniqueConstraint("group_id", name="uq_public_page_group"))

    is_open: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(Text, default="")
    """Who the group is, in its own words."""
    welcomes_visitors: Mapped[bool] = mapped_column(default=True)
    takes_requests: Mapped[bool] = mapped_column(default=True)
    """Whether one may ask to join."""
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class RequestKind(StrEnum):
    """Which of the two forms was sent."""

    VISIT = "visit"
    JOIN = "join"


class PublicRequest(GroupOwned, Model):
    """What somebody typed on the page. It counts for nothing, and only who reads the mail to its address sees
    it, until they press the button there; then it is gone, as it is after two days."""

    __tablename__ = "public_request"
    __table_args__ = owned_by_group(
        # nothing that a stranger typed keeps a meeting from going
        ForeignKeyConstraint(
            ["group_id", "meeting_id"], ["meeting.group_id", "meeting.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("group_id", "kind", "email"),
        CheckConstraint("(kind = 'visit') = (meeting_id IS NOT NULL)", name="meeting"),
        Index("ix_public_request_meeting", "group_id", "meeting_id"),
        Index("ix_public_request_made", "group_id", "created_at"),
    )

    kind: Mapped[RequestKind] = one_of(RequestKind)
    meeting_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    company: Mapped[str] = mapped_column(String(120), default="")
    category: Mapped[str] = mapped_column(String(80), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = instant()

    @property
    def digest(self) -> str:
        """Which words these are: others typed for the same address have another."""
        words = (self.meeting_id, self.name, self.company, self.category, self.message)
        return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


class RequestMail(GroupOwned, Model):
    """That a mail went to an address that nobody had proven; counted for a day, whatever became of it."""

    __tablename__ = "public_request_mail"
    __table_args__ = owned_by_group(Index("ix_public_request_mail_sent", "group_id", "sent_at"))

    address: Mapped[str] = mapped_column(String(64))
    """A keyed hash of form and address."""
    network: Mapped[str] = mapped_column(String(64))
    """A keyed hash of the network that asked for it (an IPv6 /64 is one)."""
    sent_at: Mapped[datetime] = instant()
