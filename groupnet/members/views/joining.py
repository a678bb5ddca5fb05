"""Adding a member."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.members import service
from groupnet.members.forms import NewMemberForm
from groupnet.members.views.blueprint import blueprint


@blueprint.get("/new")
@allows(Permission.MEMBERS_MANAGE)
def new() -> ResponseReturnValue:
    """The form of a member to be added."""
    form = NewMemberForm()
    form.joined_on.data = current_door().today
    return render_template("members/new.html", form=form)


@blueprint.post("")
@allows(Permission.MEMBERS_MANAGE)
@once
def create() -> ResponseReturnValue:
    """Add a member."""
    form = NewMemberForm()
    if form.validate_on_submit():
        with form.rules():
            member = service.add_to_group(
                actor=current_door().membership,
                name=form.name.data,
                email=form.email.data,
                company=form.company.data,
                category=form.category.data,
                joined_on=form.joined_on.data,
                today=current_door().today,
            )
            flash(gettext("%(name)s is in the group's list now.", name=member.name), "success")
            return redirect(url_for(".show", membership_id=member.id), 303)
    return render_template("members/new.html", form=form), 422
