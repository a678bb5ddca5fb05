"""Recording a referral: the phone's form, and the page after it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.core.ids import id_in
from groupnet.core.submissions import once
from groupnet.groups.door import Door, current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership, list_other_groups
from groupnet.groups.roles import Permission
from groupnet.members.faces import first_name
from groupnet.referrals import service
from groupnet.referrals.forms import ReferralForm, WhoToCallForm, details_of
from groupnet.referrals.models import Referral
from groupnet.referrals.picking import pick_from
from groupnet.referrals.policy import Act, lacks_who_to_call, may
from groupnet.referrals.queries import Direction, get_life
from groupnet.referrals.views.routes import act_on, blueprint, my_referral, to_referral


@blueprint.get("/new")
@allows(Permission.REFERRALS_GIVE)
def new() -> ResponseReturnValue:
    """The form."""
    door = current_door()
    received = request.args.get("direction") == Direction.RECEIVED
    direction = Direction.RECEIVED if received else Direction.GIVEN
    to = id_in(request.args.get("to", ""))
    form = ReferralForm(direction=direction.value, person_id=to, given_on=door.today)
    return _form_page(form, door)


@blueprint.post("")
@allows(Permission.REFERRALS_GIVE)
@once
def create() -> ResponseReturnValue:
    """Record a referral."""
    door = current_door()
    form = ReferralForm(given_on=door.today)
    if form.validate_on_submit():
        with form.rules():
            referral = _record(form, door)
            return redirect(url_for(".saved", referral_id=referral.id), 303)
    return _form_page(form, door), 422


def _form_page(form: ReferralForm, door: Door) -> str:
    return render_template(
        "referrals/new.html",
        form=form,
        picker=pick_from(door.membership, door.today, first=form.person_id.data),
        today=door.today,
        other_groups=list_other_groups(door.membership, door.today) if door.has_other_groups else [],
    )


def _record(form: ReferralForm, door: Door) -> Referral:
    other = _picked(form.person_id.data)
    details = details_of(form, door.today)
    if form.is_received:
        return service.record_received(
            receiver=door.membership, giver=other, details=details, today=door.today
        )
    return service.give_referral(giver=door.membership, receiver=other, details=details, today=door.today)


def _picked(membership_id: int | None) -> Membership:
    try:
        return get_membership(membership_id or 0)
    except NotFound as missing:
        raise RuleBroken(gettext("Pick somebody who is in the group today."), field="person_id") from missing


@blueprint.get("/<int:referral_id>/saved")
@allows(Permission.REFERRALS_GIVE)
def saved(referral_id: int) -> ResponseReturnValue:
    """What was just recorded, and what can still be said or undone."""
    referral = my_referral(referral_id)
    return _saved_page(referral, WhoToCallForm())


@blueprint.post("/<int:referral_id>/details")
@allows(Permission.REFERRALS_GIVE)
def add_details(referral_id: int) -> ResponseReturnValue:
    """Say who to call."""
    referral = my_referral(referral_id)
    form = WhoToCallForm()
    if form.validate_on_submit():
        with form.rules():
            service.add_details(
                referral=referral,
                actor=current_door().membership,
                prospect_name=form.prospect_name.data,
                prospect_contact=form.prospect_contact.data,
            )
            flash(gettext("Saved. Only the two of you see this."), "success")
            return to_referral(referral_id)
    return _saved_page(referral, form), 422


def _saved_page(referral: Referral, form: WhoToCallForm) -> str:
    me = current_door().membership
    given = referral.giver_id == me.id
    return render_template(
        "referrals/saved.html",
        referral=referral,
        form=form,
        given=given,
        other=referral.receiver if given else referral.giver,
        can_undo=may(Act.WITHDRAW, me, referral, get_life(referral.id)),
        can_tell=given and lacks_who_to_call(referral),
    )


@blueprint.post("/<int:referral_id>/told")
@allows(Permission.REFERRALS_GIVE)
def tell(referral_id: int) -> ResponseReturnValue:
    """The giver told the receiver in person."""
    referral = my_referral(referral_id)
    said = gettext("Noted: you told %(name)s.", name=first_name(referral.receiver))
    return act_on(referral, service.mark_told_in_person, said)
