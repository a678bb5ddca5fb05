"""Why a mail did not go out, as kept beside it: a word for what went wrong, without an address or a text."""

from enum import StrEnum


class Trouble(StrEnum):
    """What stood in the way."""

    ADDRESS_REFUSED = "address refused"
    SENDER_REFUSED = "sender refused"
    MAIL_REFUSED = "mail refused"
    UNMAILABLE = "unmailable"
    """It holds what no mail may hold, such as a line break in a header."""
    UNREACHABLE = "server unreachable"
    UNTRUSTED = "certificate untrusted"
    NO_ENCRYPTION = "no encryption"
    SIGN_IN_REFUSED = "sign-in refused"
    BUSY = "server busy"
    BROKEN = "broken"
    """Ours: it could not be composed."""
