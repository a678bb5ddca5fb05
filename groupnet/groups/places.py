"""A person's places: the groups that are open to them today."""

from dataclasses import dataclass

from groupnet.core.clock import today_in
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods, list_places_of


@dataclass(frozen=True)
class Place:
    """A membership that opens its group's door today."""

    group: Group
    membership: Membership


def list_open_places(person_id: int) -> list[Place]:
    """Where a person is active or on leave today, by the group's name."""
    found = list_places_of(person_id)
    with every_group():
        periods = list_periods([membership.id for _, membership in found])
    return [
        Place(group, membership)
        for group, membership in found
        if status_on(today_in(group.timezone), periods[membership.id], left_undated=membership.left_undated)
        in (Status.ACTIVE, Status.ON_LEAVE)
    ]
