"""What happens in groups when something happens to an account."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.groups.queries import list_places_of
from groupnet.people.models import Person
from groupnet.people.signals import address_changed, words_around


def init_app() -> None:
    """Listen to the room of people."""
    address_changed.connect(follow_address)
    words_around.connect(name_groups)


def follow_address(person: Person, *, old: str, new: str) -> None:
    """Give memberships that bore the old address the new one; where another member has it, leave it.

    Memberships with an address of their own, say of a company, keep it.
    """
    other = aliased(Membership)
    taken = select(other.id).where(other.group_id == Membership.group_id, other.email == new).exists()
    theirs = select(Membership).where(Membership.person_id == person.id, Membership.email == old, ~taken)
    with every_group():
        for membership in db.session.execute(theirs).scalars():
            membership.email = new
        db.session.flush()


def name_groups(person: Person) -> list[str]:
    """The names of somebody's groups, which strangers know too."""
    return [group.name for group, _ in list_places_of(person.id)]
