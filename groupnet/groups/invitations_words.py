"""Invitations as people say them."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.groups.invitations import Planned, Verdict
from groupnet.groups.models import Invitation
from groupnet.outbox.models import QueueState


def verdict_words(planned: Planned) -> str:
    """What becomes of one line of a list, after the name."""
    if planned.verdict is Verdict.INVITED and planned.membership is not None:
        return str(gettext("is in the group’s list without an account: will be invited"))
    words = {
        Verdict.INVITED: gettext("will be invited"),
        Verdict.AGAIN: gettext("was invited already, and the link still works"),
        Verdict.TOO_SOON: gettext("was mailed an invitation a moment ago: wait ten minutes for the next one"),
        Verdict.MEMBER: gettext("is a member already"),
        Verdict.LEFT: gettext("has left the group: an admin can bring them back first"),
        Verdict.ADMINS_ONLY: gettext("will have rights that you do not have: only an admin invites them"),
        Verdict.TWICE: gettext("stands in the list twice: invited once"),
        Verdict.NO_ADDRESS: gettext("is not an e-mail address, or has none"),
    }
    return str(words[planned.verdict])


def mail_words(invitation: Invitation, state: QueueState | None) -> tuple[str, str]:
    """How far an invitation has come, and the kind of its chip.

    Args:
        state: of its mail; None where it has none, or none any more.
    """
    if invitation.revoked_at is not None:
        return str(gettext("withdrawn")), ""
    if invitation.expires_at <= utc_now():
        return str(gettext("over")), "due"
    if invitation.mailed_to is None:
        return str(gettext("only a link")), ""
    if state is QueueState.WAITING:
        return str(gettext("mail waiting")), ""
    if state in (QueueState.DEAD, QueueState.DROPPED):
        return str(gettext("mail not deliverable")), "due"
    return str(gettext("mail sent")), "done"
