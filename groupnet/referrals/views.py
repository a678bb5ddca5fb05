"""Pages of referrals."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.roles import Permission

blueprint = Blueprint("referrals", __name__, url_prefix="/referrals")


@blueprint.get("")
@allows(Permission.REFERRALS_SEE)
def index() -> ResponseReturnValue:
    """The list."""
    return render_template("referrals/index.html")


@blueprint.get("/new")
@allows(Permission.REFERRALS_GIVE)
def new() -> ResponseReturnValue:
    """The form."""
    return render_template("referrals/index.html")
