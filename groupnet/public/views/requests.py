"""What the link in a mail to an unproven address opens: what was typed, and the button that sends it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from groupnet.core.access import public
from groupnet.core.clock import today_in
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bind_group
from groupnet.groups.models import Group
from groupnet.meetings.queries.from_outside import hold_group_meeting
from groupnet.people.limits import short_hash
from groupnet.public import service
from groupnet.public.forms import ConfirmForm
from groupnet.public.links import RequestLink, read_request_link, visit_token
from groupnet.public.models import RequestKind
from groupnet.public.policy import place_told
from groupnet.public.queries import find_open_page
from groupnet.public.queries_requests import Requested, find_requested, list_applying, list_visiting
from groupnet.public.when import when_words

blueprint = Blueprint("public_requests", __name__, url_prefix="/request/<token>")


@blueprint.get("")
@public
def show(token: str) -> ResponseReturnValue:
    """What was typed, and its button; where it is sent already, what became of it."""
    link = read_request_link(token)
    found = _find(link)
    if found is None:
        return _lead_on(link)
    with force_locale(found.group.locale):
        return _page(found, ConfirmForm(seen=found.request.digest))


@blueprint.post("")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Send it: the address is theirs. Once more leads to where the first press led."""
    link = read_request_link(token)
    found = _find(link, hold=True)
    if found is None:
        return redirect(url_for(".show", token=token), 303)
    form = ConfirmForm()
    with force_locale(found.group.locale):
        with form.rules():
            if form.seen.data != found.request.digest:
                raise RuleBroken(gettext("Something else was typed meanwhile. Look at it, and press again."))
            return redirect(_send(found), 303)
        form.seen.data = found.request.digest
        return _page(found, form), 422


def _send(found: Requested) -> str:
    """Send it; where its reader goes on to."""
    group, today = found.group, today_in(found.group.timezone)
    if found.meeting is None:
        service.ask_to_join(requested=found, today=today)
        return url_for("public.thanks", slug=group.slug)
    email = found.request.email
    visit = service.come_as_visitor(requested=found, meeting=found.meeting, today=today)
    return _own_page(group.id, visit.id, email)


def _find(link: RequestLink | None, *, hold: bool = False) -> Requested | None:
    """What a link is about.

    Args:
        hold: hold its meeting first, as whoever changes one does, then read again what was typed, held.
    """
    if link is None:
        return None
    bind_group(link.group_id)
    found = find_requested(link.request_id)
    if found is not None and hold:
        if found.meeting is not None:
            hold_group_meeting(found.meeting.id)
        found = find_requested(link.request_id, to_change=True)
    if found is None or short_hash(found.request.email) != link.address_hash:
        return None
    return found


def _lead_on(link: RequestLink | None) -> ResponseReturnValue:
    """The request is gone: to the visit that it made, or to thanks; else the link is over."""
    opened = find_open_page() if link is not None else None
    if link is not None:
        where = _visit_made(link) if link.kind is RequestKind.VISIT else _thanks(link, opened)
        if where is not None:
            return redirect(where, 303)
    with force_locale(opened.locale if opened else "en_GB"):
        return render_template("public/request_over.html", group=opened), 404


def _visit_made(link: RequestLink) -> str | None:
    for visit_id, email in list_visiting():
        if short_hash(email) == link.address_hash:
            return _own_page(link.group_id, visit_id, email)
    return None


def _thanks(link: RequestLink, opened: Group | None) -> str | None:
    has_arrived = link.address_hash in map(short_hash, list_applying())
    return url_for("public.thanks", slug=opened.slug) if opened and has_arrived else None


def _own_page(group_id: int, visit_id: int, email: str) -> str:
    return url_for("public_visits.show", token=visit_token(group_id=group_id, visit_id=visit_id, email=email))


def _page(found: Requested, form: ConfirmForm) -> str:
    group, meeting = found.group, found.meeting
    obstacle = service.find_obstacle(requested=found, today=today_in(group.timezone))
    if not obstacle and service.lacks_room(requested=found):
        obstacle = gettext("Every place at this meeting is taken. You are welcome at the next one.")
    return render_template(
        "public/request.html",
        group=group,
        asked=found.request,
        when=when_words(meeting, group) if meeting else "",
        place=place_told(meeting) if meeting else "",
        obstacle=obstacle,
        form=form,
    )
