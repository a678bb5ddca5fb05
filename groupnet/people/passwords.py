"""Passwords: argon2id, and what may be one."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY
from flask import current_app
from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.people.guesses import DEMO_PASSWORD, is_guessable
from groupnet.settings import Mode

SHORTEST = 8
LONGEST = 128


def check_password(password: str, *, not_these: tuple[str, ...] = ()) -> None:
    """Refuse a password that is too short, too long, or one of the words a stranger would try.

    Args:
        not_these: the person's address and name, the group's name.

    Raises:
        RuleBroken: at the field `password`.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise RuleBroken(
            gettext(
                "A password has %(shortest)d to %(longest)d characters.", shortest=SHORTEST, longest=LONGEST
            ),
            field="password",
        )
    if is_guessable(password, not_these):
        raise RuleBroken(
            gettext("This would be guessed at once. Three or four words in a row are easy to keep in mind."),
            field="password",
        )


def hash_password(password: str) -> str:
    """The argon2id hash to store. Slow on purpose: call it outside the transaction."""
    return _hasher().hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether a password fits; takes as long where there is no account or no password yet.

    The demo's password, which everybody knows, fits only on one's own machine (T22).
    """
    if password == DEMO_PASSWORD and current_app.config["GROUPNET"].is_public:
        return False
    hasher = _hasher()
    try:
        return hasher.verify(stored or _nobodys_hash(hasher), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody's")


@cache
def _hasher_with(*, cheap: bool) -> PasswordHasher:
    return PasswordHasher.from_parameters(CHEAPEST if cheap else RFC_9106_LOW_MEMORY)


def _hasher() -> PasswordHasher:
    return _hasher_with(cheap=current_app.config["GROUPNET"].mode is Mode.TEST)
