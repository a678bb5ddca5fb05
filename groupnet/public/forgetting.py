"""Forgetting somebody on public pages: what was typed with their address, and the mails that went to it."""

from groupnet.core.tenancy import bound_group
from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.meetings.models import Visitor
from groupnet.meetings.signals import visitor_erased
from groupnet.outbox.service import forget_mails_to
from groupnet.public.models import PublicRequest
from groupnet.public.service.answering import DECLINED_MAIL
from groupnet.public.service.asking import forget_requests_of
from groupnet.public.service.coming import APPLICATION_MAIL, CHANGED_MAIL, VISIT_MAIL

MAILS = (VISIT_MAIL, CHANGED_MAIL, APPLICATION_MAIL, DECLINED_MAIL)
"""What goes to visitors; the mails of requests go with those."""


def forget_member(forgotten: Forgotten) -> None:
    """A member's address may have been typed too."""
    if forgotten.membership.email is not None:
        forget_requests_of(email=forgotten.membership.email)


def follow_visitor(visitor: Visitor, *, on_request: bool) -> None:
    """The last visitors with an address are about to be erased: their mails go, and on request what waits for
    its button too."""
    if visitor.email is None:
        return
    forget_mails_to(address=visitor.email, about_group_id=bound_group(), kinds=MAILS)
    if on_request:
        forget_requests_of(email=visitor.email)


def init_app() -> None:
    """Listen to the room of meetings."""
    visitor_erased.connect(follow_visitor)


FORGETTING = Forgetting(forget_member, (PublicRequest,))
