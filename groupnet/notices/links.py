"""The link in a mail that ends mails of its kind with one click (RFC 8058).

It may do this one thing, for one person and one kind, so it works for as long as the mail is kept.
"""

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.notices.models import NoticeKind

_PURPOSE = "groupnet.unsubscribe"


def unsubscribing_address(person_id: int, kind: NoticeKind) -> str:
    """The whole address of the link."""
    return site_address("notices.unsubscribe", token=unsubscribing_token(person_id, kind))


def unsubscribing_token(person_id: int, kind: NoticeKind) -> str:
    """What the link holds."""
    return sign(_PURPOSE, [person_id, kind.value])


def read_unsubscribing(token: str) -> tuple[int, NoticeKind] | None:
    """Whose mails of which kind a link ends; None if it was not made here."""
    content = read_signed(_PURPOSE, token)
    if content is None:
        return None
    person_id, kind = content
    return int(person_id), NoticeKind(kind)
