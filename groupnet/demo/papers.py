"""What a group in use writes down beside its referrals: notices, invitations, the audit log, mails."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from groupnet.audit.models import Action, AuditEntry
from groupnet.core.clock import today_in, utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.demo.people import MORNING, Places
from groupnet.groups.models import Group, Membership, RightsTerm
from groupnet.groups.roles import Right
from groupnet.groups.service import invite_everybody
from groupnet.notices.models import Notice, NoticeKind
from groupnet.notices.period import list_periods_until
from groupnet.notices.service import HELD_BACK, mail_key
from groupnet.notices.weekly import Addressee, queue_digest
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from groupnet.people.models import Person
from groupnet.referrals.models import Referral, ReferralEvent, Status, Step, Thanks

LATELY = timedelta(days=10)
UNREAD = timedelta(days=2)
SETTLED = timedelta(days=400)
"""How long ago the group last changed its settings."""


def write_papers(group: Group, places: Places) -> None:
    """Put one group's papers in; its story stands already, and the session is bound to it."""
    now = utc_now()
    insert_rows(Notice, [*_of_steps(now), *_of_thanks(now)])
    _write_log(group, now)
    _invite(group, places)
    _mail_what_is_new(group, now)


def _of_steps(now: datetime) -> Iterator[dict[str, object]]:
    query = (
        select(ReferralEvent, Referral)
        .join(Referral, Referral.id == ReferralEvent.referral_id)
        .where(
            ReferralEvent.happened_at > now - LATELY,
            ReferralEvent.happened_at < now - HELD_BACK,
            ReferralEvent.step.in_([Step.RECORDED, Step.MOVED]),
        )
    )
    for event, referral in db.session.execute(query):
        told = {"referral_id": referral.id, "event_id": event.id, "thanks_id": None}
        acted = referral.status is not Status.PASSED
        if event.actor_id == referral.giver_id:
            yield _notice(referral.receiver_id, NoticeKind.REFERRAL, told, event.happened_at, now, seen=acted)
        else:
            yield _notice(referral.giver_id, NoticeKind.ANSWER, told, event.happened_at, now, seen=False)


def _of_thanks(now: datetime) -> Iterator[dict[str, object]]:
    query = select(Thanks).where(Thanks.created_at > now - LATELY, Thanks.created_at < now - HELD_BACK)
    for thanks in db.session.execute(query).scalars():
        told = {"referral_id": thanks.referral_id, "event_id": None, "thanks_id": thanks.id}
        yield _notice(thanks.thanked_id, NoticeKind.THANKS, told, thanks.created_at, now, seen=False)


def _notice(
    reader_id: int,
    kind: NoticeKind,
    told: dict[str, int | None],
    at: datetime,
    now: datetime,
    *,
    seen: bool,
) -> dict[str, object]:
    """One notice; what is older than two days was read."""
    is_read = seen or at < now - UNREAD
    return {
        **told,
        "membership_id": reader_id,
        "kind": kind,
        "created_at": at,
        "due_at": at + HELD_BACK,
        "seen_at": min(at + UNREAD, now) if is_read else None,
    }


def _write_log(group: Group, now: datetime) -> None:
    """The log as it would stand had all been done by hand, when the cast says it was."""
    db.session.execute(delete(AuditEntry))
    founder = db.session.execute(
        select(RightsTerm.membership_id)
        .where(RightsTerm.right == Right.ADMIN)
        .order_by(RightsTerm.starts_on, RightsTerm.id)
        .limit(1)
    ).scalar_one()
    terms = db.session.execute(select(RightsTerm).order_by(RightsTerm.starts_on)).scalars().all()
    entries = [
        AuditEntry(
            action=Action.RIGHT_GRANTED,
            actor_id=founder if term.membership_id != founder else None,
            subject_id=term.membership_id,
            details=_text({"right": term.right, "from": term.starts_on, "to": term.ends_on}),
            happened_at=min(datetime.combine(term.starts_on, MORNING, ZoneInfo(group.timezone)), now),
        )
        for term in terms
    ]
    changed = {"categories_exclusive": [False, group.categories_exclusive]}
    entries.append(
        AuditEntry(
            action=Action.SETTINGS_CHANGED,
            actor_id=founder,
            details=_text(changed),
            happened_at=max(now - SETTLED, group.created_at),
        )
    )
    entries.sort(key=attrgetter("happened_at"))
    db.session.add_all(entries)
    db.session.flush()


def _text(details: dict[str, Any]) -> str:
    return json.dumps(details, default=str)


def _invite(group: Group, places: Places) -> None:
    """Who has no account yet was invited by mail, by an organiser."""
    today = today_in(group.timezone)
    terms = db.session.execute(select(RightsTerm).where(RightsTerm.right == Right.ORGANISER)).scalars()
    organiser_id = next(term.membership_id for term in terms if term.covers(today))
    organiser = next(place for place in places.values() if place.id == organiser_id)
    organiser.rights = frozenset({Right.ORGANISER})
    invite_everybody(acting=organiser, today=today)


def _mail_what_is_new(group: Group, now: datetime) -> None:
    """The newest unread notice of each reader goes out by mail; one mail to an old address came back."""
    query = (
        select(Notice, Membership)
        .join(Membership, Membership.id == Notice.membership_id)
        .where(Notice.seen_at.is_(None), Membership.person_id.is_not(None))
        .order_by(Notice.due_at)
    )
    newest = {reader.id: (notice, reader) for notice, reader in db.session.execute(query)}
    for notice, reader in newest.values():
        queue_mail(
            kind=f"notices.{notice.kind.value}",
            to=reader.email or "",
            payload={"notice_id": notice.id},
            person_id=reader.person_id,
            about_group_id=group.id,
            locale=group.locale,
            due_at=now,
            unique_key=mail_key(notice.id),
        )
    _one_came_back(group, now)


def _one_came_back(group: Group, now: datetime) -> None:
    query = (
        select(Membership).where(Membership.person_id.is_not(None)).order_by(Membership.id.desc()).limit(1)
    )
    reader = db.session.execute(query).scalar_one()
    mail_id = queue_mail(
        kind="notices.answer",
        to=reader.email or "",
        payload={"notice_id": 0},
        person_id=reader.person_id,
        about_group_id=group.id,
        locale=group.locale,
    )
    mail = db.session.execute(select(OutgoingMail).where(OutgoingMail.id == mail_id)).scalar_one()
    mail.state, mail.failure = QueueState.DEAD, "address refused (550)"
    mail.created_at = mail.due_at = mail.finished_at = now - UNREAD
    db.session.flush()


def mail_the_week(people: Sequence[Person], group: Group) -> None:
    """The weekly mail of those whom a visitor may sign in as, whichever day it is."""
    periods = list_periods_until([person.id for person in people], utc_now())
    for person in people:
        queue_digest(Addressee(person.id, person.email, group), periods[person.id])
