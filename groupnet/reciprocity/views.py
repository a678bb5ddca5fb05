"""Pages of reciprocity."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.roles import Permission

blueprint = Blueprint("reciprocity", __name__, url_prefix="/reciprocity")


@blueprint.get("")
@allows(Permission.RECIPROCITY_SEE)
def index() -> ResponseReturnValue:
    """The list."""
    return render_template("reciprocity/index.html")
