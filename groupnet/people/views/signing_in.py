"""Signing in by a password, and out."""

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user

from groupnet.core.access import public, signed_in
from groupnet.core.errors import RuleBroken
from groupnet.people import browser
from groupnet.people.addresses import normal_email
from groupnet.people.entering import let_in
from groupnet.people.forms import SignInForm, SignOutForm
from groupnet.people.guesses import DEMO_SIGN_INS
from groupnet.people.models import Person
from groupnet.people.service import end_every_sign_in, end_sign_in, recognise
from groupnet.people.views.blueprint import blueprint
from groupnet.people.views.codes import mail_code
from groupnet.settings import Mode


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(browser.safe_next(request.args.get("next")) or url_for("home.root"))
    return _page(SignInForm(next=browser.safe_next(request.args.get("next"))))


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Check address and password, or have a code mailed; known and unknown addresses read alike."""
    form = SignInForm()
    if form.validate_on_submit():
        with form.rules():
            if form.wants_code:
                return mail_code(normal_email(form.email.data), form.next.data)
            return let_in(_person_with(form.email.data, form.password.data), form.next.data)
    return _page(form), 422


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out here, or everywhere; the cookie, and any copy of it, is dead."""
    form = SignOutForm()
    if form.everywhere.data:
        end_every_sign_in(current_user.id)
    else:
        end_sign_in(current_user.get_id())
    logout_user()
    session.clear()
    target = browser.safe_next(form.next.data) or url_for("people.sign_in")
    response = current_app.make_response(redirect(target, 303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _page(form: SignInForm) -> str:
    config = current_app.config
    demo = config.get(DEMO_SIGN_INS, []) if config["GROUPNET"].mode is Mode.DEMO else []
    return render_template("people/sign_in.html", form=form, demo_sign_ins=demo)


def _person_with(email_text: str, password: str) -> Person:
    try:
        email = normal_email(email_text)
    except RuleBroken:
        email = email_text.casefold()[:254]
    person = recognise(
        email=email,
        password=password,
        address=request.remote_addr or "",
        known_browser=browser.knows(email),
    )
    if person is None:
        raise RuleBroken(gettext("This address and password do not fit together. Check both and try again."))
    return person
