"""Taking attendance: the register, one tap, what else a tap may say, closing and opening again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.groups.door import current_door
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.attendance import HERE_NOW, NOT_RECORDED, TAPPED, CloseForm, TapForm
from groupnet.meetings.mark_words import MARKS, say_mark
from groupnet.meetings.marking import (
    HERE,
    has_begun,
    is_half_over,
    late_from,
    opens_at,
    tap_means,
    why_no_marks,
)
from groupnet.meetings.models import Mark, Meeting
from groupnet.meetings.queries.attendance import find_line, list_register
from groupnet.meetings.queries.visitors import list_visits
from groupnet.meetings.register import Register, arrange, likely_absent, likely_excused
from groupnet.meetings.service.attendance import Tap, mark_all
from groupnet.meetings.service.closing import close_attendance, reopen_attendance
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run


@blueprint.get("/meetings/<int:meeting_id>/attendance")
@allows(Permission.MEETINGS_RUN)
def attendance(meeting_id: int) -> ResponseReturnValue:
    """The register: a face each, all unmarked to begin with."""
    return _page(meeting_to_run(meeting_id), TapForm())


@blueprint.post("/meetings/<int:meeting_id>/attendance")
@allows(Permission.MEETINGS_RUN)
def tap(meeting_id: int) -> ResponseReturnValue:
    """One tap, from a page without scripts; back to the same place in the list."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    form = TapForm()
    if form.validate_on_submit():
        with form.rules():
            member, before = _take_tap(meeting, form)
            anchor = f"m{member}"
            there = url_for(".attendance", meeting_id=meeting.id, last=member, was=before, _anchor=anchor)
            return redirect(there, 303)
    return _page(meeting, form), 422


@blueprint.get("/meetings/<int:meeting_id>/attendance/<int:membership_id>")
@allows(Permission.MEETINGS_RUN)
def mark_choices(meeting_id: int, membership_id: int) -> ResponseReturnValue:
    """What else a tap on a member may say."""
    meeting, member = meeting_to_run(meeting_id), get_membership(membership_id)
    line = find_line(meeting, member.id)
    return render_template(
        "meetings/mark_choices.html",
        meeting=meeting,
        member=member,
        standing=line,
        form=TapForm(substitute_name=line.substitute_name or line.stands_in),
        marks=MARKS,
        say_mark=say_mark,
        why_not=why_no_marks(meeting, utc_now()),
    )


@blueprint.get("/meetings/<int:meeting_id>/attendance/close")
@allows(Permission.MEETINGS_RUN)
def ask_to_close(meeting_id: int) -> ResponseReturnValue:
    """Who of those unmarked was absent, who excused?"""
    meeting = meeting_to_run(meeting_id)
    form = CloseForm()
    rows = list_register(meeting)
    # who is not here yet may still come
    if is_half_over(meeting, utc_now()):
        form.absent.data = [row.id for row in likely_absent(rows, meeting)]
    form.excused.data = [row.id for row in likely_excused(rows, meeting)]
    return _closing_page(meeting, form, rows)


@blueprint.post("/meetings/<int:meeting_id>/attendance/close")
@allows(Permission.MEETINGS_RUN)
def close(meeting_id: int) -> ResponseReturnValue:
    """Close the attendance."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    form = CloseForm()
    if form.validate_on_submit():
        with form.rules():
            close_attendance(
                acting=current_door().membership,
                meeting=meeting,
                absent_ids=form.absent.data or [],
                excused_ids=form.excused.data or [],
            )
            flash(gettext("The attendance is closed. Thank you."), "success")
            return redirect(url_for(".attendance", meeting_id=meeting.id), 303)
    return _closing_page(meeting, form, list_register(meeting)), 422


@blueprint.post("/meetings/<int:meeting_id>/attendance/reopen")
@allows(Permission.MEETINGS_RUN)
def reopen(meeting_id: int) -> ResponseReturnValue:
    """Let marks be changed again, and take back what closing marked, if that is wanted."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    takes_back = "take_back" in request.form
    reopen_attendance(acting=current_door().membership, meeting=meeting, takes_back=takes_back)
    return redirect(url_for(".attendance", meeting_id=meeting.id), 303)


def _take_tap(meeting: Meeting, form: TapForm) -> tuple[int, str]:
    """Take the tap that the form brought: whose, and what stood before."""
    said = request.form.get("mark", HERE_NOW)
    member = request.form.get("member", type=int)
    if "stood_in_for" in request.form:
        said, member = Mark.SUBSTITUTE, request.form.get("stood_in_for", type=int)
    if said not in TAPPED or member is None:
        raise BadRequest
    at = utc_now()
    one = Tap(
        membership_id=member,
        mark=read_mark(said, meeting, at),
        at=at,
        key=f"{form.submission_key.data}.{member}"[-64:],
        substitute_name=form.substitute_name.data or "",
    )
    taken = mark_all(acting=current_door().membership, meeting=meeting, taps=[one])
    taken.raise_if_refused()
    before = taken.before.get(member)
    return member, str(before[0]) if before else NOT_RECORDED


def read_mark(said: str, meeting: Meeting, at: Any) -> Mark | None:
    """What a tap of an instant says: one of `TAPPED`."""
    if said == HERE_NOW:
        return tap_means(meeting, min(at, utc_now()))
    return None if said == NOT_RECORDED else Mark(said)


def _page(meeting: Meeting, form: TapForm) -> str:
    now = utc_now()
    why_not = why_no_marks(meeting, now)
    register = Register([], 0, 0) if why_not else arrange(list_register(meeting), meeting)
    return render_template(
        "meetings/attendance.html",
        meeting=meeting,
        form=form,
        register=register,
        visits=[] if why_not else list_visits(meeting.id),
        last=_last_tap(register),
        was=request.args.get("was", ""),
        now=now,
        late_from=late_from(meeting),
        opens_at=opens_at(meeting),
        why_not=why_not,
        viewer=current_door().membership,
        marks=MARKS,
        say_mark=say_mark,
        here=HERE,
    )


def _last_tap(register: Register) -> Any:
    """The row that was tapped last, to offer its undoing."""
    last = request.args.get("last", type=int)
    if last is None or request.args.get("was") not in TAPPED:
        return None
    people = [row for section in register.sections for row in section.people]
    return next((row for row in people if row.id == last), None)


def _closing_page(meeting: Meeting, form: CloseForm, rows: Any) -> str:
    now = utc_now()
    begun = has_begun(meeting, now)
    asked = [(form.absent, likely_absent(rows, meeting)), (form.excused, likely_excused(rows, meeting))]
    return render_template(
        "meetings/close_attendance.html",
        meeting=meeting,
        form=form,
        parts=[part for part in asked if part[1] and begun],
        has_marks=any(row.mark for row in rows),
        begun=begun,
        minutes_gone=int((now - meeting.starts_at).total_seconds() // 60),
        half_over=is_half_over(meeting, now),
        why_not=why_no_marks(meeting, now),
    )
