"""The agenda: meetings to come by month, and those that have been."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.paging import page_number
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.answer_words import here_sentence
from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus
from groupnet.meetings.policy import takes_answers
from groupnet.meetings.queries.agenda import Only, list_agenda
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.words import ANSWERS, hours_words

PAST = "past"


@dataclass(frozen=True)
class Line:
    """A meeting in the agenda."""

    meeting: Any
    hours: str
    said: str
    """What the viewer answered; nothing where silence says it."""
    turnout: str
    """Who was there, once attendance was taken."""
    asks: bool
    """The viewer said nothing yet, and is asked."""


@blueprint.get("/meetings")
@allows(Permission.MEETINGS_SEE)
def index() -> ResponseReturnValue:
    """The agenda."""
    door, now = current_door(), utc_now()
    is_past = request.args.get("when") == PAST
    only = _only(request.args.get("only", ""), may_run=Permission.MEETINGS_RUN in door.permissions)
    number = page_number(request.args.get("page"))
    page = list_agenda(door.membership, now, is_past=is_past, only=only, number=number)
    return render_template(
        "meetings/index.html",
        page=page,
        months=_by_month(_lines(page.rows, now)),
        is_past=is_past,
        only=only,
        keep={"when": PAST if is_past else None, "only": only.value if only else None},
    )


def _only(text: str, *, may_run: bool) -> Only | None:
    if text not in list(Only) or (text == Only.DRAFTS and not may_run):
        return None
    return Only(text)


def _lines(rows: Sequence[Any], now: datetime) -> Iterable[Line]:
    timezone = current_door().group.timezone
    for row in rows:
        yield Line(
            meeting=row,
            hours=hours_words(row.starts_at, row.ends_at, timezone),
            said=_said(row, now),
            turnout=_turnout(row) if row.ends_at <= now else "",
            asks=takes_answers(row, now) and row.answer is None and row.expectation is Expectation.SIGN_UP,
        )


def _turnout(row: Any) -> str:
    if row.status is not MeetingStatus.HELD or row.kind is not MeetingKind.GROUP:
        return ""
    return here_sentence(row.here, row.of, row.came, unmarked=row.unmarked)


def _said(row: Any, now: datetime) -> str:
    """The answer to a meeting that may still take place; a one-to-one is agreed, which says it."""
    if row.ends_at <= now or row.status in (MeetingStatus.DRAFT, MeetingStatus.CANCELLED):
        return ""
    if row.kind is MeetingKind.ONE_TO_ONE:
        return ""
    if row.answer is Answer.SUBSTITUTE and row.substitute_name:
        return str(gettext("You’re sending %(name)s", name=row.substitute_name))
    return str(ANSWERS[row.answer]) if row.answer is not None else ""


def _by_month(lines: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    grouped = groupby(lines, lambda line: line.meeting.on_day.replace(day=1))
    return [(first, list(of_month)) for first, of_month in grouped]
