"""Links in mails to strangers and visitors: signed, nothing of them is stored.

One kind is for what was typed on the public page, and proves the address; the other for one visit: it says
that the visitor cannot come, or erases them.
"""

from dataclasses import dataclass

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.people.limits import short_hash
from groupnet.public.models import RequestKind

_PURPOSE = "groupnet.public.visit"
_REQUEST = "groupnet.public.request"


@dataclass(frozen=True)
class RequestLink:
    """What a link asks for whose reader has the address."""

    group_id: int
    request_id: int
    kind: RequestKind
    address_hash: str


def visit_address(*, group_id: int, visit_id: int, email: str) -> str:
    """The whole address of a visitor's own page about one visit; arguments as of `visit_token`."""
    return site_address(
        "public_visits.show", token=visit_token(group_id=group_id, visit_id=visit_id, email=email)
    )


def visit_token(*, group_id: int, visit_id: int, email: str) -> str:
    """What opens a visitor's own page about one visit.

    Args:
        email: the visitor's; once it is corrected, the link opens nothing.
    """
    return sign(_PURPOSE, [group_id, visit_id, short_hash(email)])


def read_visit_link(token: str) -> tuple[int, int, str] | None:
    """The group, the visit and the address's hash that a token is for; None if it was not made for this."""
    content = read_signed(_PURPOSE, token)
    if not content or len(content) != 3:
        return None
    return int(content[0]), int(content[1]), str(content[2])


def request_address(*, group_id: int, request_id: int, kind: RequestKind, email: str) -> str:
    """The whole address of the page that proves an address; it only ever stands in a mail to it."""
    token = sign(_REQUEST, [group_id, request_id, kind.value, short_hash(email)])
    return site_address("public_requests.show", token=token)


def read_request_link(token: str) -> RequestLink | None:
    """What a token asks for; None if it was not made for this."""
    content = read_signed(_REQUEST, token)
    if not content or len(content) != 4:
        return None
    return RequestLink(int(content[0]), int(content[1]), RequestKind(content[2]), str(content[3]))
