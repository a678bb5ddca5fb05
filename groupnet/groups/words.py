"""Rights and statuses as people say them."""

from collections.abc import Iterable

from flask_babel import gettext

from groupnet.groups.models import Status
from groupnet.groups.roles import Right


def right_word(right: Right) -> str:
    """One right: "Admin"."""
    words = {
        Right.ADMIN: gettext("Admin"),
        Right.OFFICER: gettext("Officer"),
        Right.ORGANISER: gettext("Organiser"),
    }
    return str(words[right])


def role_words(rights: Iterable[Right]) -> str:
    """All rights of a day: "Admin, organiser", or "Member" where there is none beyond."""
    held = set(rights)
    words = [right_word(right) for right in (Right.ADMIN, Right.OFFICER, Right.ORGANISER) if right in held]
    if not words:
        return str(gettext("Member"))
    return ", ".join([words[0], *[word.lower() for word in words[1:]]])


def status_word(status: Status) -> str:
    """Where a membership stands: "On leave"."""
    words = {
        Status.INVITED: gettext("Invited"),
        Status.ACTIVE: gettext("Active"),
        Status.ON_LEAVE: gettext("On leave"),
        Status.LEFT: gettext("Left"),
    }
    return str(words[status])
