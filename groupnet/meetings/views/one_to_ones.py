"""One's own one-to-ones on one page, and recording one in two taps."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.ids import id_in
from groupnet.core.paging import page_number
from groupnet.core.submissions import once
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.one_to_ones import MetForm
from groupnet.meetings.pairing import may_undo_record
from groupnet.meetings.queries.one_to_ones import get_had, list_had, list_people
from groupnet.meetings.queries.proposals import face_of, list_agreed, list_open
from groupnet.meetings.service.one_to_ones import say_we_met, take_back
from groupnet.meetings.views.blueprint import blueprint
from groupnet.members.faces import short_names

RECENT = 8
"""Two rows of faces on a phone."""


@blueprint.get("/one-to-ones")
@allows(Permission.ONE_TO_ONES_HAVE)
def one_to_ones() -> ResponseReturnValue:
    """What waits for an answer, what is to come, and whom one met."""
    me, today, now = current_door().membership, current_door().today, utc_now()
    saved = request.args.get("saved", type=int)
    waiting = list_open(me, now)
    agreed = list_agreed(me, now)
    had = list_had(me, page_number(request.args.get("page")))
    lines = [
        (row, face_of(row), may_undo_record(me.id, row.recorded_by_id, row.created_at, now))
        for row in had.rows
    ]
    return render_template(
        "meetings/one_to_ones.html",
        to_answer=[one for one in waiting if not one.is_mine],
        asked=[one for one in waiting if one.is_mine],
        coming=[(row, face_of(row)) for row in agreed if row.ends_at > now],
        did_you_meet=[(row, face_of(row)) for row in agreed if row.ends_at <= now],
        page=had,
        had=lines,
        saved=next((line for line in lines if line[0].id == saved and line[0].held_on == today), None),
    )


@blueprint.get("/one-to-ones/new")
@allows(Permission.ONE_TO_ONES_HAVE)
def we_met() -> ResponseReturnValue:
    """The form: a face, and Save."""
    form = MetForm(formdata=None, person_id=id_in(request.args.get("with", "")), held_on=current_door().today)
    return _we_met_page(form)


@blueprint.post("/one-to-ones")
@allows(Permission.ONE_TO_ONES_HAVE)
@once
def record() -> ResponseReturnValue:
    """Record that two met."""
    door = current_door()
    form = MetForm()
    if form.validate_on_submit():
        with form.rules():
            had = say_we_met(
                acting=door.membership,
                other_id=form.person_id.data or 0,
                held_on=form.held_on.data or door.today,
                today=door.today,
            )
            if had.recorded_by_id != door.membership.id:
                flash(gettext("It was recorded already: it counts once."), "success")
            elif had.held_on != door.today:
                # further down in the list, or on a later page
                flash(gettext("Recorded."), "success")
            return redirect(url_for(".one_to_ones", saved=had.id), 303)
    return _we_met_page(form), 422


@blueprint.post("/one-to-ones/<int:one_to_one_id>/undo")
@allows(Permission.ONE_TO_ONES_HAVE)
def undo_record(one_to_one_id: int) -> ResponseReturnValue:
    """Take back what one recorded, within a day."""
    me = current_door().membership
    take_back(acting=me, one_to_one=get_had(one_to_one_id, me))
    flash(gettext("Taken back."), "success")
    return redirect(url_for(".one_to_ones"), 303)


def picker_of(people: list[Any], first: int | None) -> dict[str, Any]:
    """The faces to pick from: who is asked for and whom one met last in front, then everybody, A to Z."""
    front = sorted(
        (one for one in people if one.last_on or one.id == first),
        key=lambda one: (one.id == first, one.last_on or date.min),
        reverse=True,
    )[:RECENT]
    ids = {one.id for one in front}
    rest = [one for one in people if one.id not in ids]
    sections = [(gettext("Lately"), front), (gettext("Everybody else") if front else "", rest)]
    return {"sections": sections, "short": short_names(people)}


def _we_met_page(form: MetForm) -> str:
    door = current_door()
    people = list(list_people(door.membership, door.today))
    return render_template(
        "meetings/we_met.html",
        form=form,
        people=people,
        picker=picker_of(people, form.person_id.data),
        today=door.today,
    )
