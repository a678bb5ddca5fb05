"""A browser without JavaScript: it opens pages and sends forms as they stand on them, token included."""

from html.parser import HTMLParser
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.people.models import Person
from groupnet.people.service import open_sign_in
from tests.pages import check_page

SIGN_OUT = "/sign-out"
"""The form in the side bar: never meant where a test names no form."""


class Browser:
    """One person at one browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.slug = ""

    def sign_in(self, who: Person | Membership) -> "Browser":
        """Sign in without the form; a membership also sets the group that short paths belong to."""
        person_id = who.person_id if isinstance(who, Membership) else who.id
        with self.app.app_context():
            if isinstance(who, Membership):
                self.slug = db.session.execute(
                    select(Group.slug).where(Group.id == who.group_id)
                ).scalar_one()
            person = db.session.execute(select(Person).where(Person.id == person_id)).scalar_one()
            token = open_sign_in(person=person, device="test")
            db.session.commit()
        with self.client.session_transaction() as kept:
            kept.clear()
            kept.update(_user_id=token, _fresh=True)
            kept.permanent = True
        return self

    def path(self, path: str) -> str:
        """A path inside the group: `members` stands for `/g/<slug>/members`."""
        return path if path.startswith("/") else f"/g/{self.slug}/{path}"

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page; it is parsed and checked."""
        response = self.client.get(self.path(path), **options)
        check_page(response)
        return response

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form with a fresh token, and without any other hidden field."""
        body = {"csrf_token": self.token(), **(data or {})}
        response = self.client.post(self.path(path), data=body, **options)
        check_page(response)
        return response

    def submit(
        self, page: str | TestResponse, data: dict[str, Any], *, action: str | None = None
    ) -> TestResponse:
        """Fill in and send the form of a page, hidden fields and all.

        Args:
            page: the page's path, or its response.
            data: what the person types.
            action: the form's address, where a page has several forms.
        """
        response = self.get(page) if isinstance(page, str) else page
        forms = _forms(response.text)
        of_the_page = [one for one in forms if one.action != SIGN_OUT] or forms
        form = next(one for one in (forms if action else of_the_page) if action in (None, one.action))
        body = {**form.values, **data}
        target = form.action or response.request.path
        sent = self.client.post(target, data=body)
        check_page(sent)
        return sent

    def token(self) -> str:
        """A CSRF token of this browser's session."""
        with self.client.session_transaction() as kept:
            before = dict(kept)
        with self.app.test_request_context():
            session.update(before)
            token = str(generate_csrf())
            raw = session["csrf_token"]
        with self.client.session_transaction() as kept:
            kept["csrf_token"] = raw
        return token


class Form:
    """A form on a page: where it goes, and what it would send untouched."""

    def __init__(self, action: str | None) -> None:
        self.action = action
        self.values: dict[str, Any] = {}


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._text_area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = Form(given.get("action")) if (given.get("method") or "").lower() == "post" else None
            if self._open:
                self.forms.append(self._open)
        if self._open is None:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name:
            kind = given.get("type") or "text"
            if kind in ("checkbox", "radio"):
                if "checked" in given:
                    self._open.values[name] = value if "value" in given else "on"
            elif kind not in ("file", "submit"):
                self._open.values[name] = value
        elif tag == "textarea":
            self._text_area = name
            self._open.values[name] = ""
        elif tag == "select":
            self._select = name
        elif (
            tag == "option"
            and self._select
            and ("selected" in given or self._select not in self._open.values)
        ):
            self._open.values[self._select] = value

    def handle_data(self, data: str) -> None:
        if self._open and self._text_area:
            self._open.values[self._text_area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            if self._open and self._text_area:
                kept = self._open.values[self._text_area]
                self._open.values[self._text_area] = kept.removeprefix("\n").removeprefix("\r\n")
            self._text_area = None
        elif tag == "select":
            self._select = None


def _forms(html: str) -> list[Form]:
    reader = _FormReader()
    reader.feed(html)
    return reader.forms
