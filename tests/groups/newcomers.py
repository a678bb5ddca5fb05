"""Somebody whom a group expects, and the link that is handed to them."""

from typing import Any

from groupnet.core.db import db
from groupnet.groups.links import joining_token
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.service import invite
from groupnet.people.passwords import verify_password
from groupnet.people.queries import find_person
from tests.factories import World

EMAIL = "anna@example.org"


def link_for(world: World, membership: Membership) -> str:
    with world.inside(membership):
        token = joining_token(invite([get_membership(membership.id)])[0])
        db.session.commit()
    return f"/join/{token}"


def expected(world: World, group: Group, name: str = "Anna Smith", **fields: Any) -> Membership:
    """Somebody without an account."""
    return world.member(group, name, account=False, **{"email": EMAIL, **fields})


def now(world: World, membership: Membership) -> Membership:
    with world.inside(membership):
        return get_membership(membership.id)


def password_of(world: World, email: str) -> str | None:
    with world.app.app_context():
        person = find_person(email)
        return person.password_hash if person else None


def fits(world: World, email: str, password: str) -> bool:
    with world.app.app_context():
        return verify_password(password, password_of(world, email))
