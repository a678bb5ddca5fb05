"""Reads of accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import MADE_ONCE
from groupnet.people.limits import failures_of_accounts, keyed, second_step_door
from groupnet.people.models import ABSOLUTE_END, Person, Proof, ProofPurpose, SignIn
from groupnet.people.tokens import token_hash

IN_HAND = timedelta(minutes=1)
"""A try counts as failed until it is known to be none; after this it is known."""

# made once, since making it takes longer than running it, and every request asks
_BY_TOKEN = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token"))
    .options(joinedload(SignIn.person))
    .execution_options(**MADE_ONCE)
)


def find_person(email: str) -> Person | None:
    """The account with this address, in its stored form."""
    return db.session.execute(select(Person).where(Person.email == email)).scalar_one_or_none()


def find_person_by_id(person_id: int, *, for_update: bool = False) -> Person | None:
    """The account with this id, if it is still there.

    Args:
        for_update: fresh, and held until the transaction ends.
    """
    query = select(Person).where(Person.id == person_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(query).scalar_one_or_none()


def find_address(person_id: int | None) -> str | None:
    """Where mails to an account go; None without one."""
    return db.session.execute(select(Person.email).where(Person.id == person_id)).scalar_one_or_none()


def find_sign_in(token: str) -> SignIn | None:
    """The open sign-in with this secret, with its person."""
    found = db.session.execute(_BY_TOKEN, {"token": token_hash(token)}).scalar_one_or_none()
    return found if found and found.is_open else None


def list_sign_ins(person_id: int) -> Sequence[SignIn]:
    """The open sign-ins of a person, the newest first."""
    query = (
        select(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.created_at > utc_now() - ABSOLUTE_END,
        )
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )
    return db.session.execute(query).scalars().all()


def find_awaited_address(person_id: int) -> Proof | None:
    """The new address that a person asked for and has not confirmed yet."""
    query = (
        select(Proof)
        .where(
            Proof.person_id == person_id,
            Proof.purpose == ProofPurpose.NEW_ADDRESS,
            Proof.used_at.is_(None),
            Proof.expires_at > utc_now(),
        )
        .order_by(Proof.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def list_refused_sign_ins() -> dict[int, datetime]:
    """Whose account somebody failed to get into within two hours, by person, and when they last did.

    What is tried is kept as a keyed hash alone, so each account is held against them; an address that has no
    account, or is none, is in nobody's way and stays unknown (T16).
    """
    failures = failures_of_accounts(until=utc_now() - IN_HAND)
    if not failures:
        return {}
    refused = {}
    for person_id, email in db.session.execute(select(Person.id, Person.email)):
        doors = (keyed(email), keyed(second_step_door(person_id)))
        newest = max((failures[door] for door in doors if door in failures), default=None)
        if newest is not None:
            refused[person_id] = newest
    return refused
