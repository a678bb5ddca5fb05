"""A new password for somebody who has forgotten theirs, or never had one."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from groupnet.core.access import public
from groupnet.core.unit_of_work import outside_transaction
from groupnet.people import browser
from groupnet.people.addresses import normal_email
from groupnet.people.entering import let_in
from groupnet.people.forms import ForgottenForm, NewPasswordForm
from groupnet.people.models import Person, ProofPurpose
from groupnet.people.passwords import check_password, hash_password
from groupnet.people.service import find_resetting, mail_proof, reset_password
from groupnet.people.signals import list_known_words
from groupnet.people.views.blueprint import blueprint

_ASKED = "reset_asked"


@blueprint.get("/forgotten-password")
@public
def forgotten() -> ResponseReturnValue:
    """Where the address is typed."""
    return render_template("people/forgotten.html", form=ForgottenForm())


@blueprint.post("/forgotten-password")
@public
def ask_for_reset() -> ResponseReturnValue:
    """Have a link mailed; the answer is the same for any address."""
    form = ForgottenForm()
    if form.validate_on_submit():
        with form.rules():
            email = normal_email(form.email.data)
            mail_proof(
                purpose=ProofPurpose.RESET,
                email=email,
                address=request.remote_addr or "",
                known_browser=browser.knows(email),
            )
            session[_ASKED] = email
            return redirect(url_for("people.reset_asked"), 303)
    return render_template("people/forgotten.html", form=form), 422


@blueprint.get("/forgotten-password/sent")
@public
def reset_asked() -> ResponseReturnValue:
    """What to do next."""
    email = session.get(_ASKED)
    if email is None:
        return redirect(url_for("people.forgotten"))
    return render_template("people/reset_asked.html", email=email)


@blueprint.get("/new-password/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """What a mailed link opens; it changes nothing yet."""
    person = find_resetting(token=token)
    return _page(person, NewPasswordForm()) if person else _link_is_over()


@blueprint.post("/new-password/<token>")
@public
def set_new_password(token: str) -> ResponseReturnValue:
    """Set the new password; every other sign-in ends."""
    person = find_resetting(token=token)
    if person is None:
        return _link_is_over()
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.rules():
            check_password(form.password.data, not_these=list_known_words(person))
            with outside_transaction():
                hashed = hash_password(form.password.data)
            changed = reset_password(token=token, password_hash=hashed)
            return let_in(changed, None) if changed else _link_is_over()
    return _page(person, form), 422


def _page(person: Person, form: NewPasswordForm) -> str:
    return render_template("people/reset.html", form=form, email=person.email)


def _link_is_over() -> ResponseReturnValue:
    """The same page for a forged, a used and an old link."""
    return render_template("people/reset_over.html"), 404
