"""The account room: what an account holds, the archive, the end."""

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user

from groupnet.account import queries, service
from groupnet.account.forms import ArchiveForm, DeleteForm, NameForm
from groupnet.core.access import public, signed_in
from groupnet.groups.places import find_roles, list_open_places
from groupnet.outbox.models import QueueState
from groupnet.people.presence import Way, me, prove, way_to_prove
from groupnet.people.queries import find_awaited_address

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
        service.rename(person=me(), name=form.name.data)
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
    return _delete_page(DeleteForm())


@blueprint.post("/delete")
@signed_in
def destroy() -> ResponseReturnValue:
    """Delete the account and leave every browser."""
    form = DeleteForm().asking(for_password=current_user.password_hash is not None)
    if form.validate_on_submit():
        with form.rules():
            service.delete_account(person=prove(form))
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


def _delete_page(form: DeleteForm) -> str:
    way = way_to_prove()
    places = queries.list_own_places(current_user.id)
    return render_template(
        "account/delete.html",
        form=form.asking(for_password=way is Way.PASSWORD),
        way=way,
        person=current_user,
        places=[place for place in places if place.is_open],
        in_the_way=queries.list_groups_in_the_way(places),
    )
