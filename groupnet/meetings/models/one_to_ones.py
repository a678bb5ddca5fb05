"""Tables of one-to-ones: proposed, and had."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, belongs_to, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group
from groupnet.groups.models import Membership


class OneToOne(GroupOwned, Model):
    """Two members met on a day; however many record it, it is one."""

    __tablename__ = "one_to_one"
    __table_args__ = owned_by_group(
        group_key("first_id", "membership"),
        group_key("second_id", "membership"),
        group_key("recorded_by_id", "membership"),
        group_key("meeting_id", "meeting"),
        group_key("import_run_id", "import_run"),
        UniqueConstraint("group_id", "first_id", "second_id", "held_on"),
        CheckConstraint("first_id < second_id", name="in_order"),
        Index("ix_one_to_one_day", "group_id", "held_on", "first_id", "second_id"),
        Index("ix_one_to_one_second", "group_id", "second_id", "held_on"),
    )

    first_id: Mapped[int]
    """The one with the lower id; the order means nothing."""
    second_id: Mapped[int]
    held_on: Mapped[date]
    recorded_by_id: Mapped[int | None]
    """The first of the two who recorded it; none while only an import did."""
    meeting_id: Mapped[int | None]
    import_run_id: Mapped[int | None]
    created_at: Mapped[datetime] = instant()

    first: Mapped[Membership] = belongs_to("Membership", "OneToOne.first_id")
    second: Mapped[Membership] = belongs_to("Membership", "OneToOne.second_id")


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(GroupOwned, Model):
    """A member asks another for a one-to-one, at one of a few times."""

    __tablename__ = "one_to_one_proposal"
    __table_args__ = owned_by_group(
        group_key("proposer_id", "membership"),
        group_key("invited_id", "membership"),
        group_key("meeting_id", "meeting"),
        CheckConstraint("proposer_id <> invited_id", name="not_oneself"),
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        Index("ix_one_to_one_proposal_invited", "group_id", "invited_id", "status"),
        Index("ix_one_to_one_proposal_proposer", "group_id", "proposer_id", "status"),
    )

    proposer_id: Mapped[int]
    invited_id: Mapped[int]
    status: Mapped[ProposalStatus] = one_of(ProposalStatus, default=ProposalStatus.OPEN)
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    meeting_id: Mapped[int | None]
    """The meeting that the accepted time became."""
    created_at: Mapped[datetime] = instant()
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    proposer: Mapped[Membership] = belongs_to("Membership", "Proposal.proposer_id")
    invited: Mapped[Membership] = belongs_to("Membership", "Proposal.invited_id")


class ProposedTime(GroupOwned, Model):
    """One of the times of a proposal."""

    __tablename__ = "one_to_one_time"
    __table_args__ = owned_by_group(
        group_key("proposal_id", "one_to_one_proposal"),
        UniqueConstraint("group_id", "proposal_id", "starts_at"),
    )

    proposal_id: Mapped[int]
    starts_at: Mapped[datetime] = instant()
