"""Putting a member on leave, bringing them back, marking them as left, and taking that back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import RuleBroken
from groupnet.groups.door import current_door
from groupnet.groups.models import Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.members import service
from groupnet.members.forms import ChangeForm
from groupnet.members.views.blueprint import blueprint

CHANGES = {"leave": Status.ON_LEAVE, "return": Status.ACTIVE, "leaving": Status.LEFT}
PATH = "/<int:membership_id>/<any(leave, return, leaving):change>"


@blueprint.get(PATH)
@allows(Permission.LEAVE_RECORD)
def new_change(membership_id: int, change: str) -> ResponseReturnValue:
    """Ask from which day."""
    form = ChangeForm()
    form.from_day.data = current_door().today
    return _page(membership_id, change, form)


@blueprint.post(PATH)
@allows(Permission.LEAVE_RECORD)
def create_change(membership_id: int, change: str) -> ResponseReturnValue:
    """Record the change."""
    form = ChangeForm()
    member = get_membership(membership_id)
    if form.validate_on_submit():
        with form.rules():
            service.change_standing(
                membership=member,
                status=CHANGES[change],
                from_day=form.from_day.data,
                today=current_door().today,
            )
            flash(gettext("Recorded. It can be taken back on this page."), "success")
            return redirect(url_for(".show", membership_id=membership_id), 303)
    return _page(membership_id, change, form), 422


@blueprint.post("/<int:membership_id>/undo-change")
@allows(Permission.LEAVE_RECORD)
def undo_change(membership_id: int) -> ResponseReturnValue:
    """Take the last change back."""
    member = get_membership(membership_id)
    try:
        service.undo_last_change(membership=member, today=current_door().today)
    except RuleBroken as broken:
        member = get_membership(membership_id)
        return render_template("members/not_undone.html", member=member, sentence=broken.message), 422
    flash(gettext("Taken back. All stands as before."), "success")
    return redirect(url_for(".show", membership_id=membership_id), 303)


def _page(membership_id: int, change: str, form: ChangeForm) -> str:
    member = get_membership(membership_id)
    return render_template("members/change.html", member=member, change=change, form=form)
