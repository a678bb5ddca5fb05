"""Signing in and out."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user

from groupnet.core.access import public, signed_in
from groupnet.core.errors import RuleBroken
from groupnet.core.unit_of_work import outside_transaction, record_refusal
from groupnet.people import browser, limits
from groupnet.people.addresses import normal_email
from groupnet.people.forms import SignInForm
from groupnet.people.models import Person
from groupnet.people.passwords import verify_password
from groupnet.people.queries import find_person
from groupnet.people.service import end_sign_in

blueprint = Blueprint("people", __name__)


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(browser.safe_next(request.args.get("next")) or url_for("home.root"))
    return render_template("people/sign_in.html", form=SignInForm(next=request.args.get("next")))


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Check address and password; a wrong one and an unknown one read alike and take as long."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.rules():
            person = _person_with(form.email.data, form.password.data)
            browser.enter(person)
            target = browser.safe_next(form.next.data) or url_for("home.root")
            response = current_app.make_response(redirect(target, 303))
            return browser.remember(response, person.email)
    return render_template("people/sign_in.html", form=form), 422


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out here; the cookie, and any copy of it, is dead."""
    end_sign_in(current_user.get_id())
    logout_user()
    session.clear()
    response = current_app.make_response(redirect(url_for("people.sign_in"), 303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _person_with(email_text: str, password: str) -> Person:
    refusal = RuleBroken(gettext("This address and password do not fit together. Check both and try again."))
    try:
        email = normal_email(email_text)
    except RuleBroken:
        email = email_text.casefold()[:254]
    attempt = {"email": email, "address": request.remote_addr or "", "known_browser": browser.knows(email)}
    if limits.door_is_closed(**attempt):  # type: ignore[arg-type]
        raise RuleBroken(gettext("Too many tries. Please wait five minutes, then try again."))
    person = find_person(email)
    stored = person.password_hash if person else None
    with outside_transaction():
        fits = verify_password(password, stored)
    if not fits:
        record_refusal(lambda: limits.note_failure(**attempt))  # type: ignore[arg-type]
        raise refusal
    found = find_person(email)
    if found is None or found.password_hash != stored:
        raise refusal
    return found
