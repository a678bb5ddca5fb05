"""Disputing, lifting, withdrawing and erasing, each with a page that asks first."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.referrals import service
from groupnet.referrals.forms import DisputeForm
from groupnet.referrals.policy import Act, may
from groupnet.referrals.queries import Direction, get_life
from groupnet.referrals.views.routes import act_on, blueprint, my_referral, to_referral


@blueprint.get("/<int:referral_id>/dispute")
@allows(Permission.REFERRALS_GIVE)
def ask_what_differs(referral_id: int) -> ResponseReturnValue:
    """The form for what was different."""
    referral = my_referral(referral_id)
    return render_template("referrals/dispute.html", referral=referral, form=DisputeForm())


@blueprint.post("/<int:referral_id>/dispute")
@allows(Permission.REFERRALS_GIVE)
def dispute(referral_id: int) -> ResponseReturnValue:
    """The other side says it was different."""
    referral = my_referral(referral_id)
    form = DisputeForm()
    if form.validate_on_submit():
        with form.rules():
            service.dispute(referral=referral, actor=current_door().membership, note=form.note.data)
            flash(gettext("Set aside. It counts no more until you lift the dispute."), "success")
            return to_referral(referral_id)
    return render_template("referrals/dispute.html", referral=referral, form=form), 422


@blueprint.post("/<int:referral_id>/lift")
@allows(Permission.REFERRALS_GIVE)
def lift(referral_id: int) -> ResponseReturnValue:
    """Who disputed it lets it stand."""
    said = gettext("The dispute is lifted. The referral counts.")
    return act_on(my_referral(referral_id), service.lift_dispute, said)


@blueprint.get("/<int:referral_id>/withdraw")
@allows(Permission.REFERRALS_GIVE)
def ask_to_withdraw(referral_id: int) -> ResponseReturnValue:
    """The page that asks before it is taken back."""
    return render_template("referrals/withdraw.html", referral=my_referral(referral_id))


@blueprint.post("/<int:referral_id>/withdraw")
@allows(Permission.REFERRALS_GIVE)
def withdraw(referral_id: int) -> ResponseReturnValue:
    """Who recorded it takes it back."""
    referral = my_referral(referral_id)
    me = current_door().membership
    with telling_rules():
        service.withdraw(referral=referral, actor=me)
        flash(gettext("Taken back. It counts nowhere."), "success")
        direction = Direction.GIVEN if referral.giver_id == me.id else Direction.RECEIVED
        return redirect(url_for(".index", direction=direction), 303)
    return to_referral(referral_id)


@blueprint.get("/<int:referral_id>/erase")
@allows(Permission.REFERRALS_GIVE)
def ask_to_erase(referral_id: int) -> ResponseReturnValue:
    """The page that asks before the prospect's data go."""
    referral = my_referral(referral_id)
    if not may(Act.ERASE, current_door().membership, referral, get_life(referral.id)):
        return to_referral(referral_id)
    return render_template("referrals/erase.html", referral=referral)


@blueprint.post("/<int:referral_id>/erase")
@allows(Permission.REFERRALS_GIVE)
def erase(referral_id: int) -> ResponseReturnValue:
    """The prospect's data go; the figures stay."""
    said = gettext("Erased. The referral itself stays.")
    return act_on(my_referral(referral_id), service.erase_prospect, said)
