"""Many people at once, each with their own browser, at a site that several processes serve."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select

from groupnet.app import create_app
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.groups.models import Group
from groupnet.groups.service import add_member
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer
from groupnet.meetings.policy import HOLDING
from groupnet.people.models import Person
from groupnet.people.service import open_account, open_sign_in
from groupnet.settings import Settings
from tests.factories import World
from tests.server.conftest import Site, serve

PROCESSES = 3
PATIENCE = 120


@dataclass(frozen=True)
class Caller:
    """One browser: what it sends."""

    cookie: str
    token: str

    def post(self, site: Site, path: str, form: dict[str, str]) -> int:
        """Send a form; the status of the answer."""
        connection = HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
        try:
            body = urlencode({"csrf_token": self.token, **form})
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


@dataclass(frozen=True)
class Crowd:
    """A group whose members all have their browsers open, and the site that they look at."""

    app: Flask
    site: Site
    group: Group
    callers: Sequence[Caller]

    def meeting(self, capacity: int) -> Meeting:
        """Another meeting with so many places."""
        return World(self.app).meeting(
            self.group, capacity=capacity, uid=f"{utc_now().timestamp()}@example.org"
        )

    def all_at_once(self, meeting: Meeting) -> Counter[int]:
        """Everybody says at the same moment that they come; how often each status was answered."""
        path = f"/g/{self.group.slug}/meetings/{meeting.id}/answer"
        statuses: list[int] = []
        ready = threading.Barrier(len(self.callers))

        def come(caller: Caller) -> None:
            ready.wait(PATIENCE)
            statuses.append(caller.post(self.site, path, {"answer": "coming"}))

        threads = [threading.Thread(target=come, args=(caller,)) for caller in self.callers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        return Counter(statuses)

    def count(self, meeting: Meeting) -> tuple[int, list[int]]:
        """How many hold a place of a meeting, and the numbers of those who wait, in order."""
        with self.app.app_context(), group_bound(self.group.id):
            mine = MeetingAnswer.meeting_id == meeting.id
            held = select(func.count()).where(mine, MeetingAnswer.answer.in_(HOLDING))
            waiting = select(MeetingAnswer.queue_number).where(
                mine, MeetingAnswer.answer == Answer.WAITLISTED
            )
            taken = db.session.execute(held).scalar_one()
            numbers = [number or 0 for number in db.session.execute(waiting).scalars()]
        return taken, sorted(numbers)


@contextmanager
def gathered(
    folder: Path, database_url: str, people: int, *, command_line: str = "groupnet.cli"
) -> Iterator[Crowd]:
    """So many people before a site of several processes, until the block ends."""
    options = ("--workers", str(PROCESSES), "--no-worker")
    serving = serve(folder, database_url, *options, command_line=command_line)
    site = next(serving)
    try:
        app = create_app(Settings.from_environment(site.environment))
        group = World(app).group("harbour")
        yield Crowd(app, site, group, _open_browsers(app, group, people))
        with app.app_context():
            db.engine.dispose()
    finally:
        serving.close()  # type: ignore[attr-defined]


def _open_browsers(app: Flask, group: Group, people: int) -> list[Caller]:
    """Members with an account who are signed in: as rows, since five hundred sign-ins take minutes."""
    joined_on = World(app).today - timedelta(days=100)
    tokens = []
    with app.app_context(), group_bound(group.id):
        for number in range(people):
            person: Person = open_account(
                email=f"member{number}@example.org", name=f"Member {number}", password_hash=None
            )
            db.session.flush()
            member = add_member(name=person.name, email=person.email, joined_on=joined_on)
            member.person_id = person.id
            tokens.append(open_sign_in(person=person, device="test"))
        db.session.commit()
    return [_browser(app, token) for token in tokens]


def _browser(app: Flask, sign_in: str) -> Caller:
    with app.test_request_context():
        session.update(_user_id=sign_in, _fresh=True, _permanent=True)
        token = str(generate_csrf())
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
    return Caller(cookie, token)
