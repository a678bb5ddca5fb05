"""The second step: six digits from an app on one's telephone, or a recovery code for the day it is lost.

The secret that the app keeps is not stored here: it is derived from the account's nonce with the server's
key (RFC 6238 with its usual 30 seconds, six digits and SHA-1, which every app reads).
"""

import base64
import hashlib
import hmac
import secrets

import pyotp
from flask import current_app
from sqlalchemy import func, or_, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import Person, RecoveryCode
from groupnet.people.tokens import plain_code

TOTP_DIGITS = 6
WINDOW = 1
"""Steps of 30 seconds that a clock may be off, either way."""
RECOVERY_DIGITS = 12
RECOVERY_CODES = 10


def totp_secret(person: Person) -> str:
    """What the app on the telephone keeps, in base32.

    Raises:
        ValueError: no second factor was begun.
    """
    if person.totp_nonce is None:
        raise ValueError("set the nonce first")
    return derive_totp_secret(person_id=person.id, nonce=person.totp_nonce)


def derive_totp_secret(*, person_id: int, nonce: str) -> str:
    """The same for a nonce that the account does not have yet: while the app is being set up."""
    return base64.b32encode(_keyed(f"totp {person_id} {nonce}")[:20]).decode()


def use_totp(person: Person, code: str) -> bool:
    """Whether a code of the app is right and fresh; it is used up when the request commits (T18).

    Args:
        code: as typed; spaces do not count.
    """
    if person.totp_nonce is None:
        return False
    step = _step_of(totp_secret(person), plain_code(code))
    if step is None:
        return False
    used = db.session.execute(
        update(Person)
        .where(
            Person.id == person.id,
            Person.totp_nonce == person.totp_nonce,
            or_(Person.totp_last_step.is_(None), Person.totp_last_step < step),
        )
        .values(totp_last_step=step)
        .returning(Person.id)
        .execution_options(synchronize_session="fetch")
    )
    return used.scalar_one_or_none() is not None


def make_recovery_code() -> str:
    """A fresh recovery code, in groups of four digits as it is printed."""
    digits = str(secrets.randbelow(10**RECOVERY_DIGITS)).zfill(RECOVERY_DIGITS)
    return " ".join(digits[at : at + 4] for at in range(0, RECOVERY_DIGITS, 4))


def recovery_code_hash(person_id: int, code: str) -> str:
    """What is stored of a recovery code: without the server's key it cannot be guessed back."""
    return _keyed(f"recovery {person_id} {plain_code(code)}").hex()


def use_recovery_code(person: Person, code: str) -> bool:
    """Whether this is one of a person's unused recovery codes; it is used up with the commit (T18)."""
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == recovery_code_hash(person.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=utc_now())
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    return used.scalar_one_or_none() is not None


def count_recovery_codes(person_id: int) -> int:
    """How many recovery codes a person has left."""
    query = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.execute(query).scalar_one()


def _step_of(secret: str, code: str) -> int | None:
    totp = pyotp.TOTP(secret)
    now = totp.timecode(utc_now())
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _keyed(content: str) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"groupnet.second-factor {content}".encode(), hashlib.sha256).digest()
