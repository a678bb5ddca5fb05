"""What is mailed to show that an address is one's own: a code to sign in with, a link to a new password."""

from typing import Any

from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.outbox.service import queue_mail
from groupnet.people import limits
from groupnet.people.models import Person, Proof, ProofPurpose
from groupnet.people.proofs import begin_proof, check_code, open_proof
from groupnet.people.queries import find_person
from groupnet.people.service.changing import change_password
from groupnet.people.service.opening import prove_address
from groupnet.people.service.signing_in import count_try, end_every_sign_in

KINDS = {ProofPurpose.SIGN_IN: "people.code", ProofPurpose.RESET: "people.reset"}


def mail_proof(
    *,
    purpose: ProofPurpose,
    email: str,
    address: str,
    known_browser: bool,
    kind: str = "",
    **about: Any,
) -> Proof | None:
    """Have a code or a link mailed; accounts are not looked at, the mail's composer does that (T16).

    Args:
        purpose: `SIGN_IN` or `RESET`.
        email: in stored form. address: the network address that asks.
        known_browser: this browser has signed in to this account before.
        kind: of the mail, where another room writes it; `about` is what else `queue_mail` is to know then.

    Returns:
        None where too many were asked for lately; people are told the same.
    """
    proof = begin_proof(purpose=purpose, email=email, address=address, known_browser=known_browser)
    if proof is not None:
        queue_mail(
            kind=kind or KINDS[purpose],
            to=email,
            payload={"proof": proof.id},
            expires_at=proof.expires_at,
            **about,
        )
    return proof


def recognise_code(*, proof_id: int, email: str, code: str, address: str, known_browser: bool) -> Person:
    """The person whose mailed code was typed; see `check_counted_code`.

    Raises:
        RuleBroken: it does not fit, it is over, or too many tries were made.
    """
    proof = check_counted_code(
        proof_id=proof_id, email=email, code=code, address=address, known_browser=known_browser
    )
    person = find_person(proof.email)
    if person is None:
        raise RuleBroken(gettext("This code is over. Have another one mailed to you."), field="code")
    take_charge(person=person)
    return person


def check_counted_code(*, proof_id: int, email: str, code: str, address: str, known_browser: bool) -> Proof:
    """The proof whose mailed code was typed; a wrong one counts against the limits of passwords too (T17).

    Nothing may be written before it in a request: the try is kept whatever becomes of the rest.

    Args:
        proof_id: of the code that this browser asked for, and email: the address it went to.
        code: as typed. address: the network address of whoever tries.
        known_browser: this browser has signed in to this account before.

    Raises:
        RuleBroken: it does not fit, it is over, or too many tries were made.
    """
    tried = count_try(email=email, address=address, known_browser=known_browser)
    proof = check_code(proof_id=proof_id, purpose=ProofPurpose.SIGN_IN, code=code)
    limits.forget_try(tried)
    return proof


def take_charge(*, person: Person) -> None:
    """Note that the owner of an account's address came in by it, and not by the account's password.

    Until then anybody could have opened the account in their name: the first time, a password that is set
    and every open sign-in may be somebody else's, and end.
    """
    if person.email_proven_at is None:
        person.password_hash = None
        end_every_sign_in(person.id)
    prove_address(person=person)


def find_resetting(*, token: str) -> Person | None:
    """Whose new password a mailed link is for; None where it is forged, used or over."""
    proof = open_proof(token, ProofPurpose.RESET)
    return find_person(proof.email) if proof else None


def reset_password(*, token: str, password_hash: str) -> Person | None:
    """Set a new password by a mailed link: once, ending every sign-in; a second factor stays (T18, T19).

    Args:
        password_hash: from `hash_password`, made outside the transaction.

    Returns:
        None where the link is forged, used or over.
    """
    proof = open_proof(token, ProofPurpose.RESET, to_use=True)
    person = find_person(proof.email) if proof else None
    if person is None:
        return None
    change_password(person=person, password_hash=password_hash)
    prove_address(person=person)
    end_every_sign_in(person.id)
    return person
