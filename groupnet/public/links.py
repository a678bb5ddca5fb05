"""Links in mails to visitors: signed, for one visit; they say that the visitor cannot come, or erase them."""

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.people.limits import keyed

_PURPOSE = "groupnet.public.visit"


def visit_address(*, group_id: int, visit_id: int, email: str) -> str:
    """The whole address of a visitor's own page about one visit; nothing of it is stored.

    Args:
        email: the visitor's; once it is corrected, the link opens nothing.
    """
    return site_address("public_visits.show", token=sign(_PURPOSE, [group_id, visit_id, short_hash(email)]))


def read_visit_link(token: str) -> tuple[int, int, str] | None:
    """The group, the visit and the address's hash that a token is for; None if it was not made for this."""
    content = read_signed(_PURPOSE, token)
    if not content or len(content) != 3:
        return None
    return int(content[0]), int(content[1]), str(content[2])


def short_hash(email: str | None) -> str:
    """What stands in a link for an address; it tells nobody which."""
    return keyed(f"{_PURPOSE} {email}")[:16]
