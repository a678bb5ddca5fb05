"""One request, one transaction."""

from collections.abc import Iterator

import pytest
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from groupnet.app import create_app
from groupnet.core.access import UndeclaredAccess, check_declarations, public
from groupnet.core.clock import utc_now
from groupnet.core.db import db, may_write
from groupnet.core.errors import RuleBroken
from groupnet.core.migrating import migrate_database
from groupnet.core.unit_of_work import outside_transaction, own_transaction
from groupnet.people.models import Person, SignInFailure
from tests.conftest import settings_for


def add_person(email: str) -> None:
    db.session.add(Person(email=email, name="Somebody", created_at=utc_now()))
    db.session.flush()


def note_try() -> None:
    db.session.add(SignInFailure(account="a", address="b", known_browser=False, failed_at=utc_now()))


@pytest.fixture
def probe(own_database_url: str) -> Iterator[Flask]:
    """An application with views that write and then end in different ways."""
    app = create_app(settings_for(own_database_url))

    def route(path: str, answer: ResponseReturnValue | Exception) -> None:
        @app.route(path, methods=["GET", "POST"], endpoint=path)
        @public
        def view() -> ResponseReturnValue:
            if request.method == "POST":
                with own_transaction():
                    note_try()
            add_person(f"{path.strip('/')}@example.org")
            if isinstance(answer, Exception):
                raise answer
            return answer

    with app.test_request_context():
        route("/good", redirect("/there", 303))
        route("/redisplayed", ("form", 422))
        route("/broken-rule", RuleBroken("No."))
        route("/crash", ZeroDivisionError("x"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        migrate_database()
    yield app
    with app.app_context():
        db.engine.dispose()


def counts(app: Flask) -> tuple[int, int]:
    """How many people and how many records of tries there are."""
    with app.app_context():
        people = db.session.execute(select(func.count()).select_from(Person)).scalar_one()
        tries = db.session.execute(select(func.count()).select_from(SignInFailure)).scalar_one()
    return people, tries


def test_a_good_answer_is_committed(probe: Flask) -> None:
    assert probe.test_client().post("/good").status_code == 303
    assert counts(probe) == (1, 1)


@pytest.mark.parametrize(("path", "status"), [("/redisplayed", 422), ("/broken-rule", 422)])
def test_T5_a_refused_write_leaves_the_database_as_it_was(probe: Flask, path: str, status: int) -> None:
    assert probe.test_client().post(path).status_code == status
    people, tries = counts(probe)
    assert people == 0
    assert tries == 1, "what was written in a transaction of its own stays"


def test_T5_a_crash_leaves_the_database_as_it_was(probe: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        probe.test_client().post("/crash")
    assert counts(probe)[0] == 0


def test_a_crash_shows_a_plain_page_and_no_trace(probe: Flask) -> None:
    probe.testing = False
    response: TestResponse = probe.test_client().post("/crash")
    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.text


def test_T26_a_get_never_changes_anything(probe: Flask) -> None:
    probe.testing = False
    assert probe.test_client().get("/good").status_code == 303
    assert counts(probe)[0] == 0


def test_T26_a_get_has_no_transaction_of_its_own(app: Flask) -> None:
    token = may_write.set(False)
    with app.app_context(), pytest.raises(RuntimeError, match="safe request"), own_transaction():
        pass
    may_write.reset(token)


def test_slow_work_is_refused_after_the_first_write(app: Flask) -> None:
    with app.app_context():
        db.session.add(Person(email="x@example.org", name="X", created_at=utc_now()))
        with pytest.raises(RuntimeError, match="first write"), outside_transaction():
            pass
        db.session.rollback()


def test_T1_start_up_fails_for_a_view_without_a_declaration(own_database_url: str) -> None:
    app = create_app(settings_for(own_database_url))
    app.add_url_rule("/open", "open", lambda: "anybody")
    with pytest.raises(UndeclaredAccess, match="open"):
        check_declarations(app)


def test_a_view_cannot_declare_its_access_twice() -> None:
    with pytest.raises(UndeclaredAccess):
        public(public(lambda: "x"))
