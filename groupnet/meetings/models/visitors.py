"""Tables of visitors: who they are, when they came, and what follows."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index, String, Text, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, belongs_to, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group
from groupnet.groups.models import Membership
from groupnet.meetings.models.schedule import Meeting

FIRST = column("apart", Boolean).is_(False)
"""The criterion: of those with one address, the one who is not kept apart."""


class VisitorStatus(StrEnum):
    """How far somebody has come from visitor to member."""

    EXPECTED = "expected"
    CAME = "came"
    APPLIED = "applied"
    JOINED = "joined"
    DECLINED = "declined"


class VisitorSource(StrEnum):
    """Who brought their name in."""

    PUBLIC = "public"
    """They themselves, on the group's public page."""
    MEMBER = "member"
    DOOR = "door"
    IMPORT = "import"


class Visitor(GroupOwned, Model):
    """Somebody who comes to see; their data end 12 months after the last step."""

    __tablename__ = "visitor"
    __table_args__ = owned_by_group(
        group_key("invited_by_id", "membership"),
        group_key("owner_id", "membership"),
        group_key("membership_id", "membership"),
        group_key("import_run_id", "import_run"),
        Index(
            "ix_visitor_first", "group_id", "email", unique=True, sqlite_where=FIRST, postgresql_where=FIRST
        ),
        Index("ix_visitor_email", "group_id", "email"),
        Index("ix_visitor_status", "group_id", "status", "stepped_at"),
        Index("ix_visitor_inviter", "group_id", "invited_by_id"),
    )

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    apart: Mapped[bool] = mapped_column(default=False)
    """Another has the address, and they are kept apart: a member typed it who may not know of the first."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    company: Mapped[str] = mapped_column(String(120), default="")
    category: Mapped[str] = mapped_column(String(80), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    """Their own words, when they asked to join."""
    note: Mapped[str] = mapped_column(Text, default="")
    """The group's words about the follow-up."""
    source: Mapped[VisitorSource] = one_of(VisitorSource, default=VisitorSource.MEMBER)
    status: Mapped[VisitorStatus] = one_of(VisitorStatus, default=VisitorStatus.EXPECTED)
    invited_by_id: Mapped[int | None]
    owner_id: Mapped[int | None]
    """Who follows up."""
    follow_up_on: Mapped[date | None]
    membership_id: Mapped[int | None]
    """The member that they became."""
    stepped_at: Mapped[datetime] = instant()
    """The last step; their data end from here."""
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_run_id: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = instant()

    __mapper_args__ = {"version_id_col": version}

    invited_by: Mapped[Membership | None] = belongs_to("Membership", "Visitor.invited_by_id")
    owner: Mapped[Membership | None] = belongs_to("Membership", "Visitor.owner_id")


class Visit(GroupOwned, Model):
    """A visitor at one meeting, or on a day of which no meeting is kept."""

    __tablename__ = "visit"
    __table_args__ = owned_by_group(
        group_key("visitor_id", "visitor"),
        group_key("meeting_id", "meeting"),
        group_key("announced_by_id", "membership"),
        UniqueConstraint("group_id", "visitor_id", "on_day"),
        Index("ix_visit_meeting", "group_id", "meeting_id"),
        Index("ix_visit_day", "group_id", "on_day"),
    )

    visitor_id: Mapped[int]
    meeting_id: Mapped[int | None]
    on_day: Mapped[date]
    announced_by_id: Mapped[int | None]
    """The member who said last that they come; None where they did so themselves, or were there already."""
    came: Mapped[bool | None]
    """None until somebody says."""
    withdrew: Mapped[bool] = mapped_column(default=False)
    """They said themselves that they cannot come, so they may say that they come after all."""
    created_at: Mapped[datetime] = instant()

    visitor: Mapped[Visitor] = belongs_to("Visitor", "Visit.visitor_id")
    meeting: Mapped[Meeting | None] = belongs_to("Meeting", "Visit.meeting_id")
