"""What a browser carries: the sign-in in its session, and a mark of the accounts it has signed in to."""

from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, login_user

from groupnet.core.signing import read_signed, sign
from groupnet.people.devices import short_device
from groupnet.people.models import IDLE_END, Person
from groupnet.people.queries import find_sign_in
from groupnet.people.service import open_sign_in
from groupnet.people.tokens import token_hash

_KNOWN = "groupnet.known-browser"
KNOWN_COOKIE = "groupnet-known"
KNOWN_SECONDS = 400 * 24 * 3600
MOST_KNOWN = 8
NO_SESSION = ("asset", "healthz", "readyz")

login_manager = LoginManager()
login_manager.session_protection = None  # phones change their address; sign-ins are revocable instead
login_manager.login_view = "people.sign_in"
login_manager.login_message = None


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load_person(token: str) -> Person | None:
    sign_in = find_sign_in(token)
    if sign_in is None:
        return None
    sign_in.person.sign_in_token = token
    return sign_in.person


class SessionCookie(SecureCookieSessionInterface):
    """The signed session cookie. Every page renews it, which is what ends an idle sign-in without a write."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Leave files that everybody may cache alone."""
        return request.endpoint not in NO_SESSION and super().should_set_cookie(app, session)


def enter(person: Person) -> None:
    """Sign this browser in; what the session held before is gone, its token included (T23)."""
    session.clear()
    person.sign_in_token = open_sign_in(person=person, device=_device(request))
    session.permanent = True
    login_user(person)


def configure(app: Flask) -> None:
    """Set up Flask-Login and the cookies."""
    secure = app.config["GROUPNET"].secure
    app.config.update(
        SESSION_COOKIE_NAME="__Host-groupnet" if secure else "groupnet",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE_END,
    )
    app.session_interface = SessionCookie()
    login_manager.init_app(app)


def knows(email: str) -> bool:
    """Whether this browser has signed in to this account before."""
    return token_hash(email) in _known()


def remember(response: Response, email: str) -> Response:
    """Mark the browser as one that has signed in to this account."""
    mark = token_hash(email)
    marks = [mark, *[other for other in _known() if other != mark]][:MOST_KNOWN]
    config = current_app.config
    response.set_cookie(
        _known_cookie(),
        sign(_KNOWN, marks),
        max_age=KNOWN_SECONDS,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def safe_next(target: str | None) -> str | None:
    """A place on this site to go on to, or None for anything else (T27)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(character.isspace() or ord(character) < 32 or character == "\\" for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _known() -> list[str]:
    marks = read_signed(_KNOWN, request.cookies.get(_known_cookie(), ""))
    return [str(mark) for mark in marks] if isinstance(marks, list) else []


def _known_cookie() -> str:
    return f"__Host-{KNOWN_COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else KNOWN_COOKIE


def _device(of: Request) -> str:
    return short_device(of.user_agent.string or "")
