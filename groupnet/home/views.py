"""The member's first page, and the way between one's groups."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from groupnet.core.access import allows, signed_in
from groupnet.groups.door import current_door
from groupnet.groups.places import find_roles, list_open_places
from groupnet.groups.roles import Permission

LAST_GROUP = "last_group"

blueprint = Blueprint("home", __name__)
personal = Blueprint("home", __name__)


@personal.get("/")
@signed_in
def root() -> ResponseReturnValue:
    """On to the home of the group last used."""
    places = list_open_places(current_user.id)
    if not places:
        return render_template("home/groups.html", places=places)
    slugs = [place.group.slug for place in places]
    slug = session.get(LAST_GROUP)
    return redirect(url_for("group.home.index", slug=slug if slug in slugs else slugs[0]))


@personal.get("/groups")
@signed_in
def groups() -> ResponseReturnValue:
    """The groups one belongs to, to switch between."""
    places = list_open_places(current_user.id)
    return render_template("home/groups.html", places=places, roles=find_roles(places))


@blueprint.get("/")
@allows(Permission.HOME_SEE)
def index() -> ResponseReturnValue:
    """What waits, in all of a person's groups."""
    session[LAST_GROUP] = current_door().group.slug
    return render_template("home/index.html")


@blueprint.get("/more")
@allows(Permission.HOME_SEE)
def more() -> ResponseReturnValue:
    """Everything that has no place in the phone's bar."""
    return render_template("home/more.html")
