"""The blueprint, and what its views share."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.referrals.models import Referral
from groupnet.referrals.queries import get_referral

blueprint = Blueprint("referrals", __name__, url_prefix="/referrals")


def my_referral(referral_id: int) -> Referral:
    """A referral that the acting member is one of the two people of.

    Raises:
        NotFound: there is none.
    """
    return get_referral(referral_id, seen_by=current_door().membership)


def to_referral(referral_id: int) -> ResponseReturnValue:
    """The way to a referral's page."""
    return redirect(url_for(".show", referral_id=referral_id), 303)


def act_on(referral: Referral, act: Callable[..., None], said: str) -> ResponseReturnValue:
    """Do one thing with a referral and show it; where it has moved on meanwhile, show how it stands.

    Args:
        act: a function of the service that needs nothing but the referral and the actor.
        said: what just happened, in words.
    """
    shown = to_referral(referral.id)
    with telling_rules():
        act(referral=referral, actor=current_door().membership)
        flash(said, "success")
    return shown
