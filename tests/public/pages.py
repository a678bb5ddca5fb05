"""Open pages, what strangers type on them, and how they show that their address is theirs."""

from typing import Any

from werkzeug.test import TestResponse

from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.outbox.models import Job
from groupnet.public.jobs import TIDY, tidy
from groupnet.public.models import PublicPage
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox, Sent

VISIT = "/p/harbour/visit"
JOIN = "/p/harbour/join"
VERA = {
    "name": "Vera Visitor",
    "email": "vera@example.org",
    "company": "Ink Ltd",
    "category": "Printing",
    "consent": "y",
}
ANNA = {"name": "Anna Applicant", "email": "anna@example.org", "message": "I print.", "consent": "y"}


def open_page(world: World, group: Group, **fields: Any) -> PublicPage:
    """A group's page, open unless told otherwise."""
    with world.inside(group):
        page = PublicPage(**{"is_open": True, "about": "We meet for breakfast.\n\nSince 1998.", **fields})
        db.session.add(page)
        db.session.commit()
        return page


def mails_to(mailbox: Mailbox, email: str) -> list[Sent]:
    """All that an address ever got, with what is due now."""
    mailbox.deliver()
    return [mail for mail in mailbox.sent if mail.to == email]


def proving_link(mailbox: Mailbox, email: str) -> str:
    """The link that proves an address, of the last mail that holds one."""
    asked = [mail for mail in mails_to(mailbox, email) if "/request/" in mail.text]
    return asked[-1].link("/request/")


def type_in(world: World, typed: dict[str, str], path: str = VISIT) -> None:
    """Send a form of the page, from a browser of one's own."""
    assert Browser(world.app).submit(path, typed).status_code == 303


def come(world: World, mailbox: Mailbox, typed: dict[str, str] = VERA, path: str = VISIT) -> TestResponse:
    """Send a form of the page and press the button of its mail; where that led."""
    type_in(world, typed, path)
    return Browser(world.app).submit(proving_link(mailbox, typed["email"]), {})


def run_tidy(world: World) -> str:
    """The hourly work; what it says."""
    with world.app.app_context():
        said = tidy(Job(kind=TIDY, payload="{}"), lambda _done, _total: None).sentence
        db.session.commit()
        return said
