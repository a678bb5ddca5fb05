"""Forgetting somebody on public pages: what was typed with their address and waits for its button."""

from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.meetings.models import Visitor
from groupnet.meetings.signals import visitor_erased
from groupnet.public.models import PublicRequest
from groupnet.public.service.asking import forget_requests_of


def forget_member(forgotten: Forgotten) -> None:
    """A member's address may have been typed too."""
    if forgotten.membership.email is not None:
        forget_requests_of(email=forgotten.membership.email)


def follow_visitor(visitor: Visitor) -> None:
    """A visitor is about to be erased."""
    for email in {visitor.email, visitor.asked_email} - {None}:
        forget_requests_of(email=str(email))


def init_app() -> None:
    """Listen to the room of meetings."""
    visitor_erased.connect(follow_visitor)


FORGETTING = Forgetting(forget_member, (PublicRequest,))
