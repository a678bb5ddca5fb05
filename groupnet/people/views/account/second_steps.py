"""One's second step: a code from an app, beside the password or the mailed code."""

import re
from urllib.parse import urlsplit

import pyotp
from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.core.addresses import site_name
from groupnet.core.downloads import attachment
from groupnet.core.qr import qr_image
from groupnet.people.presence import ProvingForm, me, prove, way_to_prove
from groupnet.people.second_factor import RECOVERY_CODES, count_recovery_codes
from groupnet.people.service.second_step_setup import (
    end_second_step,
    offer_second_step,
    offered_nonce,
    offered_secret,
    renew_recovery_codes,
    set_up_second_step,
)
from groupnet.people.signals import list_what_rests
from groupnet.people.views.account.blueprint import blueprint
from groupnet.people.views.account.forms import CodesForm, SetUpForm

GROUP_OF = 4
"""Characters of the secret that stand together, to be typed."""
CODE = re.compile(r"\d{4} \d{4} \d{4}")


@blueprint.get("/second-step")
@signed_in
def second_step() -> ResponseReturnValue:
    """Whether there is a second step, and what can be done about it."""
    left = count_recovery_codes(current_user.id) if current_user.has_second_factor else 0
    return render_template("account/second_step.html", left=left, most=RECOVERY_CODES)


@blueprint.get("/second-step/set-up")
@signed_in
def set_up() -> ResponseReturnValue:
    """A fresh secret as a QR code; nothing is kept before the app's first code fits."""
    return _set_up_page(SetUpForm(), offer_second_step(person_id=current_user.id))


@blueprint.post("/second-step/set-up")
@signed_in
def confirm_set_up() -> ResponseReturnValue:
    """Turn the second step on, or move it to another app; then show the recovery codes, once."""
    form = SetUpForm().asking(for_password=current_user.password_hash is not None)
    offer = form.offer.data or ""
    nonce = offered_nonce(person_id=current_user.id, offer=offer)
    if nonce is None:
        flash(gettext("That page was open for too long. Here is a new code for your app."), "info")
        return redirect(url_for(".set_up"), 303)
    if form.validate_on_submit():
        with form.rules():
            codes = set_up_second_step(person=prove(form), nonce=nonce, code=form.app_code.data or "")
            return _codes_page(codes)
    return _set_up_page(form, offer), 422


@blueprint.get("/second-step/codes")
@signed_in
def codes() -> ResponseReturnValue:
    """Asks for a proof before it makes new recovery codes."""
    return _asking_page("account/second_step_codes.html", ProvingForm())


@blueprint.post("/second-step/codes")
@signed_in
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, once."""
    form = ProvingForm().asking(for_password=current_user.password_hash is not None)
    if form.validate_on_submit():
        with form.rules():
            return _codes_page(renew_recovery_codes(person=prove(form), asked=form.submission_key.data or ""))
    return _asking_page("account/second_step_codes.html", form, 422)


@blueprint.post("/second-step/codes/file")
@signed_in
def codes_file() -> ResponseReturnValue:
    """Hand the codes of the page before back as a text; they are kept nowhere."""
    printed = (CodesForm().codes.data or "").split(",")
    head = gettext("Recovery codes of %(email)s at %(site)s", email=current_user.email, site=site_name())
    lines = [head, gettext("Each works once."), "", *(code for code in printed if CODE.fullmatch(code)), ""]
    return attachment("\r\n".join(lines).encode(), "recovery-codes.txt", "text/plain; charset=utf-8")


@blueprint.get("/second-step/off")
@signed_in
def off() -> ResponseReturnValue:
    """Asks for a proof before it turns the second step off."""
    return _off_page(ProvingForm())


@blueprint.post("/second-step/off")
@signed_in
def turn_off() -> ResponseReturnValue:
    """Turn the second step off."""
    form = ProvingForm().asking(for_password=current_user.password_hash is not None)
    if form.validate_on_submit():
        with form.rules():
            end_second_step(person=prove(form))
            flash(gettext("Your second step is off."), "success")
            return redirect(url_for(".second_step"), 303)
    return _off_page(form, 422)


def _off_page(form: ProvingForm, status: int = 200) -> ResponseReturnValue:
    return _asking_page("account/second_step_off.html", form, status, rests=list_what_rests(me()))


def _asking_page(
    template: str, form: ProvingForm, status: int = 200, **others: object
) -> ResponseReturnValue:
    if not current_user.has_second_factor:
        return redirect(url_for(".second_step"), 303)
    way = way_to_prove()
    form = form.asking(for_password=way == "password")
    return render_template(template, form=form, way=way, **others), status


def _set_up_page(form: SetUpForm, offer: str) -> str:
    way = way_to_prove()
    form = form.asking(for_password=way == "password")
    form.offer.data = offer
    nonce = offered_nonce(person_id=current_user.id, offer=offer) or ""
    secret = offered_secret(person_id=current_user.id, nonce=nonce)
    site = urlsplit(current_app.config["GROUPNET"].base_url).hostname or "groupnet"
    address = pyotp.TOTP(secret).provisioning_uri(name=current_user.email, issuer_name=site)
    return render_template(
        "account/second_step_set_up.html",
        form=form,
        way=way,
        qr=qr_image(address),
        address=address,
        secret=" ".join(secret[at : at + GROUP_OF] for at in range(0, len(secret), GROUP_OF)),
    )


def _codes_page(codes: list[str]) -> str:
    form = CodesForm(formdata=None, codes=",".join(codes))
    return render_template("account/recovery_codes.html", codes=codes, form=form)
