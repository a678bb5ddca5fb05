"""Two addresses for whoever watches the server."""

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from groupnet.core.access import public
from groupnet.core.db import db
from groupnet.core.migrating import alembic_config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DRAINING = "GROUPNET_DRAINING"
ADDRESSES = ("/healthz", "/readyz")


class ByNumber:
    """Lets a balancer ask for the two addresses at the server's own number instead of its name."""

    def __init__(self, wsgi_app: "WSGIApplication", host: str) -> None:
        self._wsgi_app = wsgi_app
        self._host = host

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("PATH_INFO") in ADDRESSES and _is_number(environ.get("HTTP_HOST", "")):
            environ["HTTP_HOST"] = self._host
        return self._wsgi_app(environ, start_response)


def _is_number(host: str) -> bool:
    try:
        ip_address(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
    return True


def init_app(app: Flask, migrations: Path) -> None:
    """Serve `/healthz`, which touches nothing, and `/readyz`, which asks the database (T56)."""
    head = newest_revision(migrations)
    app.wsgi_app = ByNumber(app.wsgi_app, app.config["TRUSTED_HOSTS"][0])  # type: ignore[method-assign]

    @app.get("/healthz", endpoint="healthz")
    @public
    def healthz() -> ResponseReturnValue:
        return "ok\n", 200, {"Content-Type": "text/plain"}

    @app.get("/readyz", endpoint="readyz")
    @public
    def readyz() -> ResponseReturnValue:
        if app.config.get(DRAINING):
            return "draining\n", 503, {"Content-Type": "text/plain"}
        try:
            revision = present_revision()
        except SQLAlchemyError:
            return "no database\n", 503, {"Content-Type": "text/plain"}
        if revision != head:
            return "not migrated\n", 503, {"Content-Type": "text/plain"}
        return "ready\n", 200, {"Content-Type": "text/plain"}


def newest_revision(migrations: Path) -> str | None:
    """The revision this code needs."""
    return ScriptDirectory.from_config(alembic_config(migrations)).get_current_head()


def present_revision() -> str | None:
    """The revision the database is at; None before the first migration."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
