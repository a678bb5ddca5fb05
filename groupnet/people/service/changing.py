"""What changes an account, and the fresh proof that its owner is there."""

from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.outbox.service import queue_mail
from groupnet.people.models import Person, Proof, ProofPurpose
from groupnet.people.proofs import begin_proof, check_code, end_proofs
from groupnet.people.service.signing_in import recognise

PASSWORD_FIELD = "present_password"  # noqa: S105 - a field's name
CODE_FIELD = "code"
SAME_REQUEST = timedelta(seconds=30)
"""Who asks for the same again so soon has pressed twice; what was mailed does for both (T46)."""


def ask_for_change_code(*, person: Person) -> Proof:
    """Have a code mailed to the present address of an account that has no password.

    Raises:
        RuleBroken: too many were asked for lately.
    """
    just_mailed = find_just_mailed(person=person, purpose=ProofPurpose.CHANGE, email=person.email)
    if just_mailed is not None:
        return just_mailed
    proof = begin_proof(
        purpose=ProofPurpose.CHANGE, email=person.email, person_id=person.id, known_browser=True
    )
    if proof is None:
        raise RuleBroken(gettext("Many codes were mailed to you already. Use the newest, or wait an hour."))
    queue_mail(
        kind="people.change_code",
        to=person.email,
        payload={"proof": proof.id},
        person_id=person.id,
        expires_at=proof.expires_at,
    )
    return proof


def find_just_mailed(*, person: Person, purpose: ProofPurpose, email: str) -> Proof | None:
    """What was mailed to an address a moment ago for the same purpose; it locks the person, so that of two
    at once one mails and the other finds it.
    """
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    query = (
        select(Proof)
        .where(
            Proof.person_id == person.id,
            Proof.purpose == purpose,
            Proof.email == email,
            Proof.used_at.is_(None),
            Proof.tries == 0,
            Proof.created_at > utc_now() - SAME_REQUEST,
        )
        .order_by(Proof.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def prove_presence(*, person: Person, password: str, code: str, proof_id: int, address: str) -> Person:
    """Make sure that the owner sits there: by the password, or by the mailed code where there is none.

    Nothing may be written before it in a request: each try is kept.

    Args:
        proof_id: of the code that this browser asked for; 0 if it asked for none.
        address: the network address of whoever tries.

    Raises:
        RuleBroken: at the field `present_password` or `code`.
    """
    if person.password_hash is None:
        proof = check_code(proof_id=proof_id, purpose=ProofPurpose.CHANGE, code=code)
        if proof.person_id != person.id or proof.email != person.email:
            raise RuleBroken(gettext("This code is over. Have another one mailed to you."), field=CODE_FIELD)
        return person
    # whoever is signed in here is no stranger: their tries are counted with those of known browsers
    found = recognise(email=person.email, password=password, address=address, known_browser=True)
    if found is None:
        raise RuleBroken(
            gettext("This is not your current password. Look again, or set a new one by mail."),
            field=PASSWORD_FIELD,
        )
    return found


def change_password(*, person: Person, password_hash: str) -> None:
    """Give an account another password, or its first; whoever calls ends the other sign-ins.

    Args:
        password_hash: from `hash_password`, made outside the transaction.
    """
    person.password_hash = password_hash
    end_proofs(email=person.email, person_id=person.id)
    queue_mail(kind="people.password_changed", to=person.email, payload={}, person_id=person.id)
    db.session.flush()
