"""At the door: the code that hangs there, and the one button of a member who read it."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_limiter import Limiter
from flask_login import current_user

from groupnet.core.access import allows, signed_in
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotFound
from groupnet.core.qr import qr_image
from groupnet.core.tenancy import bind_group
from groupnet.groups.door import current_door
from groupnet.groups.places import Place, list_open_places
from groupnet.groups.roles import Permission
from groupnet.meetings.door_keys import door_address, door_code, read_door_token
from groupnet.meetings.forms.attendance import HereForm
from groupnet.meetings.mark_words import MARKS
from groupnet.meetings.marking import door_opens_at, why_door_is_shut
from groupnet.meetings.models import Meeting, MeetingKind
from groupnet.meetings.queries.attendance import find_mark
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.service.door import check_in
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run

arriving = Blueprint("door", __name__)

TRIES_AT_THE_CODE = "10 per minute"


@blueprint.get("/meetings/<int:meeting_id>/door")
@allows(Permission.MEETINGS_RUN)
def door(meeting_id: int) -> ResponseReturnValue:
    """The sheet for the door: a large QR code and six digits."""
    meeting = meeting_to_run(meeting_id)
    return render_template(
        "meetings/door.html",
        meeting=meeting,
        opens_at=door_opens_at(meeting),
        qr=qr_image(door_address(meeting)),
        code=door_code(meeting),
        here_url=url_for(".here", meeting_id=meeting.id, _external=False),
    )


@blueprint.get("/meetings/<int:meeting_id>/here")
@allows(Permission.MEETINGS_ANSWER)
def here(meeting_id: int) -> ResponseReturnValue:
    """Where a member types the code, and sees afterwards how they are noted."""
    return _here_page(_group_meeting(meeting_id), HereForm())


@blueprint.post("/meetings/<int:meeting_id>/here")
@allows(Permission.MEETINGS_ANSWER)
def say_here(meeting_id: int) -> ResponseReturnValue:
    """A member is here."""
    meeting = _group_meeting(meeting_id, to_change=True)
    form = HereForm()
    if form.validate_on_submit():
        if form.code.data:
            _count_try()
        with form.rules():
            check_in(
                acting=current_door().membership,
                meeting=meeting,
                token=form.token.data or "",
                code=form.code.data or "",
                key=form.submission_key.data or "",
            )
            return redirect(url_for(".here", meeting_id=meeting.id), 303)
    return _here_page(meeting, form), 422


@arriving.get("/here/<token>")
@signed_in
def arrive(token: str) -> ResponseReturnValue:
    """What the QR code opens: one button, or why there is none."""
    link = read_door_token(token)
    place = next(
        (one for one in list_open_places(current_user.id) if link and one.group.id == link.group_id), None
    )
    if link is None or place is None:
        return render_template("meetings/arrive_over.html", is_known=link is not None), 404
    bind_group(link.group_id)
    try:
        meeting = get_meeting(link.meeting_id, place.membership)
    except NotFound:
        return render_template("meetings/arrive_over.html", is_known=False), 404
    with force_locale(place.group.locale):
        return _arrival_page(meeting, place, token)


def _count_try() -> None:
    """Let nobody try all the codes: so many a minute and person."""
    # there is none where limits are switched off
    limiters: set[Limiter] = current_app.extensions.get("limiter", set())
    for limiter in limiters:
        with limiter.limit(TRIES_AT_THE_CODE):
            pass


def _group_meeting(meeting_id: int, *, to_change: bool = False) -> Meeting:
    meeting = get_meeting(meeting_id, current_door().membership, to_change=to_change)
    if meeting.kind is not MeetingKind.GROUP:
        raise NotFound
    return meeting


def _here_page(meeting: Meeting, form: HereForm) -> str:
    return render_template(
        "meetings/here.html",
        meeting=meeting,
        form=form,
        found=find_mark(meeting.id, current_door().membership.id),
        why_not=why_door_is_shut(meeting, utc_now()),
        marks=MARKS,
    )


def _arrival_page(meeting: Meeting, place: Place, token: str) -> str:
    form = HereForm(token=token)
    return render_template(
        "meetings/arrive.html",
        meeting=meeting,
        group=place.group,
        form=form,
        found=find_mark(meeting.id, place.membership.id),
        why_not=why_door_is_shut(meeting, utc_now()),
        marks=MARKS,
    )
