"""How much a request may bring, and reading all of it before the first statement."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request, session
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from groupnet.core.unit_of_work import SAFE_METHODS

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
LARGEST_WITH_FILES = 16 * MEGABYTE
LARGEST_FORM = 256 * KILOBYTE
"""A profile with every text as long as it may be has a tenth of it."""
LARGEST_OF_STRANGERS = 64 * KILOBYTE
MOST_FIELDS = 1000
_MARK = "__takes_files__"

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """This view reads files; every other is sent forms alone, and may be sent far less."""
    setattr(view, _MARK, True)
    return view


def parse_body() -> None:
    """Read the whole body before the first statement, so that a slow sender holds no lock.

    Raises:
        RequestEntityTooLarge: it is larger than whoever sent it may send there, or has too many fields.
    """
    if request.method in SAFE_METHODS:
        return
    request.max_content_length = _largest()
    if request.mimetype == "application/x-www-form-urlencoded":
        _check_pairs(request.get_data(), request.max_content_length)
    _: Any = request.form, request.files


def read_json() -> Any:
    """What a script sent as JSON; None where it is none.

    Raises:
        BadRequest: it is nested deeper than anything here, or a text in it is none (half a surrogate pair).
    """
    try:
        body = request.get_json(silent=True)
        json.dumps(body, ensure_ascii=False).encode()
    except (RecursionError, UnicodeEncodeError) as error:
        raise BadRequest from error
    return body


class TooManyFields(RequestEntityTooLarge):
    """No form here has so many fields."""


def _check_pairs(body: bytes, largest: int) -> None:
    # of a body that came in chunks werkzeug gives the first part, and says nothing of the rest
    if len(body) >= largest:
        raise RequestEntityTooLarge
    # pairs are dear: each of two bytes becomes objects of hundreds; werkzeug counts only multipart's
    if body.count(b"&") >= MOST_FIELDS:
        raise TooManyFields


def _largest() -> int:
    # the cookie is signed, so this costs no statement; whether the sign-in still counts is asked later
    if "_user_id" not in session:
        return LARGEST_OF_STRANGERS
    view = current_app.view_functions.get(request.endpoint or "")
    brings_files = request.mimetype == "multipart/form-data" and hasattr(view, _MARK)
    return LARGEST_WITH_FILES if brings_files else LARGEST_FORM
