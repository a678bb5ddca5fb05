"""Accounts: opening one, its first password, and that its address is its owner's."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.people.models import Person


def open_account(*, email: str, name: str, password_hash: str | None = None) -> Person:
    """Make an account.

    Args:
        email: in its stored form; no account has it yet.
        password_hash: from `hash_password`, made outside the transaction.
    """
    person = Person(email=email, name=name, password_hash=password_hash, created_at=utc_now())
    db.session.add(person)
    db.session.flush()
    return person


def set_first_password(*, person: Person, password_hash: str) -> None:
    """Give an account its first password; one that it has is never replaced this way.

    Raises:
        RuleBroken: it has one by now.
    """
    if person.password_hash is not None:
        raise RuleBroken(
            gettext("There is an account for %(email)s already. Type its password.", email=person.email),
            field="password",
        )
    person.password_hash = password_hash
    db.session.flush()


def prove_address(*, person: Person) -> None:
    """Note that something mailed to the account's address came back; the first time counts."""
    if person.email_proven_at is None:
        person.email_proven_at = utc_now()
        db.session.flush()
