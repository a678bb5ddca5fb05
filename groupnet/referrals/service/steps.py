"""The steps of a referral's life: passed, accepted, contacted, won or lost; or declined."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.referrals.models import Referral, Status, Step
from groupnet.referrals.policy import CLOSED, Act
from groupnet.referrals.service.history import check, record
from groupnet.referrals.service.telling import tell_of_step_back, tell_other_side


def accept_referral(*, referral: Referral, actor: Membership, note: str = "") -> None:
    """The receiver takes it on.

    Raises:
        NotAllowed: the actor is not the receiver; so for every step.
        RuleBroken: it waits for no answer, is disputed or was withdrawn; so for every step in its place.
    """
    _move(Act.ACCEPT, Status.ACCEPTED, referral, actor, note)


def contact_prospect(*, referral: Referral, actor: Membership, note: str = "") -> None:
    """The receiver has been in touch with the prospect."""
    _move(Act.CONTACT, Status.CONTACTED, referral, actor, note)


def win(*, referral: Referral, actor: Membership, note: str = "") -> None:
    """Something came of it."""
    _move(Act.WIN, Status.WON, referral, actor, note)


def lose(*, referral: Referral, actor: Membership, note: str = "") -> None:
    """Nothing came of it this time."""
    _move(Act.LOSE, Status.LOST, referral, actor, note)


def decline_referral(*, referral: Referral, actor: Membership, reason: str) -> None:
    """The receiver does not take it on, and says why; it counts no more.

    Raises:
        RuleBroken: without a reason, at the field `reason`.
    """
    if not reason.strip():
        raise RuleBroken(
            gettext("Say why in a few words, so that the giver can find another way."), field="reason"
        )
    _move(Act.DECLINE, Status.DECLINED, referral, actor, reason)
    referral.decline_reason = reason


def step_back(*, referral: Referral, actor: Membership) -> None:
    """Undo the last step forward: it was a mistake. Only one, and never before where the referral started.

    Raises:
        RuleBroken: the last move was not a step forward.
    """
    goal = check(act=Act.STEP_BACK, referral=referral, actor=actor).came_from
    if goal is None:
        raise ValueError("the policy lets nobody step back without a step forward")
    before = referral.status
    referral.status = goal
    referral.closed_at = None
    referral.decline_reason = ""
    record(step=Step.STEPPED_BACK, referral=referral, actor=actor, before=before)
    tell_of_step_back(referral=referral, undone=before)


def _move(act: Act, to: Status, referral: Referral, actor: Membership, note: str) -> None:
    check(act=act, referral=referral, actor=actor)
    before = referral.status
    referral.status = to
    if to in CLOSED:
        referral.closed_at = utc_now()
    event = record(step=Step.MOVED, referral=referral, actor=actor, before=before, note=note)
    tell_other_side(referral=referral, event=event)
