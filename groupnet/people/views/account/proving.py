"""The fresh proof that every change of an account begins with."""

from enum import StrEnum
from typing import cast

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.core.telling import telling_rules
from groupnet.people import browser
from groupnet.people.models import Person, ProofPurpose
from groupnet.people.proofs import find_proof
from groupnet.people.service import end_every_sign_in
from groupnet.people.service.changing import ask_for_change_code, prove_presence
from groupnet.people.views.account.blueprint import blueprint
from groupnet.people.views.account.forms import ActForm, ProvingForm

ASKED = "asked_to_change"
"""Where the session keeps which code this browser asked for."""
PAGES = {"password", "address", "set_up", "codes", "off"}
"""The pages that ask for a proof, by the names of their views."""


class Way(StrEnum):
    """How somebody shows that it is them."""

    PASSWORD = "password"  # noqa: S105 - a word
    CODE = "code"
    ASK = "ask"
    """By a code that is not asked for yet."""


@blueprint.post("/code")
@signed_in
def mail_code() -> ResponseReturnValue:
    """Have a code mailed to the present address, and go on where it was asked for."""
    asked_from = ActForm().next.data
    page = asked_from if asked_from in PAGES else "password"
    with telling_rules():
        session[ASKED] = ask_for_change_code(person=me()).id
        flash(gettext("A code is on its way to %(email)s.", email=current_user.email), "success")
    return redirect(url_for(f".{page}"), 303)


def me() -> Person:
    """Whoever is signed in, as the services know them."""
    return cast(Person, current_user._get_current_object())


def way_to_prove() -> Way:
    """How whoever is signed in shows here that it is them."""
    if current_user.password_hash is not None:
        return Way.PASSWORD
    proof = find_proof(session.get(ASKED, 0))
    waits = proof and proof.person_id == current_user.id and proof.purpose == ProofPurpose.CHANGE
    return Way.CODE if waits else Way.ASK


def prove(form: ProvingForm) -> Person:
    """Check the proof that a form brings; nothing may be written before it.

    Raises:
        RuleBroken: at its field.
    """
    person = me()
    by_password = person.password_hash is not None
    return prove_presence(
        person=person,
        password=(form.present_password.data or "") if "present_password" in form else "",
        code="" if by_password or "code" not in form else form.code.data,
        proof_id=session.get(ASKED, 0),
        address=request.remote_addr or "",
    )


def stay_alone(person: Person) -> None:
    """Sign every browser of a person out, and this one in again: a copied cookie is dead too."""
    end_every_sign_in(person.id)
    browser.enter(person)
