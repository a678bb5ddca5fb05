"""What the tests of mails about referrals share: proven addresses, time that passes, and what was told."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.notices.models import Notice, NoticeKind, Way
from groupnet.notices.queries import notices_of, unseen_of
from groupnet.notices.service import choose, mark_seen
from groupnet.notices.writers import Words, write_all
from groupnet.people.models import Person
from groupnet.referrals.links import answer_address
from groupnet.referrals.policy import Act
from tests.factories import World
from tests.referrals.pairs import Pair

A_WHILE = timedelta(minutes=16)
"""Longer than anything is held back."""
SECRETS = {"prospect_name": "Ann Secret", "prospect_contact": "ann@secret.example", "note": "Secret note"}


def later(passed: timedelta = A_WHILE) -> AbstractContextManager[Any]:
    """Some time on from now."""
    return time_machine.travel(utc_now() + passed, tick=True)


def prove(world: World, *members: Membership) -> None:
    """Let the addresses of members be proven, so that they are mailed."""
    with world.app.app_context():
        ids = [member.person_id for member in members]
        for person in db.session.execute(select(Person).where(Person.id.in_(ids))).scalars():
            person.email_proven_at = utc_now()
        db.session.commit()


def prefer(world: World, member: Membership, kind: NoticeKind, way: Way) -> None:
    """Let a member choose how they are told of something."""
    assert member.person_id is not None
    with world.app.app_context():
        choose(person_id=member.person_id, ways={kind: way})
        db.session.commit()


def told(pair: Pair, member: Membership) -> list[Words]:
    """What a member reads on the page of notices by now, the newest first."""
    with pair.world.inside(pair.group), pair.world.app.test_request_context():
        notices = list(db.session.execute(notices_of(member, utc_now())).scalars())
        words = write_all(notices, reader=member)
        return [words[notice.id] for notice in notices if notice.id in words]


def titles(pair: Pair, member: Membership) -> list[str]:
    """The sentences alone."""
    return [words.title for words in told(pair, member)]


def unseen(pair: Pair, member: Membership) -> int:
    """The number at the bell."""
    with pair.world.inside(pair.group):
        return int(db.session.execute(unseen_of(member.id, utc_now())).scalar_one())


def kinds(pair: Pair) -> list[NoticeKind]:
    """Of every notice stored, due or not."""
    with pair.world.inside(pair.group):
        return list(db.session.execute(select(Notice.kind).order_by(Notice.id)).scalars())


def see_all(pair: Pair, member: Membership) -> None:
    """A member opens the page of notices and says that they have seen them."""
    with pair.world.inside(pair.group):
        mark_seen(membership=member)
        db.session.commit()


def link_to(pair: Pair, referral_id: int, act: Act = Act.ACCEPT, **others: int) -> str:
    """The path of an answering link, as a mail of now holds it."""
    values = {
        "group_id": pair.group.id,
        "referral_id": referral_id,
        "receiver_id": pair.dev.id,
        "event_id": pair.events(referral_id)[0].id,
        **others,
    }
    with pair.world.app.app_context():
        whole = answer_address(act=act, mailed_at=utc_now(), **values)
    return "/" + whole.split("/", 3)[3]
