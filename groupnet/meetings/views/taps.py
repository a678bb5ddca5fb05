"""Taps that were kept on a telephone and come in together, and the marks as they stand."""

from datetime import UTC, datetime
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.bodies import read_json
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.attendance import TAPPED
from groupnet.meetings.models import Mark, Meeting
from groupnet.meetings.queries.attendance import list_marks
from groupnet.meetings.service.attendance import Refused, Tap, mark_all
from groupnet.meetings.views.attendance import read_mark
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run

MOST_TAPS = 500
A_SECOND = 1000


@blueprint.get("/meetings/<int:meeting_id>/attendance/taps")
@allows(Permission.MEETINGS_RUN)
def marks_now(meeting_id: int) -> ResponseReturnValue:
    """The marks as they stand, for a page that is open elsewhere."""
    meeting = meeting_to_run(meeting_id)
    rows = list_marks(meeting.id)
    return _answer(meeting, {row.membership_id: (row.mark, row.substitute_name) for row in rows}, [])


@blueprint.post("/meetings/<int:meeting_id>/attendance/taps")
@allows(Permission.MEETINGS_RUN)
def take_taps(meeting_id: int) -> ResponseReturnValue:
    """Take up to 500 taps; the answer says which were refused and how all marks stand."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    try:
        taps, unread = _read_taps(meeting)
        taken = mark_all(acting=current_door().membership, meeting=meeting, taps=taps)
    except RuleBroken as broken:
        db.session.rollback()
        return {"why": broken.message}, 422
    return _answer(meeting, taken.marks, [*unread, *taken.refused])


def _read_taps(meeting: Meeting) -> tuple[list[Tap], list[Refused]]:
    body = read_json()
    sent = body.get("taps") if isinstance(body, dict) else None
    if not isinstance(sent, list) or len(sent) > MOST_TAPS:
        raise RuleBroken(gettext("Send a list of at most %(most)d taps.", most=MOST_TAPS))
    taps, unread = [], []
    for one in sent:
        tap = _read_tap(one, meeting) if isinstance(one, dict) else None
        if tap is not None:
            taps.append(tap)
        else:
            key = str(one.get("key", ""))[:64] if isinstance(one, dict) else ""
            unread.append(Refused(key, gettext("This tap cannot be read. Tap again.")))
    return taps, unread


def _read_tap(one: dict[str, Any], meeting: Meeting) -> Tap | None:
    key, member, said, at = (one.get(name) for name in ("key", "member", "mark", "at"))
    if not isinstance(key, str) or not isinstance(said, str) or said not in TAPPED:
        return None
    if type(member) is not int or type(at) is not int:
        return None
    try:
        instant = datetime.fromtimestamp(at / A_SECOND, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Tap(
        membership_id=member,
        mark=read_mark(str(said), meeting, instant),
        at=instant,
        key=key,
        substitute_name=str(one.get("name") or ""),
    )


def _answer(
    meeting: Meeting, marks: dict[int, tuple[Mark, str]], refused: list[Refused]
) -> ResponseReturnValue:
    return jsonify(
        marks=marks,
        refused=[{"key": one.key, "why": one.sentence, "again": one.may_come_again} for one in refused],
        closed=meeting.attendance_closed_at is not None,
        now=int(utc_now().timestamp() * A_SECOND),
    )
