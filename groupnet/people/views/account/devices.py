"""Where one is signed in, and signing out there."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.people.devices import read_device
from groupnet.people.queries import list_sign_ins
from groupnet.people.service.devices import end_one_sign_in, end_other_sign_ins
from groupnet.people.tokens import token_hash
from groupnet.people.views.account.blueprint import blueprint


@blueprint.get("/devices")
@signed_in
def devices() -> ResponseReturnValue:
    """The browsers one is signed in with, this one first."""
    here = token_hash(current_user.get_id())
    rows = [
        (sign_in.id, read_device(sign_in.device).in_words, sign_in.created_at, sign_in.token_hash == here)
        for sign_in in list_sign_ins(current_user.id)
    ]
    return render_template("account/devices.html", rows=sorted(rows, key=lambda row: not row[3]))


@blueprint.post("/devices/<int:sign_in_id>/sign-out")
@signed_in
def sign_out_device(sign_in_id: int) -> ResponseReturnValue:
    """Sign one browser out: its cookie opens nothing any more."""
    end_one_sign_in(person_id=current_user.id, sign_in_id=sign_in_id)
    flash(gettext("That browser is signed out."), "success")
    return redirect(url_for(".devices"), 303)


@blueprint.post("/devices/sign-out-others")
@signed_in
def sign_out_others() -> ResponseReturnValue:
    """Sign all browsers out but this one."""
    end_other_sign_ins(person_id=current_user.id, here=current_user.get_id())
    flash(gettext("You are signed in here only."), "success")
    return redirect(url_for(".devices"), 303)
