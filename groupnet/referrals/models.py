"""Tables of referrals, their history, and thanks."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, belongs_to, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group
from groupnet.groups.models import Membership


class Kind(StrEnum):
    """What is referred."""

    BUSINESS = "business"
    JOB = "job"
    INTRODUCTION = "introduction"


class Status(StrEnum):
    """How far a referral has come."""

    PASSED = "passed"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    WON = "won"
    LOST = "lost"
    DECLINED = "declined"


class Standing(StrEnum):
    """Whether a referral stands."""

    CLEAR = "clear"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class Referral(GroupOwned, Model):
    """One member passes somebody's need to another. It counts unless declined, disputed or withdrawn."""

    __tablename__ = "referral"
    __table_args__ = owned_by_group(
        group_key("giver_id", "membership"),
        group_key("receiver_id", "membership"),
        group_key("recorder_id", "membership"),
        group_key("import_run_id", "import_run"),
        CheckConstraint("giver_id <> receiver_id", name="no_self_referral"),
        # date first and covering: the board reads the index alone
        Index("ix_referral_board", "group_id", "given_on", "giver_id", "receiver_id", "status", "standing"),
        # the number in the menu is counted from this index alone
        Index("ix_referral_receiver", "group_id", "receiver_id", "given_on", "status", "standing"),
        Index("ix_referral_giver", "group_id", "giver_id", "given_on"),
    )

    giver_id: Mapped[int]
    receiver_id: Mapped[int]
    recorder_id: Mapped[int | None]
    """Who recorded it; none when an import did."""
    given_on: Mapped[date]
    kind: Mapped[Kind] = one_of(Kind, default=Kind.BUSINESS)
    inside: Mapped[bool] = mapped_column(default=False)
    """Inside: the giver is the customer."""
    status: Mapped[Status] = one_of(Status, default=Status.PASSED)
    standing: Mapped[Standing] = one_of(Standing, default=Standing.CLEAR)
    told_in_person: Mapped[bool] = mapped_column(default=False)
    prospect_name: Mapped[str] = mapped_column(String(120), default="")
    prospect_contact: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    import_run_id: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = instant()
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was won, lost, declined or withdrawn; the prospect's data end from here."""

    __mapper_args__ = {"version_id_col": version}

    giver: Mapped[Membership] = belongs_to("Membership", "Referral.giver_id")
    receiver: Mapped[Membership] = belongs_to("Membership", "Referral.receiver_id")


class Step(StrEnum):
    """What an event of a referral's history says."""

    RECORDED = "recorded"
    MOVED = "moved"
    STEPPED_BACK = "stepped_back"
    EDITED = "edited"
    TOLD = "told"
    DISPUTED = "disputed"
    DISPUTE_LIFTED = "dispute_lifted"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class ReferralEvent(GroupOwned, Model):
    """One step or edit: who, when, from where to where, and the note given."""

    __tablename__ = "referral_event"
    __table_args__ = owned_by_group(
        group_key("referral_id", "referral"),
        group_key("actor_id", "membership"),
        Index("ix_referral_event_referral", "group_id", "referral_id"),
    )

    referral_id: Mapped[int]
    actor_id: Mapped[int | None]
    step: Mapped[Step] = one_of(Step)
    status_before: Mapped[str | None] = mapped_column(String(16))
    status_after: Mapped[Status] = one_of(Status)
    note: Mapped[str] = mapped_column(Text, default="")
    happened_at: Mapped[datetime] = instant()

    actor: Mapped[Membership | None] = belongs_to("Membership", "ReferralEvent.actor_id")


class Thanks(GroupOwned, Model):
    """The receiver's word that something came of it; the figure is optional, before tax, in minor units."""

    __tablename__ = "thanks"
    __table_args__ = owned_by_group(
        group_key("thanker_id", "membership"),
        group_key("thanked_id", "membership"),
        group_key("referral_id", "referral"),
        group_key("import_run_id", "import_run"),
        CheckConstraint("thanker_id <> thanked_id", name="not_oneself"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        Index("ix_thanks_day", "group_id", "thanked_on", "thanked_id", "thanker_id", "amount_minor"),
        Index("ix_thanks_referral", "group_id", "referral_id"),
    )

    thanker_id: Mapped[int | None]
    """None where an imported file hides who paid."""
    thanked_id: Mapped[int]
    referral_id: Mapped[int | None]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    thanked_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    import_run_id: Mapped[int | None]
    created_at: Mapped[datetime] = instant()

    thanker: Mapped[Membership | None] = belongs_to("Membership", "Thanks.thanker_id")
    thanked: Mapped[Membership] = belongs_to("Membership", "Thanks.thanked_id")
