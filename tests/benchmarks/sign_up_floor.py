"""The floor of signing up: a bare form that does no more than it must.

It checks the form's token, holds the meeting's row, counts its places, looks for an answer given before, and
stores one.
"""

import hmac
from datetime import UTC, datetime
from typing import Any

from flask import Flask, abort, redirect, request, session
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Engine, MetaData, func, insert, select

from groupnet.core.db import may_write
from groupnet.meetings.models import Answer

PATH = "/answers"


def add_sign_up(app: Flask, engine: Engine) -> None:
    """Give the bare application its form."""
    tables = MetaData()
    tables.reflect(engine, only=["meeting", "meeting_answer"])
    meeting, answer = tables.tables["meeting"], tables.tables["meeting_answer"]

    @app.post(PATH)
    def sign_up() -> ResponseReturnValue:
        may_write.set(True)
        _check_token(app)
        meeting_id, mine = int(request.form["meeting"]), session["membership_id"]
        of_it = answer.c.meeting_id == meeting_id
        held = select(meeting.c.capacity).where(
            meeting.c.id == meeting_id, meeting.c.group_id == session["group_id"]
        )
        places = select(func.count()).where(of_it, answer.c.answer.in_(("coming", "substitute")))
        given = select(answer.c.id).where(of_it, answer.c.membership_id == mine)
        with engine.begin() as connection:
            capacity = connection.execute(held.with_for_update()).scalar_one()
            if connection.execute(given).first() is None:
                if connection.execute(places).scalar_one() >= capacity:
                    abort(409)
                row = new_answer(session["group_id"], meeting_id, mine)
                connection.execute(insert(answer).values(row))
        return redirect(PATH, 303)


def new_answer(group_id: int, meeting_id: int, membership_id: int) -> dict[str, Any]:
    """The one row of a sign-up."""
    return {
        "group_id": group_id,
        "meeting_id": meeting_id,
        "membership_id": membership_id,
        "answer": Answer.COMING.value,
        "substitute_name": "",
        "queue_number": None,
        "answered_by_id": membership_id,
        "answered_at": datetime.now(UTC),
        "promoted_at": None,
    }


def _check_token(app: Flask) -> None:
    try:
        token = URLSafeTimedSerializer(str(app.secret_key), salt="token").loads(request.form["csrf_token"])
    except BadSignature:
        abort(400)
    if not hmac.compare_digest(token, session["csrf_token"]):
        abort(400)
