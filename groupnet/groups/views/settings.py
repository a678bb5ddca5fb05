"""A group's settings."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from groupnet.core.access import allows
from groupnet.groups import service
from groupnet.groups.door import current_door
from groupnet.groups.forms import NAMES, PAIR_COUNTS, SettingsForm
from groupnet.groups.queries import lock_group
from groupnet.groups.roles import Permission
from groupnet.groups.service.settings import GroupSettings
from groupnet.groups.views.blueprint import blueprint


@blueprint.get("/settings")
@allows(Permission.SETTINGS_EDIT)
def settings() -> ResponseReturnValue:
    """The group's settings."""
    group = current_door().group
    return _page(SettingsForm(obj=group).offer(group))


@blueprint.post("/settings")
@allows(Permission.SETTINGS_EDIT)
def update_settings() -> ResponseReturnValue:
    """Save the group's settings."""
    group = lock_group()
    form = SettingsForm().offer(group)
    if form.validate_on_submit():
        if form.is_stale(group):
            clashes = form.both_texts(group, NAMES)
            return _page(form, clashes=clashes, has_errors=True), 409
        with form.rules():
            service.change_settings(
                acting=current_door().membership,
                has_second_factor=current_user.has_second_factor,
                group=group,
                settings=GroupSettings(**{name: form[name].data for name in NAMES}),
            )
            flash(gettext("The settings are saved."), "success")
            return redirect(url_for(".settings"), 303)
    return _page(form), 422


def _page(form: SettingsForm, **others: object) -> str:
    return render_template(
        "groups/settings.html",
        form=form,
        pair_counts=PAIR_COUNTS,
        has_second_factor=current_user.has_second_factor,
        **others,
    )
