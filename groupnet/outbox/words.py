"""What an admin reads about a mail that did not arrive."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from groupnet.outbox.troubles import Trouble

_KINDS: dict[str, LazyString] = {
    "groups.invitation": _l("Invitation"),
    "groups.code": _l("Code to prove an address"),
    "notices.referral": _l("About a referral"),
    "notices.answer": _l("Answer to a referral"),
    "notices.thanks": _l("Thanks"),
    "notices.nudge": _l("Reminder of a referral"),
    "notices.digest": _l("Weekly mail"),
}
_A_FILE = (_l("Making your file"), _l("Your file is ready"))
_WORKS: dict[str, tuple[LazyString, LazyString]] = {
    "account.archive": _A_FILE,
    "imports.export": _A_FILE,
    "imports.bring_in": (_l("Bringing your file in"), _l("Your file was read")),
}
_SENTENCES: dict[str, LazyString] = {
    Trouble.ADDRESS_REFUSED: _l("Their mail server does not know this address or takes no mail for it."),
    Trouble.SENDER_REFUSED: _l("The mail server took no mail from this site for three days."),
    Trouble.MAIL_REFUSED: _l("The mail server refused it."),
    Trouble.UNMAILABLE: _l("Mail cannot be sent to this address as it is written."),
    Trouble.UNREACHABLE: _l("The mail server could not be reached for three days."),
    Trouble.UNTRUSTED: _l("The mail server’s certificate was not to be trusted for three days."),
    Trouble.NO_ENCRYPTION: _l("The mail server offered no encryption for three days."),
    Trouble.SIGN_IN_REFUSED: _l("The mail server did not let this site in for three days."),
    Trouble.BUSY: _l("The mail server put it off for three days."),
    Trouble.BROKEN: _l("Something on this site went wrong while it was written."),
}


def what_of(kind: str) -> str:
    """What a mail is, in a word or two: never what stands in it."""
    return str(_KINDS.get(kind, _l("Mail from this site")))


def work_words(kind: str) -> tuple[str, str]:
    """What a page of work says on top: while it goes on, and once it is done."""
    going_on, done = _WORKS.get(kind, (_l("On its way"), _l("Done")))
    return str(going_on), str(done)


def is_wrong_address(failure: str) -> bool:
    """Whether another address would mend it."""
    return failure.partition(" (")[0] in (Trouble.ADDRESS_REFUSED, Trouble.UNMAILABLE)


def why(failure: str) -> str:
    """A failure in plain words.

    Args:
        failure: as kept: a trouble, and more for the host in brackets.
    """
    known = _SENTENCES.get(failure.partition(" (")[0])
    return str(known if known is not None else _l("It could not be delivered."))
