"""A person's calendar for other programs: the feed they subscribe to, its page, and one meeting as a file."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_limiter import Limiter, RequestLimit
from flask_login import current_user

from groupnet.core.access import allows, public, signed_in
from groupnet.core.clock import utc_now
from groupnet.core.downloads import CALENDAR, attachment
from groupnet.core.errors import NotFound
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.feeds import feed_address, opens, read_feed_token
from groupnet.meetings.ical import Method, calendar_of
from groupnet.meetings.policy import is_draft
from groupnet.meetings.queries import get_meeting
from groupnet.meetings.queries.feeds import find_feed, find_own_feed, find_series_of
from groupnet.meetings.service.feeds import end_feed, renew_feed
from groupnet.meetings.subscribing import write_feed
from groupnet.meetings.views.blueprint import blueprint as inside

EACH_AN_HOUR = "60 per hour"

blueprint = Blueprint("calendar", __name__)
page = Blueprint("calendar_page", __name__, url_prefix="/account/calendar")


@blueprint.get("/calendar/<token>.ics")
@public
def show(token: str) -> ResponseReturnValue:
    """The calendar as it stands now; who has the address may read it, until its owner makes a new one."""
    content = read_feed_token(token)
    feed = find_feed(content[0]) if content else None
    if content is None or feed is None or not opens(feed, content[1]):
        raise NotFound
    response = Response(write_feed(feed.person_id, utc_now()), content_type=CALENDAR)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.add_etag()
    return response.make_conditional(request)


@page.get("")
@signed_in
def index() -> ResponseReturnValue:
    """The address to subscribe to, and how."""
    feed = find_own_feed(current_user.id)
    address = feed_address(feed) if feed else ""
    return render_template(
        "account/calendar.html",
        seen=feed.id if feed else 0,
        address=address,
        webcal="webcal:" + address.partition(":")[2] if address else "",
    )


@page.post("")
@signed_in
def renew() -> ResponseReturnValue:
    """Make an address; the one before stops working."""
    seen_id = _seen_id()
    renew_feed(person_id=current_user.id, seen_id=seen_id)
    message = gettext("This is your new address. The old one works no more.")
    flash(message if seen_id else gettext("This is your address. Only you know it."), "success")
    return redirect(url_for(".index"), 303)


@page.post("/end")
@signed_in
def end() -> ResponseReturnValue:
    """Let the address stop working."""
    end_feed(person_id=current_user.id, seen_id=_seen_id())
    flash(gettext("The address works no more."), "success")
    return redirect(url_for(".index"), 303)


@inside.get("/meetings/<int:meeting_id>/calendar.ics")
@allows(Permission.MEETINGS_SEE)
def calendar_file(meeting_id: int) -> ResponseReturnValue:
    """One meeting as a file for the reader's calendar; a draft is in none."""
    meeting = get_meeting(meeting_id, current_door().membership)
    if is_draft(meeting):
        raise NotFound
    content = calendar_of(
        meeting, find_series_of(meeting), current_door().group, method=Method.PUBLISH, attendee=None
    )
    return attachment(content, f"meeting-{meeting.on_day.isoformat()}.ics", CALENDAR)


def limit_feeds(limiter: Limiter) -> None:
    """Let each feed be read so often an hour, whoever asks; one forged address slows no other."""
    limiter.limit(EACH_AN_HOUR, key_func=_feed_asked_for, on_breach=_too_often)(blueprint)


def _feed_asked_for() -> str:
    # the limiter logs this word: never the token
    content = read_feed_token(str((request.view_args or {}).get("token", "")))
    return f"feed {content[0]}" if content else "no feed"


def _too_often(limit: RequestLimit) -> Response:
    response = make_response(
        gettext("This calendar was asked for too often. It will be there again soon.\n"), 429
    )
    response.mimetype = "text/plain"
    response.headers["Retry-After"] = str(max(1, int(limit.reset_at - utc_now().timestamp())))
    return response


def _seen_id() -> int:
    return request.form.get("seen", 0, type=int)
