"""A small group, and a writer for what its notices tell."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l

from groupnet.core.addresses import site_address
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.notices import service
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.notices.writers import Action, DigestPart, MailWords, Words
from groupnet.outbox.letters import Button
from groupnet.people.queries import find_person_by_id
from tests.factories import World
from tests.notices.weeks import Week


class PlainWriter:
    """Says the same of every notice; `needless` are left out of the mails, `silent` of the page."""

    def __init__(self) -> None:
        self.needless: set[int] = set()
        self.silent: set[int] = set()
        self.person: Membership | None = None
        self.actions: Sequence[Action] = ()

    def write(self, notices: Sequence[Notice], *, reader: Membership) -> Mapping[int, Words]:  # noqa: ARG002
        """See `Writer`."""
        return {
            notice.id: Words(
                title=f"Amara passed you something <b>{notice.kind.value}</b>",
                about="Priya Shah",
                endpoint="group.referrals.index",
                values={"direction": "received"},
                person=self.person,
                actions=self.actions,
            )
            for notice in notices
            if notice.id not in self.silent
        }

    def compose(self, notice: Notice, *, reader: Membership, group: Group) -> MailWords | None:
        """See `Writer`."""
        if notice.id in self.needless:
            return None
        url = site_address("group.referrals.index", slug=group.slug)
        return MailWords(subject=f"News for {reader.name}", parts=[Button(text="See", url=url)])


@pytest.fixture
def writer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PlainWriter:
    """Writes all kinds."""
    plain = PlainWriter()
    monkeypatch.setitem(app.extensions["groupnet-notices"], "writers", dict.fromkeys(NoticeKind, plain))
    return plain


@pytest.fixture
def week(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Week:
    """What waits, told also to who is told at once; and thanks."""
    week = Week()
    ways = frozenset({Way.AT_ONCE, Way.WEEKLY})
    parts = (
        DigestPart(title=_l("Waiting for you"), kind=NoticeKind.REFERRAL, gather=week.gather, ways=ways),
        DigestPart(title=_l("Thanks"), kind=NoticeKind.THANKS, gather=week.gather),
        DigestPart(title=_l("What came of it"), kind=NoticeKind.ANSWER, gather=week.gather),
    )
    monkeypatch.setitem(app.extensions["groupnet-notices"], "digest", parts)
    return week


@pytest.fixture
def harbour(world: World) -> Group:
    """A group."""
    return world.group("harbour", name="Harbour Circle")


@pytest.fixture
def grace(world: World, harbour: Group) -> Membership:
    """A member whose address is proven."""
    grace = world.member(harbour, "Grace Lind", email="grace@example.org", joined_on=date(2026, 1, 1))
    prove(world, grace)
    return grace


@pytest.fixture
def amara(world: World, harbour: Group) -> Membership:
    """Another."""
    return world.member(harbour, "Amara Okafor")


def prove(world: World, member: Membership, *, proven: bool = True) -> None:
    """Let a member's address be proven, or not."""
    with world.app.app_context():
        person = find_person_by_id(member.person_id or 0)
        assert person
        person.email_proven_at = utc_now() if proven else None
        db.session.commit()


def tell(
    world: World, member: Membership, kind: NoticeKind = NoticeKind.REFERRAL, **others: Any
) -> Notice | None:
    """Tell a member something."""
    with world.inside(member):
        notice = service.tell(membership=member, kind=kind, **others)
        db.session.commit()
        return notice
