"""One place that turns every error into a page with a plain sentence and the right status."""

from typing import Any

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from groupnet.core.db import db
from groupnet.core.errors import GroupnetError
from groupnet.core.unit_of_work import SAFE_METHODS

NEVER_SENT_AGAIN = {"csrf_token", "password"}


def error_page(status: int, sentence: str = "") -> Response:
    """Render an error; it needs neither the database nor a membership.

    Args:
        status: an HTTP status.
        sentence: what is wrong, where more is known than the status says.
    """
    sent_again = _typed() if status == 503 else []
    page = render_template("errors/error.html", status=status, sentence=sentence, sent_again=sent_again)
    return Response(page, status)


def _typed() -> list[tuple[str, str]]:
    if request.method in SAFE_METHODS or request.files:
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_SENT_AGAIN]


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

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        return error_page(error.code)


def _answer_failures(app: Flask) -> None:
    @app.errorhandler(IntegrityError)
    @app.errorhandler(StaleDataError)
    def faster(error: Exception) -> ResponseReturnValue:
        # never the statement's values: they may be a prospect's
        app.logger.warning("a constraint refused %s: %s", request.endpoint, type(error).__name__)
        return error_page(409)

    @app.errorhandler(OperationalError)
    def busy(_error: OperationalError) -> ResponseReturnValue:
        app.logger.error("the database did not answer %s", request.endpoint)
        return error_page(503)

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        db.session.rollback()
        app.logger.error("%s in %s", type(error).__name__, request.endpoint, exc_info=_without_values(error))
        return error_page(500)


def _without_values(error: Exception) -> Any:
    """The traceback, with a message that holds nothing people typed (T42)."""
    return (type(error), type(error)("see the traceback"), error.__traceback__) if _plain(error) else None


def _plain(error: Exception) -> bool:
    try:
        type(error)("x")
    except TypeError:
        return False
    return True
