"""Pages of members."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from groupnet.core.access import allows
from groupnet.core.errors import NotFound
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.members.models import Photo  # noqa: F401

blueprint = Blueprint("members", __name__, url_prefix="/members")


@blueprint.get("")
@allows(Permission.MEMBERS_SEE)
def index() -> ResponseReturnValue:
    """The list."""
    return render_template("members/index.html")


@blueprint.get("/<int:membership_id>")
@allows(Permission.MEMBERS_SEE)
def show(membership_id: int) -> ResponseReturnValue:
    """A member's profile."""
    return render_template("members/index.html", membership=get_membership(membership_id))


@blueprint.get("/<int:membership_id>/photo/<size>")
@allows(Permission.MEMBERS_SEE)
def photo(membership_id: int, size: str) -> ResponseReturnValue:
    """A member's face in one of the stored sizes."""
    raise NotFound
