"""The floor: a bare Flask application over the same database, to which every page is compared.

Its page reads the session cookie, asks one query and fills a table of 50 rows; its form checks a token and
a key against sending twice, and stores one row. Nothing of groupnet is in it but the connection.
"""

import hmac
from datetime import UTC, datetime
from typing import Any

from flask import Flask, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from jinja2 import DictLoader
from sqlalchemy import Engine, MetaData, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from groupnet.core.db import may_write

ROWS = 50
PAGE = """<!doctype html>
<html lang="en">
<head><title>Referrals</title></head>
<body>
<h1>Referrals</h1>
<table>
<thead><tr><th>Day</th><th>From</th><th>To</th><th>Kind</th><th>Status</th></tr></thead>
<tbody>
{% for day, giver, receiver, kind, status in rows %}
<tr><td>{{ day }}</td><td>{{ giver }}</td><td>{{ receiver }}</td><td>{{ kind }}</td><td>{{ status }}</td></tr>
{% endfor %}
</tbody>
</table>
</body>
</html>
"""


def create_floor(engine: Engine, secret: str) -> Flask:
    """The bare application.

    Args:
        engine: of the database that groupnet is measured on.
        secret: signs the cookie and the form's token.
    """
    app = Flask("floor")
    app.secret_key = secret
    app.jinja_loader = DictLoader({"referrals.html": PAGE})
    tables = MetaData()
    tables.reflect(engine, only=["membership", "referral", "submission"])
    _add_page(app, engine, tables)
    _add_form(app, engine, tables)
    return app


def sign_token(app: Flask, raw: str) -> str:
    """The form's token for a session that holds `raw`."""
    return str(_signer(app).dumps(raw))


def _add_page(app: Flask, engine: Engine, tables: MetaData) -> None:
    referral = tables.tables["referral"]
    giver = tables.tables["membership"].alias("giver")
    receiver = tables.tables["membership"].alias("receiver")
    query = (
        select(referral.c.given_on, giver.c.name, receiver.c.name, referral.c.kind, referral.c.status)
        .join(giver, giver.c.id == referral.c.giver_id)
        .join(receiver, receiver.c.id == referral.c.receiver_id)
        .order_by(referral.c.given_on.desc(), referral.c.id.desc())
        .limit(ROWS)
    )

    @app.get("/referrals")
    def index() -> str:
        may_write.set(False)
        mine = query.where(
            referral.c.group_id == session["group_id"], referral.c.giver_id == session["membership_id"]
        )
        with engine.connect() as connection:
            rows = connection.execute(mine).all()
        return render_template("referrals.html", rows=rows)


def _add_form(app: Flask, engine: Engine, tables: MetaData) -> None:
    referral, submission = tables.tables["referral"], tables.tables["submission"]
    insert: Any = postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert

    @app.post("/referrals")
    def create() -> ResponseReturnValue:
        may_write.set(True)
        try:
            token = _signer(app).loads(request.form["csrf_token"])
        except BadSignature:
            abort(400)
        if not hmac.compare_digest(token, session["csrf_token"]):
            abort(400)
        claim = insert(submission).values(new_submission(session["person_id"], request.form["key"]))
        with engine.begin() as connection:
            if connection.execute(claim.on_conflict_do_nothing()).rowcount:
                row = new_referral(session["group_id"], session["membership_id"], request.form["receiver"])
                connection.execute(referral.insert().values(row))
        return redirect("/referrals", 303)


def new_submission(person_id: int, key: str) -> dict[str, Any]:
    """The row that stops a form from being carried out twice."""
    return {
        "person_id": person_id,
        "key": key,
        "endpoint": "create",
        "location": "/referrals",
        "digest": "",
        "created_at": _now(),
    }


def new_referral(group_id: int, giver_id: int, receiver: str) -> dict[str, Any]:
    """The one row that the bare form stores."""
    return {
        "group_id": group_id,
        "giver_id": giver_id,
        "receiver_id": int(receiver),
        "recorder_id": giver_id,
        "given_on": _now().date(),
        "kind": "business",
        "inside": False,
        "status": "passed",
        "standing": "clear",
        "told_in_person": False,
        "prospect_name": "",
        "prospect_contact": "",
        "note": "",
        "decline_reason": "",
        "version": 1,
        "created_at": _now(),
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _signer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(app.secret_key), salt="token")
