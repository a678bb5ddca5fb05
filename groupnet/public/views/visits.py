"""What the link in a visitor's mail opens: that they cannot come, after all can, or want to be erased."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from groupnet.core.access import public
from groupnet.core.clock import utc_now
from groupnet.core.downloads import CALENDAR, attachment
from groupnet.core.errors import NotFound
from groupnet.core.tenancy import bind_group
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, Visit, Visitor
from groupnet.meetings.policy import OPEN
from groupnet.meetings.queries.from_outside import find_visited, hold_group_meeting
from groupnet.meetings.service.visitors import withdraw_visit
from groupnet.meetings.service.visitors_followed import erase_visitor
from groupnet.people.limits import short_hash
from groupnet.public import service
from groupnet.public.calendar import visit_as_file
from groupnet.public.forms import PlainForm
from groupnet.public.links import read_visit_link
from groupnet.public.policy import place_told
from groupnet.public.when import when_words

blueprint = Blueprint("public_visits", __name__, url_prefix="/visit/<token>")

Visited = tuple[Group, Visit, Visitor, Meeting]


@blueprint.get("")
@public
def show(token: str) -> ResponseReturnValue:
    """How the visit stands, and the one button that changes it."""
    found = _find(token)
    if found is None:
        return _over()
    with force_locale(found[0].locale):
        return _page(found, PlainForm())


@blueprint.post("")
@public
def change(token: str) -> ResponseReturnValue:
    """They cannot come."""
    found = _find(token, hold=True)
    if found is None:
        return _over()
    if _is_expected(found):
        withdraw_visit(visit=found[1], meeting=found[3])
    return redirect(url_for(".show", token=token), 303)


@blueprint.get("/calendar.ics")
@public
def calendar_file(token: str) -> ResponseReturnValue:
    """The visit as a file for their calendar, while they are expected."""
    found = _find(token)
    if found is None or not _is_expected(found):
        raise NotFound
    group, _, visitor, meeting = found
    with force_locale(group.locale):
        own_page = url_for(".show", token=token, _external=True)
        content = visit_as_file(group=group, visitor=visitor, meeting=meeting, own_page=own_page)
    return attachment(content, f"visit-{meeting.on_day.isoformat()}.ics", CALENDAR)


@blueprint.post("/after-all")
@public
def come_after_all(token: str) -> ResponseReturnValue:
    """They come after all, if there is room."""
    found = _find(token, hold=True)
    if found is None:
        return _over()
    form = PlainForm()
    with force_locale(found[0].locale):
        with form.rules():
            service.come_after_all(visit=found[1], visitor=found[2], meeting=found[3])
            return redirect(url_for(".show", token=token), 303)
        return _page(found, form), 422


@blueprint.get("/erase")
@public
def ask_to_erase(token: str) -> ResponseReturnValue:
    """What erasing does, and its button."""
    found = _find(token)
    if found is None:
        return _over()
    with force_locale(found[0].locale):
        return render_template("public/erase.html", group=found[0])


@blueprint.post("/erase")
@public
def erase(token: str) -> ResponseReturnValue:
    """Erase what the group keeps about them."""
    # holds all their meetings itself, in order: one held before could stand in another's way
    found = _find(token)
    if found is None:
        return _over()
    erase_visitor(visitor=found[2], group=found[0])
    with force_locale(found[0].locale):
        return render_template("public/erased.html", group=found[0])


def _find(token: str, *, hold: bool = False) -> Visited | None:
    """What a link is about.

    Args:
        hold: hold the meeting first, then read again how the visit stands.
    """
    link = read_visit_link(token)
    if link is None:
        return None
    bind_group(link[0])
    found = find_visited(link[1])
    if found is not None and hold:
        hold_group_meeting(found[3].id)
        found = find_visited(link[1])
    if found is None or short_hash(found[2].email) != link[2]:
        return None
    return found


def _is_to_come(found: Visited) -> bool:
    return found[3].status in OPEN and found[3].starts_at > utc_now()


def _is_expected(found: Visited) -> bool:
    return _is_to_come(found) and found[1].came is None


def _page(found: Visited, form: PlainForm) -> str:
    group, visit, visitor, meeting = found
    return render_template(
        "public/visited.html",
        group=group,
        visit=visit,
        meeting=meeting,
        when=when_words(meeting, group),
        place=place_told(meeting),
        is_to_come=_is_to_come(found),
        is_expected=_is_expected(found),
        may_come=visit.came is False
        and service.may_come_after_all(visit=visit, visitor=visitor, meeting=meeting),
        form=form,
    )


def _over() -> ResponseReturnValue:
    """The same page for a forged link and for one whose visitor was erased."""
    with force_locale("en_GB"):
        return render_template("public/over.html"), 404
