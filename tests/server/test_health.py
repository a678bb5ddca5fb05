"""T56: `/healthz` touches nothing, `/readyz` says whether the site may be sent visitors."""

from pathlib import Path

from flask import Flask

from groupnet.app import create_app
from groupnet.core.db import db
from groupnet.core.health import DRAINING
from groupnet.core.migrating import migrate_database
from tests.conftest import settings_for
from tests.statements import count_statements


def answer(app: Flask, path: str) -> tuple[int, str]:
    response = app.test_client().get(path)
    return response.status_code, response.text


def test_T56_healthz_touches_nothing_and_readyz_says_that_there_is_no_database(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3"))
    assert answer(app, "/healthz") == (200, "ok\n")
    assert answer(app, "/readyz") == (503, "no database\n")


def test_T56_healthz_sends_no_statement(own_app: Flask) -> None:
    with count_statements() as sent:
        assert answer(own_app, "/healthz") == (200, "ok\n")
    assert sent == []


def test_T56_readyz_says_503_until_the_database_is_migrated(own_database_url: str) -> None:
    app = create_app(settings_for(own_database_url))
    assert answer(app, "/readyz") == (503, "not migrated\n")
    with app.app_context():
        migrate_database(revision="0001")
    assert answer(app, "/readyz") == (503, "not migrated\n")
    with app.app_context():
        migrate_database()
    assert answer(app, "/readyz") == (200, "ready\n")
    app.config[DRAINING] = True
    assert answer(app, "/readyz") == (503, "draining\n")
    with app.app_context():
        db.engine.dispose()


def test_T35_a_balancer_may_ask_by_the_servers_own_address(own_database_url: str) -> None:
    app = create_app(settings_for(own_database_url, base_url="https://groups.example.org"))
    client = app.test_client()
    assert client.get("/healthz", base_url="http://10.0.0.7:8000").status_code == 200
    assert client.get("/readyz", base_url="http://10.0.0.7:8000").status_code == 503
    assert client.get("/sign-in", base_url="http://10.0.0.7:8000").status_code == 400
