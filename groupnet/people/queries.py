"""Reads of accounts."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from groupnet.core.db import db
from groupnet.people.models import Person, SignIn
from groupnet.people.tokens import token_hash


def find_person(email: str) -> Person | None:
    """The account with this address, in its stored form."""
    return db.session.execute(select(Person).where(Person.email == email)).scalar_one_or_none()


def find_person_by_id(person_id: int) -> Person | None:
    """The account with this id."""
    return db.session.execute(select(Person).where(Person.id == person_id)).scalar_one_or_none()


def find_sign_in(token: str) -> SignIn | None:
    """The open sign-in with this secret, with its person."""
    query = select(SignIn).where(SignIn.token_hash == token_hash(token)).options(joinedload(SignIn.person))
    found = db.session.execute(query).scalar_one_or_none()
    return found if found and found.is_open else None
