"""What the cast is made of. Every date is a number of days before the day the demo is filled."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Status = Literal["active", "on_leave"]
RightName = Literal["organiser", "officer", "admin"]
SignInRole = Literal["member", "organiser", "officer", "admin"]
ShownTo = Literal["nobody", "chosen", "group"]
ContactShownTo = Literal["nobody", "officers", "group"]


def slug_of(name: str) -> str:
    """The plain lower-case form of a name: "Siân Prosser" becomes "sian-prosser"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(plain.lower().split())


@dataclass(frozen=True)
class Look:
    """How somebody is drawn; the words are the keys of the palettes and shapes in `portraits`."""

    skin: str
    hair: str
    hair_colour: str
    top: str
    colour: str
    beard: str = ""
    glasses: str = ""
    scarf: str = ""
    earrings: bool = False
    older: bool = False


@dataclass(frozen=True)
class Span:
    """Days from `from_days_ago` to `to_days_ago`, both inclusive; None is open, a negative one lies ahead."""

    from_days_ago: int
    to_days_ago: int | None = None

    def starts_on(self, today: date) -> date:
        """The first day."""
        return today - timedelta(days=self.from_days_ago)

    def ends_on(self, today: date) -> date | None:
        """The last day, or None while it is open."""
        return None if self.to_days_ago is None else today - timedelta(days=self.to_days_ago)

    def covers(self, day: date, today: date) -> bool:
        """Whether `day` lies in the span."""
        last = self.ends_on(today)
        return self.starts_on(today) <= day and (last is None or day <= last)


@dataclass(frozen=True)
class Period(Span):
    """A membership period."""

    status: Status = "active"


@dataclass(frozen=True)
class Grant(Span):
    """A right, for a time."""

    right: RightName = "organiser"


@dataclass(frozen=True)
class Member:
    """A person's place in one group, with the profile the group sees; `cluster` is the trade they sit in."""

    name: str
    email: str
    phone: str
    company: str
    category: str
    cluster: str
    headline: str
    background: str
    offers: str
    good_referral: str
    links: tuple[str, ...]
    periods: tuple[Period, ...]
    look: Look | None = None
    rights: tuple[Grant, ...] = ()
    email_shown_to: ContactShownTo = "group"
    phone_shown_to: ContactShownTo = "group"
    looking_for_work: str = ""
    looking_shown_to: ShownTo = "nobody"
    looking_chosen: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The key by which the story speaks of this person, the same in every group."""
        return slug_of(self.name)

    def status_on(self, day: date, today: date) -> Literal["invited", "active", "on_leave", "left"]:
        """The status on `day`, as the periods have it."""
        for period in self.periods:
            if period.covers(day, today):
                return period.status
        return "invited" if day < self.joined_on(today) else "left"

    def joined_on(self, today: date) -> date:
        """The first day of membership."""
        return self.periods[0].starts_on(today)

    def left_on(self, today: date) -> date | None:
        """The last day of membership, or None for a current member."""
        return self.periods[-1].ends_on(today)


@dataclass(frozen=True)
class Group:
    """One of the demo's groups."""

    slug: str
    name: str
    timezone: str
    currency: str
    exclusive_categories: bool
    members: tuple[Member, ...]

    def member(self, slug: str) -> Member:
        """The member with this slug; KeyError if there is none."""
        for member in self.members:
            if member.slug == slug:
                return member
        raise KeyError(slug)


@dataclass(frozen=True)
class SignIn:
    """Somebody in whose name a visitor may try the demo."""

    role: SignInRole
    group: str
    slug: str


@dataclass(frozen=True)
class Cast:
    """All of the demo's people."""

    groups: tuple[Group, ...]
    demo_sign_ins: tuple[SignIn, ...]

    def group(self, slug: str) -> Group:
        """The group with this slug; KeyError if there is none."""
        for group in self.groups:
            if group.slug == slug:
                return group
        raise KeyError(slug)
