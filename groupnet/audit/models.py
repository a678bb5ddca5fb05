"""The table of the audit log."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group


class Action(StrEnum):
    """What was done."""

    RIGHT_GRANTED = "right.granted"
    RIGHT_ENDED = "right.ended"
    SETTINGS_CHANGED = "settings.changed"
    MEMBER_ADDED = "member.added"
    MEMBER_EDITED = "member.edited"
    MEMBER_INVITED = "member.invited"
    INVITE_REVOKED = "invite.revoked"
    MEMBER_JOINED = "member.joined"
    STATUS_CHANGED = "status.changed"
    MEMBER_ERASED = "member.erased"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import.undone"
    EXPORTED = "exported"
    SIGN_IN_REFUSED = "signin.refused"
    MAIL_SENT_AGAIN = "mail.again"


class AuditEntry(GroupOwned, Model):
    """One act. It names people by their membership, so that who is deleted is named nowhere."""

    __tablename__ = "audit_entry"
    __table_args__ = owned_by_group(
        group_key("actor_id", "membership"),
        group_key("subject_id", "membership"),
        Index("ix_audit_entry_newest", "group_id", "happened_at", "id"),
    )

    action: Mapped[Action] = one_of(Action)
    actor_id: Mapped[int | None]
    """Who did it; none when it was the host, or a stranger."""
    subject_id: Mapped[int | None]
    """To whom."""
    details: Mapped[str] = mapped_column(Text, default="{}")
    """Names of what changed and, of settings, rights and dates, the values; as JSON."""
    happened_at: Mapped[datetime] = instant()
