"""Putting a member on leave, and bringing them back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.groups.door import current_door
from groupnet.groups.models import Membership, Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.members import service
from groupnet.members.forms import ChangeForm
from groupnet.members.queries import get_sight
from groupnet.members.views.blueprint import blueprint
from groupnet.members.views.profile import find_standing

CHANGES = {"leave": Status.ON_LEAVE, "return": Status.ACTIVE}
PATH = "/<int:membership_id>/<any(leave, return):change>"


@blueprint.get(PATH)
@allows(Permission.LEAVE_RECORD)
def new_change(membership_id: int, change: str) -> ResponseReturnValue:
    """Ask from which day."""
    door = current_door()
    form = ChangeForm()
    get_changeable(membership_id)
    standing = find_standing(get_sight(membership_id, door.membership.id))
    form.from_day.data = standing.planned_on if change == "return" and standing.planned_on else door.today
    return _page(membership_id, change, form)


@blueprint.post(PATH)
@allows(Permission.LEAVE_RECORD)
def create_change(membership_id: int, change: str) -> ResponseReturnValue:
    """Record the change."""
    form = ChangeForm()
    member = get_changeable(membership_id)
    if form.validate_on_submit():
        with form.rules():
            service.change_standing(
                actor=current_door().membership,
                membership=member,
                status=CHANGES[change],
                from_day=form.from_day.data,
                today=current_door().today,
            )
            flash(gettext("Recorded."), "success")
            return redirect(url_for(".show", membership_id=membership_id), 303)
    return _page(membership_id, change, form), 422


def get_changeable(membership_id: int) -> Membership:
    """A membership whose standing can still change.

    Raises:
        NotFound: it is not in this group, or its person deleted their account.
    """
    member = get_membership(membership_id)
    if member.erased_at is not None:
        raise NotFound
    return member


def _page(membership_id: int, change: str, form: ChangeForm) -> str:
    member = get_membership(membership_id)
    return render_template("members/change.html", member=member, change=change, form=form)
