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
from groupnet.home.next_meeting import to_answer, write_meetings
from groupnet.home.queries import Beginnings, count_group, find_for, find_next_meetings
from groupnet.home.start import Step, list_for_admin, list_for_member
from groupnet.meetings.queries.waiting import Duties
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
    meetings = find_next_meetings(places, now)
    lately, begun = count_group(
        me,
        door.today,
        is_open=door.group.pair_counts_open,
        is_beginning=Permission.IMPORTS_RUN in door.permissions,
    )
    duties = Duties(
        follows_up=me.id if Permission.VISITORS_FOLLOW_UP in door.permissions else None,
        answers=me.id if Permission.APPLICATIONS_ANSWER in door.permissions else None,
    )
    local = now.astimezone(ZoneInfo(door.group.timezone))
    return render_template(
        "home/index.html",
        greeting=greet(first_name(me), local.hour),
        day_said=say_day(door.today),
        meetings=write_meetings(
            meetings,
            places,
            now,
            run_by=me.id if Permission.MEETINGS_RUN in door.permissions else None,
        ),
        lines=write_lines(find_for(places, door.today, now, duties=duties), places, now),
        lately=lately,
        to_show_yourself=list_for_member(me, to_answer(meetings)),
        to_begin=begin_group(door, begun),
    )


def begin_group(door: Door, begun: Beginnings | None) -> list[Step]:
    """What a new group's admin does first; nothing for others."""
    if begun is None:
        return []
    return list_for_admin(begun, schedules=Permission.MEETINGS_RUN in door.permissions)


@blueprint.get("/more")
@allows(Permission.HOME_SEE)
def more() -> ResponseReturnValue:
    """Everything that has no place in the phone's bar."""
    return render_template("home/more.html")
