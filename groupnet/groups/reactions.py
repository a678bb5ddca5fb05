"""What happens in groups when something happens to an account."""

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import aliased

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.groups.places import list_open_places
from groupnet.groups.policy import NEED_A_SECOND_FACTOR
from groupnet.groups.queries import list_places_of, list_terms
from groupnet.people.models import Person
from groupnet.people.signals import address_changed, second_step_ends, words_around


def init_app() -> None:
    """Listen to the room of people."""
    address_changed.connect(follow_address)
    words_around.connect(name_groups)
    second_step_ends.connect(tell_what_rests)


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


def tell_what_rests(person: Person) -> list[str]:
    """A sentence for each group whose rule lets an admin's or officer's rights rest without a second step."""
    asking = [place for place in list_open_places(person.id) if place.group.second_factor_required]
    with every_group():
        terms = list_terms([place.id for place in asking])
    held = {
        term.membership_id
        for term in terms
        if term.right in NEED_A_SECOND_FACTOR and (term.ends_on is None or term.ends_on >= utc_now().date())
    }
    return [
        gettext(
            "%(group)s asks its admins and officers for a second step:"
            " what you may do there as one rests until it is on again.",
            group=place.group.name,
        )
        for place in asking
        if place.id in held
    ]
