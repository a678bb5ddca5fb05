"""Signing in by a code that is mailed."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import public
from groupnet.people import browser
from groupnet.people.entering import let_in
from groupnet.people.forms import CodeForm
from groupnet.people.models import ProofPurpose
from groupnet.people.service import mail_proof, recognise_code
from groupnet.people.views.blueprint import blueprint

_ASKED = "code_asked"


def mail_code(email: str, target: str | None) -> ResponseReturnValue:
    """Have a code mailed, which counts in this browser alone; the answer is the same for any address.

    Args:
        email: in stored form.
        target: where to go on to.
    """
    before, asked_for, _ = session.get(_ASKED, (0, "", ""))
    again = asked_for == email
    proof = mail_proof(
        purpose=ProofPurpose.SIGN_IN,
        email=email,
        address=request.remote_addr or "",
        known_browser=browser.knows(email),
    )
    proof_id = proof.id if proof else before if again else 0
    session[_ASKED] = [proof_id, email, browser.safe_next(target) or ""]
    if again:
        flash(gettext("Another code is on its way. Only the newest one counts."))
    return redirect(url_for("people.type_code"), 303)


@blueprint.get("/sign-in/code")
@public
def type_code() -> ResponseReturnValue:
    """Where the code is typed."""
    if current_user.is_authenticated or _ASKED not in session:
        return redirect(url_for("people.sign_in"))
    return _page(CodeForm())


@blueprint.post("/sign-in/code")
@public
def check_code() -> ResponseReturnValue:
    """Check the code that was typed."""
    if _ASKED not in session:
        return redirect(url_for("people.sign_in"), 303)
    proof_id, email, target = session[_ASKED]
    form = CodeForm()
    if form.validate_on_submit():
        with form.rules():
            person = recognise_code(
                proof_id=proof_id,
                email=email,
                code=form.code.data,
                address=request.remote_addr or "",
                known_browser=browser.knows(email),
            )
            return let_in(person, target)
    return _page(form), 422


def _page(form: CodeForm) -> str:
    _, email, target = session[_ASKED]
    return render_template("people/code.html", form=form, email=email, target=target)
