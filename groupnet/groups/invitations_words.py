"""Invitations as people say them."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.groups.invitations import Planned, Verdict
from groupnet.groups.models import Invitation, Membership
from groupnet.outbox.models import QueueState


def verdict_words(planned: Planned) -> str:
    """What becomes of one line of a list, under the name."""
    if planned.verdict is Verdict.INVITED and planned.membership is not None:
        return str(gettext("In the group’s list without an account: will be invited."))
    words = {
        Verdict.INVITED: gettext("Will be invited."),
        Verdict.AGAIN: gettext("Was invited already, and the link still works."),
        Verdict.TOO_SOON: gettext(
            "Was mailed an invitation a moment ago. Wait ten minutes for the next one."
        ),
        Verdict.MEMBER: gettext("Is a member already."),
        Verdict.LEFT: gettext("Has left the group. An admin can bring them back first."),
        Verdict.ADMINS_ONLY: gettext("Will have rights that you do not have. Only an admin invites them."),
        Verdict.TWICE: gettext("Stands in the list twice: invited once."),
        Verdict.NO_ADDRESS: gettext("No e-mail address in this line."),
    }
    return str(words[planned.verdict])


def refusal_words(planned: Planned, known: Membership | None) -> str:
    """Why one person is not invited, as a sentence of its own.

    Args:
        known: whose the address is, where whoever invites may know it.
    """
    name = known.name if known else gettext("Somebody with this address")
    words = {
        Verdict.AGAIN: gettext("%(name)s was invited already, and the link still works.", name=name),
        Verdict.TOO_SOON: gettext(
            "An invitation went to this address a moment ago. Wait ten minutes before the next one."
        ),
        Verdict.MEMBER: gettext("%(name)s is a member already.", name=name),
        Verdict.LEFT: gettext("%(name)s has left the group. An admin can bring them back first.", name=name),
        Verdict.ADMINS_ONLY: gettext(
            "%(name)s will have rights that you do not have. Only an admin invites them.", name=name
        ),
        Verdict.NO_ADDRESS: gettext("This does not read as an e-mail address, such as name@example.org."),
    }
    return str(words[planned.verdict])


def mail_words(invitation: Invitation, state: QueueState | None) -> tuple[str, str]:
    """How far an invitation has come, and the kind of its chip.

    Args:
        state: of its mail; None where it has none, or none any more.
    """
    if invitation.revoked_at is not None:
        return str(gettext("Withdrawn")), ""
    if invitation.expires_at <= utc_now():
        return str(gettext("Ended")), "due"
    if invitation.mailed_to is None:
        return str(gettext("Only a link")), ""
    if state is QueueState.WAITING:
        return str(gettext("Mail waiting")), ""
    if state in (QueueState.DEAD, QueueState.DROPPED):
        return str(gettext("Mail not deliverable")), "due"
    return str(gettext("Mail sent")), "done"
