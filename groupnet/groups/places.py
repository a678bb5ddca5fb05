"""A person's places: the groups that are open to them today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Group, Membership, MembershipPeriod
from groupnet.groups.periods import status_on
from groupnet.groups.policy import rights_on
from groupnet.groups.queries import list_periods, list_places_of, list_terms
from groupnet.groups.roles import Right
from groupnet.groups.words import role_words
from groupnet.people.models import Person


@dataclass(frozen=True)
class Place:
    """A membership that opens its group's door today."""

    group: Group
    membership: Membership

    @property
    def id(self) -> int:
        """Of the membership, for its face."""
        return self.membership.id

    @property
    def name(self) -> str:
        """Of the member, for its face."""
        return self.membership.name

    @property
    def photo_version(self) -> str | None:
        """Of the member's photo."""
        return self.membership.photo_version

    @property
    def group_slug(self) -> str:
        """Where the photo stands."""
        return self.group.slug


def find_roles(places: list[Place]) -> dict[int, str]:
    """What a person is in each of their places today, in words; by membership id."""
    with every_group():
        terms = list_terms([place.membership.id for place in places])
    return {
        place.membership.id: role_words(
            Right(term.right)
            for term in terms
            if term.membership_id == place.membership.id and term.covers(today_in(place.group.timezone))
        )
        for place in places
    }


def bring_rights(places: Sequence[Place]) -> None:
    """Set the rights of today on the memberships of some places, as the door does, where nobody came by it:
    without those that rest for want of a second factor."""
    ids = [place.membership.id for place in places]
    secured = (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(ids), Person.totp_confirmed_at.is_not(None))
    )
    with every_group():
        terms = list_terms(ids)
        has_second_factor = set(db.session.execute(secured).scalars())
    for place in places:
        own = [term for term in terms if term.membership_id == place.membership.id]
        place.membership.rights, _ = rights_on(
            today_in(place.group.timezone),
            own,
            group=place.group,
            has_second_factor=place.membership.id in has_second_factor,
        )


def list_present(places: Sequence[tuple[Group, Membership]]) -> list[Place]:
    """Those of some memberships, in their order, that are active or on leave today in their groups' zones."""
    with every_group():
        periods = list_periods([membership.id for _, membership in places])
    return [
        Place(group, membership)
        for group, membership in places
        if status_on(
            today_in(group.timezone), periods[membership.id], left_undated=membership.left_undated
        ).is_present
    ]


def list_stays(person_id: int) -> list[tuple[Group, Membership, list[MembershipPeriod]]]:
    """Every membership of a person with its periods, former ones too, by the group's name."""
    places = list_places_of(person_id)
    with every_group():
        periods = list_periods([membership.id for _, membership in places])
    return [(group, membership, periods[membership.id]) for group, membership in places]


def list_open_places(person_id: int) -> list[Place]:
    """Where a person is active or on leave today, by the group's name."""
    return list_present(list_places_of(person_id))
