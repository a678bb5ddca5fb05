"""How many wrong passwords are borne, from whom: nobody can lock another out."""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.people.models import SignInFailure

WINDOW = timedelta(minutes=5)
KEPT = timedelta(hours=2)
"""Longer than any door stays closed."""
MOST_BY_ACCOUNT = 10
MOST_BY_ADDRESS = 100


def door_is_closed(*, email: str, address: str, known_browser: bool, window: timedelta = WINDOW) -> bool:
    """Whether a try is to be refused for now; it and all others in hand are counted already.

    Args:
        email: the account tried, in stored form, whether it exists or not.
        address: the network address.
        known_browser: this browser has signed in to this account before; it has its own allowance.
        window: how long the account's failures count; those of a network always count for `WINDOW`.
    """
    now = utc_now()
    of_account = select(func.count()).where(
        SignInFailure.account == keyed(email),
        SignInFailure.known_browser == known_browser,
        SignInFailure.failed_at > now - window,
    )
    if db.session.execute(of_account).scalar_one() > MOST_BY_ACCOUNT:
        return True
    of_address = select(func.count()).where(
        SignInFailure.address == keyed(network(address)), SignInFailure.failed_at > now - WINDOW
    )
    return not known_browser and db.session.execute(of_address).scalar_one() > MOST_BY_ADDRESS


def count_try(*, email: str, address: str, known_browser: bool) -> int:
    """Count a try as failed until it is known to be none, and forget those that are over.

    Returns:
        What to hand to `forget_try`.
    """
    forget_old_tries()
    tried = SignInFailure(
        account=keyed(email),
        address=keyed(network(address)),
        known_browser=known_browser,
        failed_at=utc_now(),
    )
    db.session.add(tried)
    db.session.flush()
    return tried.id


def forget_try(tried: int) -> None:
    """Take a try back: it succeeded, or was not made."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.id == tried))


def second_step_door(person_id: int) -> str:
    """Under which name tries at an account's second step count, as those at its first do by its address."""
    return f"second step {person_id}"


def failures_of_accounts(*, until: datetime) -> dict[str, datetime]:
    """The tries that failed and are kept: the newest of each account by the keyed hash of its door's name.

    Args:
        until: later ones may still be in hand.
    """
    newest = (
        select(SignInFailure.account, func.max(SignInFailure.failed_at))
        .where(SignInFailure.failed_at <= until)
        .group_by(SignInFailure.account)
    )
    return dict(db.session.execute(newest).all())


def forget_old_tries() -> None:
    """Forget the tries that no door counts any more."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.failed_at < utc_now() - KEPT))


def network(address: str) -> str:
    """The part of a network address that one household has: an IPv6 /64 is one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped  # how a socket for both kinds writes an IPv4 address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def keyed(text: str) -> str:
    """What is stored of an address: only with the server's key can it be compared."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def short_hash(email: str | None) -> str:
    """What stands in a link for the address that it was mailed to; it tells nobody which.

    Whoever reads the link compares: once the address is another, it opens nothing.
    """
    return keyed(f"groupnet.address {email}")[:16]
