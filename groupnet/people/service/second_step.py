"""The second step of signing in."""

from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.errors import RuleBroken
from groupnet.people import limits
from groupnet.people.models import Person
from groupnet.people.second_factor import RECOVERY_DIGITS, TOTP_DIGITS, use_recovery_code, use_totp
from groupnet.people.service.signing_in import count_try
from groupnet.people.tokens import plain_code

WINDOW = timedelta(hours=1)
"""Longer than for passwords: six digits are fewer, and whoever is here has shown a first proof."""
CLOSED = _l("Too many tries. Please wait an hour, then try again.")


def pass_second_step(*, person: Person, code: str, address: str, known_browser: bool) -> bool:
    """Take a code of the app or a recovery code; each works once, and tries are counted (T18).

    Nothing may be written before it in a request: the try is kept whatever becomes of the rest.

    Args:
        code: as typed; six digits of the app, or the twelve of a recovery code.

    Returns:
        Whether it was a recovery code.

    Raises:
        RuleBroken: at the field `code`, or on top where too many tries were made.
    """
    tried = count_try(
        email=limits.second_step_door(person.id),
        address=address,
        known_browser=known_browser,
        window=WINDOW,
        closed=CLOSED,
    )
    digits = len(plain_code(code))
    is_recovery = digits == RECOVERY_DIGITS
    if not (use_recovery_code(person, code) if is_recovery else use_totp(person, code)):
        raise RuleBroken(_what_is_wrong(digits), field="code")
    limits.forget_try(tried)
    return is_recovery


def _what_is_wrong(digits: int) -> str:
    if digits == TOTP_DIGITS:
        return str(
            gettext("This code does not fit, or it was used already. Wait for the next one in your app.")
        )
    if digits == RECOVERY_DIGITS:
        return str(
            gettext("This recovery code does not fit, or it was used already. Try the next on your list.")
        )
    return str(
        gettext("This code does not fit: one from your app has six digits, a recovery code has twelve.")
    )
