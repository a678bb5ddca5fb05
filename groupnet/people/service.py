"""Writes of accounts and sign-ins."""

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import Person, SignIn
from groupnet.people.queries import find_sign_in
from groupnet.people.tokens import new_token, token_hash


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


def open_sign_in(*, person: Person, device: str) -> str:
    """Sign a browser in.

    Args:
        device: what the browser calls itself, for the person's own list of devices.

    Returns:
        The secret for the browser's cookie.
    """
    token = new_token()
    db.session.add(
        SignIn(token_hash=token_hash(token), person_id=person.id, device=device[:120], created_at=utc_now())
    )
    db.session.flush()
    return token


def end_sign_in(token: str) -> None:
    """Sign a browser out: its cookie, and every copy of it, opens nothing any more."""
    sign_in = find_sign_in(token)
    if sign_in:
        sign_in.ended_at = utc_now()
        db.session.flush()
