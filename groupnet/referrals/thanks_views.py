"""Pages of referrals."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.roles import Permission

blueprint = Blueprint("thanks", __name__, url_prefix="/thanks")


@blueprint.get("")
@allows(Permission.THANKS_GIVE)
def index() -> ResponseReturnValue:
    """The list."""
    return render_template("referrals/index.html")
