"""Each step of a referral's life: one address, one button."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.members.faces import first_name
from groupnet.referrals import service
from groupnet.referrals.forms import DeclineForm
from groupnet.referrals.models import Referral, Status
from groupnet.referrals.views.routes import act_on, blueprint, my_referral, to_referral
from groupnet.referrals.words import answered_sentence


@blueprint.post("/<int:referral_id>/accept")
@allows(Permission.REFERRALS_GIVE)
def accept(referral_id: int) -> ResponseReturnValue:
    """The receiver takes it on."""
    referral = my_referral(referral_id)
    return act_on(referral, service.accept_referral, _said(referral, Status.ACCEPTED))


@blueprint.post("/<int:referral_id>/contact")
@allows(Permission.REFERRALS_GIVE)
def contact(referral_id: int) -> ResponseReturnValue:
    """The receiver has been in touch."""
    referral = my_referral(referral_id)
    return act_on(referral, service.contact_prospect, _said(referral, Status.CONTACTED))


@blueprint.post("/<int:referral_id>/win")
@allows(Permission.REFERRALS_GIVE)
def win(referral_id: int) -> ResponseReturnValue:
    """Something came of it."""
    referral = my_referral(referral_id)
    said = gettext("How good. You could say thanks to %(name)s.", name=first_name(referral.giver))
    return act_on(referral, service.win, said)


@blueprint.post("/<int:referral_id>/lose")
@allows(Permission.REFERRALS_GIVE)
def lose(referral_id: int) -> ResponseReturnValue:
    """Nothing came of it."""
    referral = my_referral(referral_id)
    return act_on(referral, service.lose, _said(referral, Status.LOST))


@blueprint.post("/<int:referral_id>/step-back")
@allows(Permission.REFERRALS_GIVE)
def step_back(referral_id: int) -> ResponseReturnValue:
    """The last step was a mistake."""
    return act_on(my_referral(referral_id), service.step_back, gettext("One step back."))


@blueprint.get("/<int:referral_id>/decline")
@allows(Permission.REFERRALS_GIVE)
def ask_why(referral_id: int) -> ResponseReturnValue:
    """The form for the reason."""
    referral = my_referral(referral_id)
    return render_template("referrals/decline.html", referral=referral, form=DeclineForm())


@blueprint.post("/<int:referral_id>/decline")
@allows(Permission.REFERRALS_GIVE)
def decline(referral_id: int) -> ResponseReturnValue:
    """The receiver does not take it on."""
    referral = my_referral(referral_id)
    form = DeclineForm()
    if form.validate_on_submit():
        with form.rules():
            service.decline_referral(
                referral=referral, actor=current_door().membership, reason=form.reason.data
            )
            name = first_name(referral.giver)
            flash(gettext("Declined. %(name)s sees your reason.", name=name), "success")
            return to_referral(referral_id)
    return render_template("referrals/decline.html", referral=referral, form=form), 422


def _said(referral: Referral, status: Status) -> str:
    return answered_sentence(referral.kind, status, first_name(referral.giver))
