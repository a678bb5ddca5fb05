"""Pages of imports."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.groups.roles import Permission
from groupnet.imports.models import ImportRun  # noqa: F401

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


@blueprint.get("")
@allows(Permission.IMPORTS_RUN)
def index() -> ResponseReturnValue:
    """The list."""
    return render_template("imports/index.html")
