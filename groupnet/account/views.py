"""The account room: what an account holds, the archive, the end."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user

from groupnet.account import queries, service
from groupnet.account.forms import ArchiveForm, DeleteForm, NameForm
from groupnet.account.queries import get_person
from groupnet.core.access import public, signed_in
from groupnet.groups.places import find_roles, list_open_places
from groupnet.outbox.models import QueueState
from groupnet.people.queries import find_awaited_address
from groupnet.people.service.changing import ask_for_change_code, prove_presence

CODE_ASKED = "account-delete-proof"
"""Where the browser keeps which mailed code it waits for."""

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Everything about one's account, a line each."""
    return _index(NameForm(name=current_user.name))


@blueprint.post("")
@signed_in
def update() -> ResponseReturnValue:
    """Change the account's name."""
    form = NameForm()
    if form.validate_on_submit():
        service.rename(person=get_person(current_user.id, for_update=True), name=form.name.data)
        flash(gettext("Saved."), "success")
        return redirect(url_for(".index"), 303)
    return _index(form), 422


@blueprint.get("/archive")
@signed_in
def archive() -> ResponseReturnValue:
    """What the archive holds, and the newest one."""
    newest = queries.find_last_archive(current_user.id)
    said = {
        QueueState.WAITING: gettext("It is being made"),
        QueueState.DONE: gettext("Ready to take, for a week"),
        QueueState.DEAD: gettext("It could not be made"),
    }
    return render_template("account/archive.html", form=ArchiveForm(), newest=newest, said=said)


@blueprint.post("/archive")
@signed_in
def order_archive() -> ResponseReturnValue:
    """Have the archive made, and follow it."""
    job_id = service.order_archive(person=current_user)
    return redirect(url_for("work.show", job_id=job_id), 303)


@blueprint.get("/delete")
@signed_in
def delete() -> ResponseReturnValue:
    """What goes, what stays, and what stands in the way."""
    return _delete_page(_delete_form())


@blueprint.post("/delete/code")
@signed_in
def mail_code() -> ResponseReturnValue:
    """Mail the code that stands for a password where there is none."""
    form = _delete_form()
    if "code" in form:
        with form.rules():
            session[CODE_ASKED] = ask_for_change_code(person=get_person(current_user.id)).id
            flash(gettext("A code is on its way to %(email)s.", email=current_user.email), "info")
            return redirect(url_for(".delete"), 303)
        return _delete_page(form), 422
    return redirect(url_for(".delete"), 303)


@blueprint.post("/delete")
@signed_in
def destroy() -> ResponseReturnValue:
    """Delete the account and leave every browser."""
    form = _delete_form()
    if form.validate_on_submit():
        with form.rules():
            person = prove_presence(
                person=get_person(current_user.id),
                password=form.present_password.data if "present_password" in form else "",
                code=form.code.data if "code" in form else "",
                proof_id=session.get(CODE_ASKED, 0),
                address=request.remote_addr or "",
            )
            service.delete_account(person=person)
            logout_user()
            session.clear()
            response = current_app.make_response(redirect(url_for(".goodbye"), 303))
            response.headers["Clear-Site-Data"] = '"cache"'
            return response
    return _delete_page(form), 422


@blueprint.get("/goodbye")
@public
def goodbye() -> ResponseReturnValue:
    """That it is done."""
    return render_template("account/goodbye.html")


def _index(form: NameForm) -> str:
    places = list_open_places(current_user.id)
    return render_template(
        "account/index.html",
        form=form,
        person=current_user,
        awaited=find_awaited_address(current_user.id),
        state=queries.find_state(current_user.id),
        places=places,
        roles=find_roles(places),
    )


def _delete_form() -> DeleteForm:
    """The form with the one proof that fits: the password, or a mailed code where there is none."""
    form = DeleteForm()
    del form[("code" if current_user.password_hash else "present_password")]
    return form


def _delete_page(form: DeleteForm) -> str:
    person = get_person(current_user.id)
    places = queries.list_own_places(person.id)
    return render_template(
        "account/delete.html",
        form=form,
        person=person,
        places=[place for place in places if place.is_open],
        in_the_way=queries.list_groups_in_the_way(places),
        code_asked=CODE_ASKED in session,
    )
