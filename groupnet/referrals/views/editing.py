"""Editing a referral."""

from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.referrals import service
from groupnet.referrals.forms import EditForm, details_of
from groupnet.referrals.models import Referral
from groupnet.referrals.policy import may_edit
from groupnet.referrals.views.routes import blueprint, my_referral, to_referral
from groupnet.referrals.words import FIELDS


@blueprint.get("/<int:referral_id>/edit")
@allows(Permission.REFERRALS_GIVE)
def edit(referral_id: int) -> ResponseReturnValue:
    """The form."""
    referral = my_referral(referral_id)
    if not may_edit(current_door().membership, referral):
        return to_referral(referral_id)
    return _page(referral, EditForm(obj=referral))


@blueprint.post("/<int:referral_id>")
@allows(Permission.REFERRALS_GIVE)
def update(referral_id: int) -> ResponseReturnValue:
    """Save what was changed, unless somebody saved first."""
    door = current_door()
    referral = my_referral(referral_id)
    form = EditForm(obj=referral)
    if form.validate_on_submit():
        if form.is_stale(referral):
            clashes = form.both_texts(referral, list(FIELDS))
            return _page(referral, form, clashes=clashes, has_errors=True), 409
        with form.rules():
            service.edit_referral(
                referral=referral,
                actor=door.membership,
                details=details_of(form, referral.given_on),
                today=door.today,
            )
            flash(gettext("Saved."), "success")
            return to_referral(referral_id)
    return _page(referral, form), 422


def _page(referral: Referral, form: EditForm, **shown: Any) -> str:
    today = current_door().today
    return render_template("referrals/edit.html", referral=referral, form=form, today=today, **shown)
