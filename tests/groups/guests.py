"""Inviting as an admin does, in a test."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from groupnet.audit.models import Action, AuditEntry
from groupnet.core.db import db
from groupnet.groups.models import Group, Invitation, Membership
from groupnet.outbox.models import OutgoingMail
from tests.browser import Browser
from tests.factories import World

GRACE = "grace@example.org"


def invite_one(browser: Browser, email: str = GRACE, name: str = "Grace Lind", **more: Any) -> TestResponse:
    """Fill in the form for one person."""
    return browser.submit("invitations/new", {"name": name, "email": email, **more}, action=send_to(browser))


def send_to(browser: Browser) -> str:
    return browser.path("invitations")


def preview(browser: Browser, people: str, **more: Any) -> TestResponse:
    """Paste a list and look at it."""
    return browser.submit(
        "invitations/list", {"people": people, **more}, action=browser.path("invitations/preview")
    )


def confirm(browser: Browser, page: TestResponse, **more: Any) -> TestResponse:
    """Send what was looked at."""
    return browser.submit(page, more, action=browser.path("invitations/list"))


def invitations_in(world: World, group: Group) -> Sequence[Invitation]:
    """Every invitation there is, in order."""
    with world.inside(group):
        return db.session.execute(select(Invitation).order_by(Invitation.id)).scalars().all()


def mails_in(world: World) -> int:
    """How many mails were written down."""
    with world.app.app_context():
        return len(db.session.execute(select(OutgoingMail.id)).all())


def member_with(world: World, group: Group, email: str) -> Membership | None:
    """Whoever has an address in a group."""
    with world.inside(group):
        return db.session.execute(select(Membership).where(Membership.email == email)).scalar_one_or_none()


def acts_in(world: World, group: Group, action: Action) -> list[tuple[int | None, int | None]]:
    """Who did it to whom, in order."""
    with world.inside(group):
        query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
        return [(entry.actor_id, entry.subject_id) for entry in db.session.execute(query).scalars()]
