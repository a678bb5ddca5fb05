"""The rule of attendance, and how members stand by it: oneself, and for officers everybody."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.errors import NotAllowed
from groupnet.groups.door import current_door
from groupnet.groups.queries import get_membership, lock_group
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.rule import NAMES, RuleForm
from groupnet.meetings.mark_words import LETTERS, MARKS
from groupnet.meetings.models import AttendanceRule
from groupnet.meetings.queries.attendance import as_marked, find_rule, find_rule_row, marks_of
from groupnet.meetings.queries.meetings import list_faces_on
from groupnet.meetings.service.attendance_rule import settle_rule
from groupnet.meetings.standing import Rule, standing, window_of
from groupnet.meetings.standing_words import say_in_short, say_rule, say_standing, say_weights
from groupnet.meetings.views.blueprint import blueprint

LAST_MEETINGS = 8


@dataclass(frozen=True)
class Line:
    """A member in the officers' table."""

    face: Any
    words: str
    letters: list[Any]
    """A mark for each of the last meetings; None where nothing is recorded."""


@blueprint.get("/attendance")
@allows(Permission.ATTENDANCE_SEE)
def standings() -> ResponseReturnValue:
    """Everybody's standing, A to Z, with the last meetings as letters."""
    today, rule = current_door().today, find_rule()
    rows = marks_of(None, *window_of(rule, today))
    meetings = list({row.meeting_id: row.on_day for row in rows if row.on_day <= today}.items())
    lines = _lines(rule, rows, [meeting_id for meeting_id, _ in meetings[-LAST_MEETINGS:]], today)
    return render_template(
        "meetings/standings.html",
        lines=lines,
        days=[on_day for _, on_day in meetings[-LAST_MEETINGS:]],
        rule=say_rule(rule),
        weights=say_weights(rule),
        marks=MARKS,
        letters=LETTERS,
    )


@blueprint.get("/attendance/<int:membership_id>")
@allows(Permission.MEETINGS_SEE)
def own_standing(membership_id: int) -> ResponseReturnValue:
    """A member's standing, for themselves and for officers."""
    door, member = current_door(), get_membership(membership_id)
    is_own = member.id == door.membership.id
    if not is_own and Permission.ATTENDANCE_SEE not in door.permissions:
        raise NotAllowed(gettext("How somebody attends is between them and the officers."))
    rule = find_rule()
    rows = marks_of([member.id], *window_of(rule, door.today))
    return render_template(
        "meetings/standing.html",
        member=member,
        is_own=is_own,
        words=say_standing(standing(rule, as_marked(rows), door.today), rule),
        rule=say_rule(rule),
        weights=say_weights(rule),
        rows=rows[::-1],
        marks=MARKS,
    )


@blueprint.get("/attendance/rule")
@allows(Permission.SETTINGS_EDIT)
def attendance_rule() -> ResponseReturnValue:
    """The group's rule of attendance."""
    return _rule_page(RuleForm(obj=find_rule_row() or _usual()).offer())


@blueprint.post("/attendance/rule")
@allows(Permission.SETTINGS_EDIT)
def update_attendance_rule() -> ResponseReturnValue:
    """Settle the rule."""
    lock_group()
    row = find_rule_row()
    form = RuleForm().offer()
    if form.validate_on_submit():
        present = row or _usual()
        if form.is_stale(present):
            return _rule_page(form, clashes=form.both_texts(present, NAMES), has_errors=True), 409
        values = {name: form[name].data for name in NAMES}
        with form.rules():
            settle_rule(acting=current_door().membership, row=row, values=values)
            flash(gettext("The rule of attendance is saved."), "success")
            return redirect(url_for(".attendance_rule"), 303)
    return _rule_page(form), 422


def _lines(rule: Rule, rows: Any, meeting_ids: list[int], today: date) -> list[Line]:
    by_member: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_member[row.membership_id].append(row)
    lines = []
    for face in list_faces_on(today):
        of_one = by_member[face.id]
        mark_at = {row.meeting_id: row.mark for row in of_one}
        words = say_in_short(standing(rule, as_marked(of_one), today))
        lines.append(Line(face, words, [mark_at.get(one) for one in meeting_ids]))
    return lines


def _usual() -> AttendanceRule:
    """The usual rule as a row that is stored nowhere."""
    usual = Rule()
    return AttendanceRule(
        counted_over="rolling",
        months=usual.months,
        term_starts_on=None,
        late_hundredths=usual.late,
        excused_hundredths=usual.excused,
        substitute_hundredths=usual.substitute,
        cap_hundredths=usual.cap,
        version=0,
    )


def _rule_page(form: RuleForm, **others: object) -> str:
    return render_template("meetings/attendance_rule.html", form=form, **others)
