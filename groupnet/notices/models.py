"""Tables of what members are told, and of how they want to be told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group


class NoticeKind(StrEnum):
    """What a member may be told of, and may choose for."""

    REFERRAL = "referral"
    """Somebody passed them something."""
    ANSWER = "answer"
    """What came of something they passed."""
    THANKS = "thanks"
    NUDGE = "nudge"
    """A referral that they have not called on for five days."""
    REMINDER = "reminder"
    """A meeting they are expected at comes near, or still waits for their answer."""
    MEETING = "meeting"
    """A meeting they have to do with was scheduled, moved or cancelled, or a place became theirs."""
    ONE_TO_ONE = "one_to_one"
    """Somebody proposes a one-to-one, or answers one."""
    VISITORS = "visitors"
    """A visitor or somebody who asks to join, for those who follow up."""
    DIGEST = "digest"
    """The weekly mail over all their groups; it is no notice of its own."""


class Way(StrEnum):
    """How one wants to be told by mail; the app tells everything anyhow."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    NEVER = "never"


class Notice(GroupOwned, Model):
    """One thing that a member is told, in the app and perhaps by mail."""

    __tablename__ = "notice"
    __table_args__ = owned_by_group(
        group_key("membership_id", "membership"),
        group_key("referral_id", "referral"),
        group_key("thanks_id", "thanks"),
        group_key("event_id", "referral_event"),
        group_key("meeting_id", "meeting"),
        group_key("proposal_id", "one_to_one_proposal"),
        group_key("visitor_id", "visitor"),
        Index("ix_notice_meeting", "group_id", "meeting_id"),
        Index("ix_notice_newest", "group_id", "membership_id", "due_at"),
        Index("ix_notice_referral", "group_id", "referral_id"),
        Index("ix_notice_thanks", "group_id", "thanks_id"),
    )

    membership_id: Mapped[int]
    kind: Mapped[NoticeKind] = one_of(NoticeKind)
    referral_id: Mapped[int | None]
    event_id: Mapped[int | None]
    """The step of the referral's history that it tells of."""
    thanks_id: Mapped[int | None]
    meeting_id: Mapped[int | None]
    proposal_id: Mapped[int | None]
    """Of a one-to-one."""
    visitor_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(40), default="")
    """Which of the things that its kind may tell, in a word of the feature that tells it."""
    created_at: Mapped[datetime] = instant()
    due_at: Mapped[datetime] = instant()
    """Held back until then, so that what is undone at once is told to nobody."""
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeChoice(Model):
    """A person's choice for one kind, over all their groups; without a row the default holds."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[NoticeKind] = one_of(NoticeKind, primary_key=True)
    way: Mapped[Way] = one_of(Way)


class WeeklyPeriod(Model):
    """What a person's newest weekly mail tells of; the next one goes on from there."""

    __tablename__ = "weekly_period"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    mail_id: Mapped[int | None] = mapped_column(
        ForeignKey("outgoing_mail.id", ondelete="SET NULL"), index=True
    )
    since: Mapped[datetime] = instant()
    until: Mapped[datetime] = instant()
