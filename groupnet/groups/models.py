"""Tables of groups, memberships, periods, rights and joining links."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, belongs_to, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group
from groupnet.core.words import fold, with_starts
from groupnet.groups.roles import Right


class Group(Model):
    """The tenant."""

    __tablename__ = "group"
    __table_args__ = (CheckConstraint("prospects_kept_months BETWEEN 1 AND 60", name="prospects_kept"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    timezone: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    currency: Mapped[str] = mapped_column(String(3))
    pair_counts_open: Mapped[bool] = mapped_column(default=True)
    categories_exclusive: Mapped[bool] = mapped_column(default=False)
    default_window_months: Mapped[int] = mapped_column(default=6)
    prospects_kept_months: Mapped[int] = mapped_column(default=12)
    """How long after a referral closed its prospect's name, contact and notes are kept."""
    second_factor_required: Mapped[bool] = mapped_column(default=False)
    """Whether the rights of admins and officers rest until they have a second factor."""
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = instant()

    __mapper_args__ = {"version_id_col": version}


class Status(StrEnum):
    """Where a membership stands on a day."""

    INVITED = "invited"
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    LEFT = "left"

    @property
    def is_present(self) -> bool:
        """Whether they belong to the group: on leave, too."""
        return self in (Status.ACTIVE, Status.ON_LEAVE)


class Shown(StrEnum):
    """Who sees a contact field."""

    GROUP = "group"
    OFFICERS = "officers"
    NOBODY = "nobody"


class JobSearchShown(StrEnum):
    """Who sees that somebody is looking for work."""

    GROUP = "group"
    CHOSEN = "chosen"
    NOBODY = "nobody"


FOUND_BY = ("name", "category", "company", "offers", "good_referral")
"""The parts of a profile that the directory searches."""


def searchable(profile: dict[str, Any]) -> str:
    """What the directory searches, folded, with a space before each word.

    The database can neither fold accents alike on both sides nor tell where a word begins.
    """
    return with_starts(fold("\n".join(profile.get(name) or "" for name in FOUND_BY)))


def sortable(name: str) -> str:
    """A name as it stands in A to Z: "Émile" among the Es, on both databases."""
    return fold(name)[:60]


class Membership(GroupOwned, Model):
    """A person's place in a group, with the profile that the group sees."""

    __tablename__ = "membership"
    __table_args__ = owned_by_group(
        UniqueConstraint("group_id", "email"),
        UniqueConstraint("group_id", "person_id"),
        group_key("import_run_id", "import_run"),
        Index("ix_membership_a_to_z", "group_id", "sort_name", "id"),
    )

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    headline: Mapped[str] = mapped_column(String(160), default="")
    company: Mapped[str] = mapped_column(String(120), default="")
    category: Mapped[str] = mapped_column(String(80), default="")
    background: Mapped[str] = mapped_column(Text, default="")
    offers: Mapped[str] = mapped_column(Text, default="")
    good_referral: Mapped[str] = mapped_column(Text, default="")
    job_search: Mapped[str] = mapped_column(Text, default="")
    job_search_shown: Mapped[JobSearchShown] = one_of(JobSearchShown, default=JobSearchShown.NOBODY)
    phone: Mapped[str] = mapped_column(String(40), default="")
    links: Mapped[str] = mapped_column(Text, default="")
    """One address a line."""
    email_shown: Mapped[Shown] = one_of(Shown, default=Shown.GROUP, name="email_shown")
    phone_shown: Mapped[Shown] = one_of(Shown, default=Shown.GROUP, name="phone_shown")
    links_shown: Mapped[Shown] = one_of(Shown, default=Shown.GROUP, name="links_shown")
    sort_name: Mapped[str] = mapped_column(
        String(60), default=lambda context: sortable(context.get_current_parameters()["name"])
    )
    search_text: Mapped[str] = mapped_column(
        Text, deferred=True, default=lambda context: searchable(context.get_current_parameters())
    )
    photo_version: Mapped[str | None] = mapped_column(String(16))
    left_undated: Mapped[bool] = mapped_column(default=False)
    """A former member of whom nobody recorded when they left: no day of theirs counts."""
    import_run_id: Mapped[int | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they deleted their account: a former member without name, address or profile."""
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = instant()

    __mapper_args__ = {"version_id_col": version}

    if TYPE_CHECKING:
        rights: frozenset[Right]
    else:
        rights = frozenset()
    """The rights of the day, set by the door on the acting membership; it is no column."""


@event.listens_for(Membership, "before_update")
def _keep_search_text(_mapper: Any, _connection: Any, membership: Membership) -> None:
    state = inspect(membership)
    if any(state.attrs[name].history.has_changes() for name in FOUND_BY):
        membership.sort_name = sortable(membership.name)
        membership.search_text = searchable({name: getattr(membership, name) for name in FOUND_BY})


class MembershipPeriod(GroupOwned, Model):
    """Days of being active or on leave; a missing end is open, a missing start lies before the records."""

    __tablename__ = "membership_period"
    __table_args__ = owned_by_group(
        group_key("membership_id", "membership"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="in_order"),
        CheckConstraint("status IN ('active', 'on_leave')", name="present"),
        Index("ix_membership_period_days", "group_id", "membership_id", "starts_on", "ends_on"),
    )

    membership_id: Mapped[int]
    status: Mapped[Status] = one_of(Status)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    membership: Mapped[Membership] = belongs_to("Membership", "MembershipPeriod.membership_id")


class RightsTerm(GroupOwned, Model):
    """A right held from one day to another, both inclusive; it begins and ends with no act by anybody."""

    __tablename__ = "rights_term"
    __table_args__ = owned_by_group(
        group_key("membership_id", "membership"),
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="in_order"),
        Index("ix_rights_term_membership", "group_id", "membership_id"),
    )

    membership_id: Mapped[int]
    right: Mapped[Right] = one_of(Right)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    membership: Mapped[Membership] = belongs_to("Membership", "RightsTerm.membership_id")

    def covers(self, day: date) -> bool:
        """Whether the right is held on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Invitation(GroupOwned, Model):
    """A joining link for one membership: one use, an end; it is signed, so the row alone opens nothing."""

    __tablename__ = "invitation"
    __table_args__ = owned_by_group(
        group_key("membership_id", "membership"), group_key("invited_by_id", "membership")
    )

    membership_id: Mapped[int] = mapped_column(index=True)
    invited_by_id: Mapped[int | None]
    """Who made it; none when the host's command line did."""
    nonce: Mapped[str] = mapped_column(String(32))
    mailed_to: Mapped[str | None] = mapped_column(String(254))
    """The one address it was mailed to; none when it was only shown, to copy or to print."""
    note: Mapped[str] = mapped_column(String(500), default="")
    """The personal line of who made it; stands in the mail alone."""
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = instant()
    expires_at: Mapped[datetime] = instant()
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    membership: Mapped[Membership] = belongs_to("Membership", "Invitation.membership_id")
