"""An ordinary Flask page of the same rows, beside the bare one: it shows what the usual parts cost.

A signed-in person (Flask-Login), rows as ORM objects with their two members, a base template, a day in
words, and two links a row. For information alone: no goal refers to it.
"""

from typing import Any

from flask import Flask, render_template, session
from flask_login import LoginManager, UserMixin, login_required
from jinja2 import DictLoader
from sqlalchemy import Engine, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    joinedload,
    relationship,
    scoped_session,
    sessionmaker,
)

from groupnet.core.db import may_write

ROWS = 50
TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="en">
<head><title>{% block title %}{% endblock %}</title></head>
<body><h1>{{ self.title() }}</h1>{% block content %}{% endblock %}</body>
</html>
""",
    "referrals.html": """{% extends "base.html" %}
{% block title %}Referrals{% endblock %}
{% block content %}
<table>
{% for row in rows %}
<tr>
<td>{{ row.given_on.strftime("%d %b %Y") }}</td>
<td><a href="{{ url_for("member", member_id=row.giver.id) }}">{{ row.giver.name }}</a></td>
<td><a href="{{ url_for("member", member_id=row.receiver.id) }}">{{ row.receiver.name }}</a></td>
<td>{{ row.kind }}</td>
<td>{{ row.status }}</td>
</tr>
{% endfor %}
</table>
{% endblock %}
""",
}


def create_ordinary(engine: Engine, secret: str) -> Flask:
    """The ordinary application.

    Args:
        engine: of the database that groupnet is measured on.
        secret: signs the cookie.
    """
    app = Flask("ordinary")
    app.secret_key = secret
    app.jinja_loader = DictLoader(TEMPLATES)
    sessions = scoped_session(sessionmaker(engine))
    app.teardown_appcontext(lambda _error: sessions.remove())
    person, referral = _models(engine)
    logins = LoginManager(app)
    logins.user_loader(lambda person_id: sessions.get(person, int(person_id)))
    _add_pages(app, sessions, referral)
    return app


def _models(engine: Engine) -> tuple[Any, Any]:
    class Base(DeclarativeBase):
        pass

    Base.metadata.reflect(engine, only=["person", "membership", "referral"])
    tables = Base.metadata.tables

    class Person(UserMixin, Base):  # type: ignore[misc]
        __table__ = tables["person"]

    class Member(Base):
        __table__ = tables["membership"]

    class Referral(Base):
        __table__ = tables["referral"]
        giver: Mapped[Any] = relationship(
            Member, primaryjoin=lambda: Referral.__table__.c.giver_id == Member.__table__.c.id, viewonly=True
        )
        receiver: Mapped[Any] = relationship(
            Member,
            primaryjoin=lambda: Referral.__table__.c.receiver_id == Member.__table__.c.id,
            viewonly=True,
        )

    return Person, Referral


def _add_pages(app: Flask, sessions: "scoped_session[Session]", referral: Any) -> None:
    query = (
        select(referral)
        .options(joinedload(referral.giver), joinedload(referral.receiver))
        .order_by(referral.given_on.desc(), referral.id.desc())
        .limit(ROWS)
    )

    @app.before_request
    def only_read() -> None:
        may_write.set(False)

    @app.get("/referrals")
    @login_required  # type: ignore[untyped-decorator]
    def index() -> str:
        mine = query.where(referral.giver_id == session["membership_id"])
        return render_template("referrals.html", rows=sessions.execute(mine).scalars().all())

    @app.get("/members/<int:member_id>")
    def member(member_id: int) -> str:
        return ""
