"""An account's address: proving it, and having another one."""

from flask_babel import gettext
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.outbox.service import queue_mail
from groupnet.people.models import Person, Proof, ProofPurpose
from groupnet.people.proofs import begin_proof, end_proofs
from groupnet.people.queries import find_person, find_person_by_id
from groupnet.people.service.changing import find_just_mailed
from groupnet.people.service.opening import prove_address
from groupnet.people.service.signing_in import end_every_sign_in
from groupnet.people.signals import address_changed


def ask_for_new_address(*, person: Person, email: str) -> None:
    """Mail a link to the new address, and tell the present one at once (T21).

    The same is written whether the new address has an account or not (T16).

    Args:
        person: who has just proven to be there.
        email: in stored form.

    Raises:
        RuleBroken: it is theirs already, or too many links were asked for lately.
    """
    if email == person.email:
        raise RuleBroken(gettext("This is your address already."), field="email")
    if find_just_mailed(person=person, purpose=ProofPurpose.NEW_ADDRESS, email=email):
        return
    db.session.execute(
        update(Proof)
        .where(
            Proof.person_id == person.id,
            Proof.purpose == ProofPurpose.NEW_ADDRESS,
            Proof.used_at.is_(None),
        )
        .values(used_at=utc_now())
    )
    proof = _begin(person, ProofPurpose.NEW_ADDRESS, email, "people.new_address")
    queue_mail(
        kind="people.new_address_asked", to=person.email, payload={"proof": proof.id}, person_id=person.id
    )


def ask_to_confirm_address(*, person: Person) -> None:
    """Mail a link to the present address, which shows that it is its owner's.

    Raises:
        RuleBroken: too many links were asked for lately.
    """
    if find_just_mailed(person=person, purpose=ProofPurpose.CONFIRM, email=person.email):
        return
    _begin(person, ProofPurpose.CONFIRM, person.email, "people.confirm_address")


def confirm_address(*, proof: Proof) -> None:
    """Note that the account's address is its owner's.

    Args:
        proof: used up in this transaction.

    Raises:
        RuleBroken: the account has another address by now.
    """
    person = _owner_of(proof)
    if person.email != proof.email:
        raise RuleBroken(gettext("Your account has another address by now, so nothing was changed."))
    prove_address(person=person)


def take_new_address(*, proof: Proof) -> Person:
    """Give an account the address that was proven; it is signed out everywhere, and what was mailed is over.

    Args:
        proof: used up in this transaction.

    Raises:
        RuleBroken: another account has this address by now.
    """
    person, new = _owner_of(proof), proof.email
    if find_person(new) is not None:
        raise _taken()
    old = person.email
    person.email, person.email_proven_at = new, utc_now()
    try:
        db.session.flush()
    except IntegrityError as faster:
        raise _taken() from faster
    address_changed.send(person, old=old, new=new)
    end_proofs(email=old, person_id=person.id)
    end_proofs(email=new)
    end_every_sign_in(person.id)
    queue_mail(kind="people.address_changed", to=old, payload={"proof": proof.id}, person_id=person.id)
    return person


def _begin(person: Person, purpose: ProofPurpose, email: str, kind: str) -> Proof:
    proof = begin_proof(purpose=purpose, email=email, person_id=person.id, known_browser=True)
    if proof is None:
        raise RuleBroken(
            gettext("Many links were mailed there already. Use the newest, or wait an hour."), field="email"
        )
    queue_mail(
        kind=kind,
        to=email,
        payload={"proof": proof.id},
        person_id=person.id,
        expires_at=proof.expires_at,
    )
    return proof


def _owner_of(proof: Proof) -> Person:
    person = find_person_by_id(proof.person_id or 0)
    if person is None:
        raise NotFound
    return person


def _taken() -> RuleBroken:
    return RuleBroken(
        gettext("This address has an account of its own by now, so nothing was changed. Choose another one.")
    )
