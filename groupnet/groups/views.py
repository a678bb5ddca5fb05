"""Joining a group by a link, and a group's settings."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows, public
from groupnet.groups.roles import Permission

blueprint = Blueprint("groups", __name__)
joining = Blueprint("joining", __name__)


@joining.get("/join/<token>")
@public
def join(token: str) -> ResponseReturnValue:
    """What a joining link opens."""
    return render_template("groups/settings.html", token=token)


@blueprint.get("/settings")
@allows(Permission.SETTINGS_EDIT)
def settings() -> ResponseReturnValue:
    """The group's settings."""
    return render_template("groups/settings.html")
