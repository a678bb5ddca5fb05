"""The member's first page, and the way between one's groups."""

from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from groupnet.core.access import allows, signed_in
from groupnet.core.clock import utc_now
from groupnet.groups.door import Door, current_door
from groupnet.groups.places import find_roles, list_open_places
from groupnet.groups.roles import Permission
from groupnet.home.greeting import greet, say_day
from groupnet.home.lines import write_lines
from groupnet.home.queries import count_beginnings, count_lately, find_for
from groupnet.home.start import Step, list_for_admin, list_for_member
from groupnet.members.faces import first_name

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
    """What waits, in all of a person's groups, and what this group did lately."""
    door = current_door()
    session[LAST_GROUP] = door.group.slug
    me, now = door.membership, utc_now()
    places = list_open_places(current_user.id)
    local = now.astimezone(ZoneInfo(door.group.timezone))
    return render_template(
        "home/index.html",
        greeting=greet(first_name(me), local.hour),
        day_said=say_day(door.today),
        lines=write_lines(find_for(places, door.today, now), places, now),
        lately=count_lately(me, door.today, is_open=door.group.pair_counts_open),
        to_show_yourself=list_for_member(me),
        to_begin=begin_group(door),
    )


def begin_group(door: Door) -> list[Step]:
    """What a new group's admin does first."""
    if Permission.IMPORTS_RUN not in door.permissions:
        return []
    return list_for_admin(count_beginnings(door.today))


@blueprint.get("/more")
@allows(Permission.HOME_SEE)
def more() -> ResponseReturnValue:
    """Everything that has no place in the phone's bar."""
    return render_template("home/more.html")
