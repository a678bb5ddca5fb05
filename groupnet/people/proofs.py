"""Proofs that an address is somebody's: a code to type or a link to follow, mailed there.

Neither is stored: both are made from the proof's nonce with the server's key when the mail is composed. A
request writes the same for an address with an account and for one without (T16).
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import current_app
from flask_babel import gettext
from sqlalchemy import ColumnElement, case, func, or_, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.signing import read_signed, sign
from groupnet.core.unit_of_work import own_transaction
from groupnet.people.limits import keyed, network
from groupnet.people.models import Proof, ProofPurpose
from groupnet.people.tokens import plain_code

DIGITS = 6
MOST_TRIES = 5
LIVES = {
    ProofPurpose.SIGN_IN: timedelta(minutes=10),
    ProofPurpose.CHANGE: timedelta(minutes=10),
    ProofPurpose.RESET: timedelta(hours=1),
    ProofPurpose.NEW_ADDRESS: timedelta(hours=24),
    ProofPurpose.CONFIRM: timedelta(hours=24),
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_AN_HOUR = 5
MOST_A_DAY = 15
MOST_BY_NETWORK_AN_HOUR = 300
MOST_BY_PERSON_AN_HOUR = 20
OPEN_A_SIGN_IN = (ProofPurpose.SIGN_IN, ProofPurpose.RESET, ProofPurpose.CHANGE)


def begin_proof(
    *,
    purpose: ProofPurpose,
    email: str,
    person_id: int | None = None,
    address: str = "",
    known_browser: bool = False,
) -> Proof | None:
    """Write a proof down; whoever calls queues its mail in the same transaction.

    Args:
        email: the address to prove, in stored form, whether it has an account or not.
        person_id: the account that asks, where it is signed in.
        address: the network address that asks.
        known_browser: this browser has signed in to this account before; it has its own allowance.

    Returns:
        None where too many were asked for lately: nothing is mailed, and the answer stays the same.
    """
    _wait_for_others(email)
    now = utc_now()
    origin = keyed(network(address)) if address else ""
    if _too_many(purpose, email, person_id, origin, known_browser):
        return None
    proof = Proof(
        purpose=purpose,
        email=email,
        person_id=person_id,
        nonce=secrets.token_hex(16),
        known_browser=known_browser,
        network=origin,
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    db.session.add(proof)
    db.session.flush()
    return proof


def code_of(proof: Proof) -> str:
    """The six digits that are mailed for a proof."""
    content = f"groupnet.code {proof.purpose} {proof.id} {proof.nonce}"
    digest = hmac.new(_key(), content.encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest) % 10**DIGITS).zfill(DIGITS)


def check_code(*, proof_id: int, purpose: ProofPurpose, code: str) -> Proof:
    """Take a code that was typed; each try is kept, whatever becomes of the request.

    Nothing may be written before it in a request.

    Args:
        proof_id: as kept in the session of the browser that asked.
        code: as typed; spaces and hyphens do not count.

    Returns:
        The proof, used up when the request commits.

    Raises:
        RuleBroken: at the field `code`: wrong, used, over, or tried five times.
    """
    # counted first: of many tries at once each must see the others before any of them compares
    with own_transaction():
        tries = db.session.execute(
            update(Proof)
            .where(Proof.id == proof_id, Proof.purpose == purpose, Proof.tries < MOST_TRIES, *_still_open())
            .values(tries=Proof.tries + 1)
            .returning(Proof.tries)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
    if tries is None:
        raise RuleBroken(gettext("This code is over. Have another one mailed to you."), field="code")
    proof = find_proof(proof_id)
    if proof is None or not hmac.compare_digest(plain_code(code).encode(), code_of(proof).encode()):
        raise RuleBroken(_not_the_code(tries), field="code")
    if not _use(proof):
        raise RuleBroken(gettext("This code is over. Have another one mailed to you."), field="code")
    return proof


def proof_token(proof: Proof) -> str:
    """The secret part of a link that is mailed for a proof."""
    return sign(_signed_for(proof.purpose), [proof.id, proof.nonce])


def open_proof(token: str, purpose: ProofPurpose, *, to_use: bool = False) -> Proof | None:
    """What a mailed link proves, or None if it is forged, used or over.

    Args:
        to_use: use it up when the request commits; of two at once one gets it.
    """
    content = read_signed(_signed_for(purpose), token)
    if content is None:
        return None
    proof_id, nonce = content
    query = select(Proof).where(
        Proof.id == proof_id, Proof.nonce == nonce, Proof.purpose == purpose, *_still_open()
    )
    proof = db.session.execute(query).scalar_one_or_none()
    return proof if proof and (not to_use or _use(proof)) else None


def find_proof(proof_id: int) -> Proof | None:
    """A proof that can still be used, for the mail about it."""
    query = select(Proof).where(Proof.id == proof_id, *_still_open())
    return db.session.execute(query).scalar_one_or_none()


def end_proofs(*, email: str, person_id: int | None = None) -> None:
    """End what could still open this account: at every sign-in and change of password (T19).

    Args:
        email: codes and links mailed to this address.
        person_id: at a change of password, all that this account has asked for too, such as a new address.
    """
    of_it: ColumnElement[bool] = (Proof.email == email) & Proof.purpose.in_(OPEN_A_SIGN_IN)
    if person_id is not None:
        of_it = or_(of_it, Proof.person_id == person_id)
    db.session.execute(update(Proof).where(of_it, Proof.used_at.is_(None)).values(used_at=utc_now()))


def _use(proof: Proof) -> bool:
    used = db.session.execute(
        update(Proof)
        .where(Proof.id == proof.id, *_still_open())
        .values(used_at=utc_now())
        .returning(Proof.id)
        .execution_options(synchronize_session=False)
    )
    return used.scalar_one_or_none() is not None


def _still_open() -> tuple[ColumnElement[bool], ...]:
    return (Proof.used_at.is_(None), Proof.expires_at > utc_now())


def _too_many(
    purpose: ProofPurpose, email: str, person_id: int | None, origin: str, known_browser: bool
) -> bool:
    now = utc_now()
    of_address = select(
        func.count(), func.coalesce(func.sum(case((Proof.created_at > now - HOUR, 1), else_=0)), 0)
    ).where(
        Proof.email == email,
        Proof.purpose == purpose,
        Proof.known_browser == known_browser,
        Proof.created_at > now - DAY,
    )
    a_day, an_hour = db.session.execute(of_address).one()
    if a_day >= MOST_A_DAY or an_hour >= MOST_AN_HOUR:
        return True
    lately = select(func.count()).select_from(Proof).where(Proof.created_at > now - HOUR)
    if person_id is not None:
        by_person = lately.where(Proof.person_id == person_id)
        return db.session.execute(by_person).scalar_one() >= MOST_BY_PERSON_AN_HOUR
    if known_browser or not origin:
        return False
    by_network = lately.where(Proof.network == origin)
    return db.session.execute(by_network).scalar_one() >= MOST_BY_NETWORK_AN_HOUR


def _wait_for_others(email: str) -> None:
    """Let those who ask for one address at once be counted one after the other; SQLite does so anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        number = int(keyed(f"proof {email}")[:15], 16)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def _not_the_code(tries: int) -> str:
    if tries >= MOST_TRIES:
        return str(gettext("This is not the code, and it was the last try. Have another one mailed to you."))
    return str(gettext("This is not the code in the newest mail. Look again, and type all six digits."))


def _signed_for(purpose: ProofPurpose) -> str:
    return f"groupnet.proof.{purpose}"


def _key() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()
