"""The one way in: after a password, a mailed code, a link to a new password or a joining link."""

import hmac
from datetime import timedelta

from flask import Response, current_app, redirect, session, url_for
from flask_login import current_user

from groupnet.core.clock import utc_now
from groupnet.people import browser
from groupnet.people.limits import keyed
from groupnet.people.models import Person
from groupnet.people.proofs import end_proofs
from groupnet.people.queries import find_person_by_id
from groupnet.people.service import end_sign_in

PASSED_FOR = timedelta(minutes=10)
_PASSED = "passed"


def let_in(person: Person, target: str | None) -> Response:
    """Sign this browser in and go on, by way of the second step where the account has one.

    It writes, and it must come last: the caller returns the answer as it is.

    Args:
        person: who has shown a first proof in this very request.
        target: where to go on to; anything off this site is left aside (T27).
    """
    if current_user.is_authenticated:
        end_sign_in(current_user.get_id())
    if not person.has_second_factor:
        return finish(person, target)
    session.clear()
    until = (utc_now() + PASSED_FOR).timestamp()
    session[_PASSED] = [person.id, int(until), _mark(person), browser.safe_next(target) or ""]
    return current_app.make_response(redirect(url_for("people.second_step"), 303))


def finish(person: Person, target: str | None) -> Response:
    """Sign this browser in, all steps being done; links to a new password are dead from here on (T19)."""
    end_proofs(email=person.email)
    browser.enter(person)
    answer = redirect(browser.safe_next(target) or url_for("home.root"), 303)
    return browser.remember(current_app.make_response(answer), person.email)


def find_passed() -> tuple[Person, str] | None:
    """Who has passed the first step in this browser within ten minutes, and where they go on to."""
    kept = session.get(_PASSED)
    if kept is None:
        return None
    person_id, until, mark, target = kept
    if until < utc_now().timestamp():
        return None
    person = find_person_by_id(person_id)
    if person is None or not person.has_second_factor or not hmac.compare_digest(mark, _mark(person)):
        return None
    return person, target


def _mark(person: Person) -> str:
    """Of the account as it was: another password or address, and the first step is to be done again."""
    return keyed(f"passed {person.id} {person.email} {person.password_hash}")[:32]
