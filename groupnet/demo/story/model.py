"""What a story is made of: who passed whom what, what came of it, the thanks. People go by their slugs."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["business", "introduction", "job"]
Side = Literal["giver", "receiver"]
Status = Literal["passed", "accepted", "contacted", "won", "lost", "declined"]
Standing = Literal["clear", "disputed", "withdrawn"]


@dataclass(frozen=True)
class Life:
    """How a referral went. The first step is its recording; one recorded by the receiver starts accepted."""

    steps: tuple[tuple[Status, date], ...]
    standing: Standing = "clear"
    standing_on: date | None = None
    standing_note: str = ""
    decline_reason: str = ""
    recorded_by: Side = "giver"

    @property
    def status(self) -> Status:
        """Where it stands on the day of the telling."""
        return self.steps[-1][0]

    @property
    def closed_on(self) -> date | None:
        """The day it was won, lost or declined."""
        status, day = self.steps[-1]
        return day if status in ("won", "lost", "declined") else None


@dataclass(frozen=True)
class ToldReferral:
    """One referral of the story. A dispute comes from the side that did not record it."""

    key: str
    group: str
    giver: str
    receiver: str
    given_on: date
    kind: Kind
    inside: bool
    life: Life
    told_in_person: bool = False
    prospect_name: str = ""
    prospect_contact: str = ""
    note: str = ""

    @property
    def status(self) -> Status:
        """Where it stands on the day of the telling."""
        return self.life.status

    @property
    def counts(self) -> bool:
        """Whether it counts: not declined, disputed or withdrawn."""
        return self.status != "declined" and self.life.standing == "clear"


@dataclass(frozen=True)
class ToldThanks:
    """The receiver's thanks to a giver; `amount_minor` in pence, None without a figure."""

    group: str
    thanker: str
    thanked: str
    thanked_on: date
    referral_key: str | None = None
    amount_minor: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Story:
    """Everything that happened, oldest first."""

    referrals: tuple[ToldReferral, ...]
    thanks: tuple[ToldThanks, ...]
