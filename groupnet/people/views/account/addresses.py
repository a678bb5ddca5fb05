"""One's address: proving it, and having another one."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import public, signed_in
from groupnet.core.telling import telling_rules
from groupnet.people import browser
from groupnet.people.addresses import normal_email
from groupnet.people.models import Person, Proof, ProofPurpose
from groupnet.people.presence import me, prove, way_to_prove
from groupnet.people.proofs import open_proof
from groupnet.people.queries import find_awaited_address
from groupnet.people.service.addresses import (
    ask_for_new_address,
    ask_to_confirm_address,
    confirm_address,
    take_new_address,
)
from groupnet.people.views.account.blueprint import blueprint
from groupnet.people.views.account.forms import ActForm, AddressForm


@blueprint.get("/address")
@signed_in
def address() -> ResponseReturnValue:
    """The address as it stands, and the form to have another one."""
    return _page(AddressForm())


@blueprint.post("/address")
@signed_in
def update_address() -> ResponseReturnValue:
    """Mail a link to the new address; the answer is the same whether it has an account or not (T16)."""
    form = AddressForm().asking(for_password=current_user.password_hash is not None)
    if form.validate_on_submit():
        with form.rules():
            email = normal_email(form.email.data or "")
            ask_for_new_address(person=prove(form), email=email)
            flash(gettext("A link is on its way to %(email)s.", email=email), "success")
            return redirect(url_for(".address"), 303)
    return _page(form), 422


@blueprint.post("/address/confirm")
@signed_in
def mail_confirmation() -> ResponseReturnValue:
    """Mail a link to the present address, to prove it."""
    with telling_rules():
        ask_to_confirm_address(person=me())
        flash(gettext("A link is on its way to %(email)s.", email=current_user.email), "success")
    return redirect(url_for(".address"), 303)


@blueprint.get("/address/<token>")
@public
def mailed_link(token: str) -> ResponseReturnValue:
    """What a mailed link opens: the address, and the button that is meant."""
    proof = _proof_in(token)
    return _link_page(proof, ActForm()) if proof else _link_is_over()


@blueprint.post("/address/<token>")
@public
def use_mailed_link(token: str) -> ResponseReturnValue:
    """Confirm an address, or change it; works in any browser, since the link is the proof."""
    visitor_id = current_user.id if current_user.is_authenticated else None
    proof, form = _proof_in(token, to_use=True), ActForm()
    if proof is None:
        return _link_is_over()
    is_theirs = proof.person_id == visitor_id
    with form.rules():
        if proof.purpose == ProofPurpose.CONFIRM:
            confirm_address(proof=proof)
            flash(gettext("Your address %(email)s is confirmed.", email=proof.email), "success")
            return _go_on(is_theirs=is_theirs)
        return _enter_again(take_new_address(proof=proof), is_theirs=is_theirs)
    return _link_page(proof, form), 422


def _enter_again(person: Person, *, is_theirs: bool) -> ResponseReturnValue:
    """Its owner stays signed in here, if they are; every other browser is out."""
    if is_theirs:
        browser.enter(person)
    flash(gettext("Your address is %(email)s now. You sign in with it.", email=person.email), "success")
    response = current_app.make_response(_go_on(is_theirs=is_theirs))
    return browser.remember(response, person.email) if is_theirs else response


def _go_on(*, is_theirs: bool) -> ResponseReturnValue:
    return redirect(url_for(".address" if is_theirs else "people.sign_in"), 303)


def _proof_in(token: str, *, to_use: bool = False) -> Proof | None:
    purposes = (ProofPurpose.NEW_ADDRESS, ProofPurpose.CONFIRM)
    found = (open_proof(token, purpose, to_use=to_use) for purpose in purposes)
    return next((proof for proof in found if proof), None)


def _page(form: AddressForm) -> str:
    way = way_to_prove()
    form = form.asking(for_password=way == "password")
    awaited = find_awaited_address(current_user.id)
    return render_template("account/address.html", form=form, way=way, awaited=awaited)


def _link_page(proof: Proof, form: ActForm) -> str:
    is_new = proof.purpose == ProofPurpose.NEW_ADDRESS
    return render_template("account/address_link.html", email=proof.email, is_new=is_new, form=form)


def _link_is_over() -> ResponseReturnValue:
    """The same page for a forged, a used and an old link."""
    return render_template("account/address_link_over.html"), 404
