"""Setting up the second step, its recovery codes, and taking it away again."""

import secrets

from flask_babel import gettext
from sqlalchemy import delete, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.signing import read_signed, sign
from groupnet.outbox.service import queue_mail
from groupnet.people.models import Person, RecoveryCode
from groupnet.people.second_factor import (
    RECOVERY_CODES,
    derive_totp_secret,
    make_recovery_code,
    recovery_code_hash,
    use_totp,
)

OFFER = "groupnet.second-step"
OFFER_LIVES = 3600
"""Seconds between showing the QR code and typing its first code."""


def offer_second_step(*, person_id: int) -> str:
    """A token for the set-up page: which secret it shows. Nothing is written before the first code fits."""
    return sign(OFFER, [person_id, secrets.token_hex(16), int(utc_now().timestamp())])


def offered_nonce(*, person_id: int, offer: str) -> str | None:
    """What the token of a set-up page stands for; None if it is forged, somebody else's or old."""
    content = read_signed(OFFER, offer)
    if content is None:
        return None
    whose, nonce, made = content
    is_fresh = utc_now().timestamp() - made < OFFER_LIVES
    return str(nonce) if whose == person_id and is_fresh else None


def offered_secret(*, person_id: int, nonce: str) -> str:
    """What the app is to keep, in base32."""
    return derive_totp_secret(person_id=person_id, nonce=nonce)


def set_up_second_step(*, person: Person, nonce: str, code: str) -> list[str]:
    """Ask for the app's codes from now on; an app that was set up before gives none any more.

    Args:
        person: who has just proven to be there.
        nonce: from `offered_nonce`.
        code: from the app, as typed.

    Returns:
        the recovery codes, to be shown this once.

    Raises:
        RuleBroken: at the field `app_code`: it is not the app's present code, or the address is unproven, so
            that nobody locks its owner out.
    """
    if person.email_proven_at is None:
        raise RuleBroken(gettext("Confirm your e-mail address first, on the page of your account."))
    change = "moved" if person.has_second_factor else "on"
    if person.totp_nonce != nonce:  # sent twice, the first code is used up (T18)
        person.totp_nonce, person.totp_last_step = nonce, None
        db.session.flush()
    if not use_totp(person, code):
        raise RuleBroken(
            gettext(
                "This is not the code in the app. Type the one that shows now; if it still does not fit, let"
                " the phone set its clock by itself."
            ),
            field="app_code",
        )
    person.totp_confirmed_at = utc_now()
    codes = _renew_codes(person)
    _tell(person, change)
    return codes


def renew_recovery_codes(*, person: Person, asked: str) -> list[str]:
    """Make new recovery codes; the old ones are dead.

    Args:
        asked: the key of the form that asked; sent twice, the codes shown last count, and one mail goes out.

    Returns:
        the codes, to be shown this once.

    Raises:
        RuleBroken: there is no second step.
    """
    if not person.has_second_factor:
        raise RuleBroken(gettext("Recovery codes come with the second step. Set it up first."))
    codes = _renew_codes(person)
    _tell(person, "codes", asked)
    return codes


def end_second_step(*, person: Person) -> None:
    """Ask for no code beside password or mail any more; the recovery codes go with it."""
    if not person.has_second_factor:
        return
    person.totp_nonce = person.totp_confirmed_at = person.totp_last_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    _tell(person, "off")


def _renew_codes(person: Person) -> list[str]:
    # of two at once, one set counts and not both
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    codes = [make_recovery_code() for _ in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=recovery_code_hash(person.id, code)) for code in codes
    )
    return codes


def _tell(person: Person, change: str, asked: str = "") -> None:
    queue_mail(
        kind="people.second_step_changed",
        to=person.email,
        payload={"change": change},
        person_id=person.id,
        unique_key=f"second step {person.id} {asked}" if asked else None,
    )
    db.session.flush()
