"""Access: every view declares who may call it, once; start-up fails if one does not.

A permission is an opaque word here: what each right may do stands in `groups/roles.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__access__"


class Audience(StrEnum):
    """The three kinds of declaration."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Access:
    """What a view declares."""

    audience: Audience
    permission: StrEnum | None = None

    def __str__(self) -> str:
        return str(self.permission) if self.permission else str(self.audience)


class UndeclaredAccess(RuntimeError):
    """An endpoint without exactly one declaration."""


def public(view: View) -> View:
    """Anybody may call this view."""
    return _declare(view, Access(Audience.PUBLIC))


def signed_in(view: View) -> View:
    """Anybody with an account may call this view; it shows only what is theirs."""
    return _declare(view, Access(Audience.SIGNED_IN))


def allows(permission: StrEnum) -> Callable[[View], View]:
    """Members of the group whose rights include `permission` may call this view."""

    def decorate(view: View) -> View:
        return _declare(view, Access(Audience.ALLOWED, permission))

    return decorate


def _declare(view: View, access: Access) -> View:
    if hasattr(view, _MARK):
        raise UndeclaredAccess(f"{view.__name__} declares its access twice")
    setattr(view, _MARK, access)
    return view


def access_of(app: Flask, endpoint: str) -> Access:
    """The declaration of an endpoint.

    Raises:
        UndeclaredAccess: it has none.
    """
    access = getattr(app.view_functions[endpoint], _MARK, None)
    if not isinstance(access, Access):
        raise UndeclaredAccess(f"{endpoint} needs @public, @signed_in or @allows(Permission.…)")
    return access


def check_declarations(app: Flask) -> None:
    """Refuse to start with an undeclared endpoint.

    Raises:
        UndeclaredAccess: naming it.
    """
    for endpoint in app.view_functions:
        access_of(app, endpoint)
