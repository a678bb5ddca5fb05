"""Links in mails to visitors: signed, for one visit; they say that the visitor cannot come, or erase them."""

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign

_PURPOSE = "groupnet.public.visit"


def visit_address(*, group_id: int, visit_id: int) -> str:
    """The whole address of a visitor's own page about one visit; nothing of it is stored."""
    return site_address("public_visits.show", token=sign(_PURPOSE, [group_id, visit_id]))


def read_visit_link(token: str) -> tuple[int, int] | None:
    """The group and the visit that a token is for, or None if it was not made here for this."""
    content = read_signed(_PURPOSE, token)
    return (int(content[0]), int(content[1])) if content else None
