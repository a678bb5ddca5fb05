"""One's password."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import signed_in
from groupnet.core.errors import RuleBroken
from groupnet.core.unit_of_work import outside_transaction
from groupnet.people import browser
from groupnet.people.models import Person
from groupnet.people.passwords import check_password, hash_password
from groupnet.people.presence import me, prove, way_to_prove
from groupnet.people.service import end_every_sign_in
from groupnet.people.service.changing import change_password
from groupnet.people.signals import list_known_words
from groupnet.people.views.account.blueprint import blueprint
from groupnet.people.views.account.forms import PasswordForm


@blueprint.get("/password")
@signed_in
def password() -> ResponseReturnValue:
    """The page to set or change one's password."""
    return _page(PasswordForm())


@blueprint.post("/password")
@signed_in
def update_password() -> ResponseReturnValue:
    """Set or change it; all other browsers are signed out, and what was mailed is over (T19)."""
    had_one = current_user.password_hash is not None
    form = PasswordForm().asking(for_password=had_one)
    if form.validate_on_submit():
        with form.rules():
            chosen = form.password.data or ""
            if had_one and chosen == form.present_password.data:
                raise RuleBroken(gettext("This is the same again. Type another one."), field="password")
            check_password(chosen, not_these=list_known_words(me()))
            with outside_transaction():
                hashed = hash_password(chosen)
            person = prove(form)
            change_password(person=person, password_hash=hashed)
            _stay_alone(person)
            flash(
                gettext("Your password is changed. Other browsers are signed out.")
                if had_one
                else gettext("You have a password now. Other browsers are signed out."),
                "success",
            )
            return redirect(url_for(".password"), 303)
    return _page(form), 422


def _stay_alone(person: Person) -> None:
    """Sign every browser out, and this one in again: a copied cookie is dead too."""
    end_every_sign_in(person.id)
    browser.enter(person)


def _page(form: PasswordForm) -> str:
    way = way_to_prove()
    form = form.asking(for_password=way == "password")
    return render_template("account/password.html", form=form, way=way)
