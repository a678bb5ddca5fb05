"""The second step of signing in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from groupnet.core.access import public
from groupnet.people import browser
from groupnet.people.entering import find_passed, finish
from groupnet.people.forms import CodeForm
from groupnet.people.models import Person
from groupnet.people.second_factor import count_recovery_codes
from groupnet.people.service import pass_second_step
from groupnet.people.views.blueprint import blueprint


@blueprint.get("/sign-in/second-step")
@public
def second_step() -> ResponseReturnValue:
    """Where the code of the app is typed."""
    if find_passed() is None:
        return redirect(url_for("people.sign_in"))
    return render_template("people/second_step.html", form=CodeForm())


@blueprint.post("/sign-in/second-step")
@public
def take_second_step() -> ResponseReturnValue:
    """Check the code of the app, or a recovery code."""
    passed = find_passed()
    if passed is None:
        flash(gettext("That took more than ten minutes. Please begin again."))
        return redirect(url_for("people.sign_in"), 303)
    person, target = passed
    form = CodeForm()
    if form.validate_on_submit():
        with form.rules():
            was_recovery = pass_second_step(
                person=person,
                code=form.code.data,
                address=request.remote_addr or "",
                known_browser=browser.knows(person.email),
            )
            answer = finish(person, target)
            if was_recovery:
                _say_what_is_left(person)
            return answer
    return render_template("people/second_step.html", form=form), 422


def _say_what_is_left(person: Person) -> None:
    left = count_recovery_codes(person.id)
    flash(
        ngettext(
            "You used a recovery code. %(num)d is left.",
            "You used a recovery code. %(num)d are left.",
            left,
        )
        if left
        else gettext("You used your last recovery code. Make new ones on the page of your account.")
    )
