"""Sign-ins: who is recognised by a password, and what opens and ends one."""

from datetime import timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.unit_of_work import outside_transaction, own_transaction
from groupnet.people import limits
from groupnet.people.models import Person, SignIn
from groupnet.people.passwords import verify_password
from groupnet.people.queries import find_person, find_sign_in
from groupnet.people.tokens import new_token, token_hash

CLOSED = _l("Too many tries. Please wait five minutes, then try again.")


def recognise(*, email: str, password: str, address: str, known_browser: bool) -> Person | None:
    """The person with this address and password, in constant time; a failure counts against the limits.

    Nothing may be written before it in a request: the try is kept whatever becomes of the rest.

    Args:
        email: in its stored form.
        address: the network address of whoever tries.
        known_browser: this browser has signed in to this account before.

    Returns:
        None where they do not fit, or there is no such account.

    Raises:
        RuleBroken: too many tries; the account's door is closed to strangers for a while.
    """
    tried = count_try(email=email, address=address, known_browser=known_browser)
    person = find_person(email)
    stored = person.password_hash if person else None
    with outside_transaction():
        fits = verify_password(password, stored)
    if not fits:
        return None
    with own_transaction():
        limits.forget_try(tried)
    person = find_person(email)
    return person if person and person.password_hash == stored else None


def count_try(
    *,
    email: str,
    address: str,
    known_browser: bool,
    window: timedelta = limits.WINDOW,
    closed: LazyString = CLOSED,
) -> int:
    """Count a try at an account's door, and keep that it was made.

    Args:
        email: the account's address, or the name of another door of it. address: of the network.
        known_browser: this browser has signed in to this account before.
        window: how long failures count. closed: what is said where there were too many.

    Returns:
        what to hand to `limits.forget_try` where it succeeds.

    Raises:
        RuleBroken: too many tries.
    """
    # counted first: of many tries at once each must see the others before any of them compares
    with own_transaction():
        tried = limits.count_try(email=email, address=address, known_browser=known_browser)
    if limits.door_is_closed(email=email, address=address, known_browser=known_browser, window=window):
        with own_transaction():
            limits.forget_try(tried)
        raise RuleBroken(str(closed))
    return tried


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


def end_every_sign_in(person_id: int) -> None:
    """Sign a person out everywhere, here too."""
    now = utc_now()
    db.session.execute(
        update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
