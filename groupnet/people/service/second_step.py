"""The second step of signing in."""

from datetime import timedelta

from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.core.unit_of_work import own_transaction
from groupnet.people import limits
from groupnet.people.models import Person
from groupnet.people.second_factor import RECOVERY_DIGITS, use_recovery_code, use_totp
from groupnet.people.service.refusing import note_refusal
from groupnet.people.tokens import plain_code

WINDOW = timedelta(hours=1)
"""Longer than for passwords: six digits are fewer, and whoever is here has shown a first proof."""


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
    door = f"second step {person.id}"
    with own_transaction():
        tried = limits.count_try(email=door, address=address, known_browser=known_browser)
    if limits.door_is_closed(email=door, address=address, known_browser=known_browser, window=WINDOW):
        with own_transaction():
            limits.forget_try(tried)
        note_refusal(email=person.email)
        raise RuleBroken(gettext("Too many tries. Please wait an hour, then try again."))
    is_recovery = len(plain_code(code)) == RECOVERY_DIGITS
    if not (use_recovery_code(person, code) if is_recovery else use_totp(person, code)):
        note_refusal(email=person.email)
        raise RuleBroken(
            gettext("This recovery code does not fit, or it was used already. Try the next on your list.")
            if is_recovery
            else gettext(
                "This code does not fit, or it was used already. Wait for the next one in your app."
            ),
            field="code",
        )
    limits.forget_try(tried)
    return is_recovery
