"""One place that turns every error into a page with a plain sentence and the right status."""

from typing import Any

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from groupnet.core.bodies import KILOBYTE, MEGABYTE, MOST_FIELDS, TooManyFields
from groupnet.core.db import db
from groupnet.core.errors import GroupnetError
from groupnet.core.outages import Outage, code_of, outage_of
from groupnet.core.unit_of_work import SAFE_METHODS

NEVER_SENT_AGAIN = {"csrf_token", "password", "present_password"}


def error_page(status: int, sentence: str = "") -> Response:
    """Render an error; it needs neither the database nor a membership.

    Only who came through a group's door and may not see this page keeps the menu.

    Args:
        status: an HTTP status.
        sentence: what is wrong, where more is known than the status says.
    """
    if status == 403 and g.get("door") is not None:
        return Response(render_template("errors/not_yours.html", sentence=sentence), status)
    sent_again = _typed() if status == 503 else []
    g.pop("door", None)  # the menu would ask the database that may just have failed
    page = render_template("errors/error.html", status=status, sentence=sentence, sent_again=sent_again)
    return Response(page, status)


def _typed() -> list[tuple[str, str]]:
    if request.method in SAFE_METHODS or request.files:
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_SENT_AGAIN]


def _most(error: RequestEntityTooLarge) -> str:
    if isinstance(error, TooManyFields):
        return str(gettext("%(most)d fields", most=MOST_FIELDS))
    most = request.max_content_length or 0
    return f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most // KILOBYTE} KB"


def init_app(app: Flask) -> None:
    """Register the handlers."""
    _answer_refusals(app)
    _answer_failures(app)


def _answer_refusals(app: Flask) -> None:
    @app.errorhandler(GroupnetError)
    def known_error(error: GroupnetError) -> ResponseReturnValue:
        return error_page(error.status, error.message)

    @app.errorhandler(CSRFError)
    def no_token(_error: CSRFError) -> ResponseReturnValue:
        return error_page(400)

    @app.errorhandler(SecurityError)
    def forged_host(_error: SecurityError) -> ResponseReturnValue:
        # no page: without a trusted Host no address on it could be built
        return Response("This site does not answer to that address.\n", 400, mimetype="text/plain")

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
        return error_page(
            413, gettext("It is more than the %(most)s we can take in one go.", most=_most(error))
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400 or error.response is not None:
            return error  # a redirect, or somebody who has an answer of their own
        return error_page(error.code)


def _answer_failures(app: Flask) -> None:
    @app.errorhandler(IntegrityError)
    @app.errorhandler(StaleDataError)
    def faster(error: Exception) -> ResponseReturnValue:
        # never the statement's values: they may be a prospect's
        app.logger.warning("a constraint refused %s: %s", request.endpoint, type(error).__name__)
        return error_page(409)

    @app.errorhandler(DataError)
    def no_value(error: DataError) -> ResponseReturnValue:
        # what a column cannot hold, such as a NUL; whoever read it should have said so
        db.session.rollback()
        app.logger.warning("no value for the database in %s: %s", request.endpoint, type(error.orig).__name__)
        return error_page(400)

    @app.errorhandler(OperationalError)
    @app.errorhandler(ProgrammingError)
    def no_answer(error: DBAPIError) -> ResponseReturnValue:
        outage = outage_of(error)
        if outage is None:
            return unknown(error)
        kind = " ".join([type(error.orig).__name__, code_of(error)]).strip()
        app.logger.error("the database %s (%s), asked by %s", outage, kind, request.endpoint)
        busy = outage is Outage.BUSY
        return error_page(503, "" if busy else gettext("The database cannot be used right now."))

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        db.session.rollback()
        app.logger.error("%s in %s", type(error).__name__, request.endpoint, exc_info=without_values(error))
        return error_page(500)


def without_values(error: Exception) -> Any:
    """The traceback for a log's `exc_info`, with a message that holds nothing people typed (T42)."""
    return (type(error), type(error)("see the traceback"), error.__traceback__) if _plain(error) else None


def _plain(error: Exception) -> bool:
    try:
        type(error)("x")
    except TypeError:
        return False
    return True
