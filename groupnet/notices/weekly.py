"""Whom the weekly mail goes to, and when: on Monday morning where their first group is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, exists, literal, select

from groupnet.core.clock import day_in
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.core.words import fold
from groupnet.groups.models import Group, Membership
from groupnet.groups.places import Place, list_present
from groupnet.notices.models import NoticeChoice, NoticeKind, Way
from groupnet.notices.period import Period, list_periods_until, note_period
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.service import queue_mail
from groupnet.people.models import Person

MONDAY = 0
HOURS = range(7, 11)
"""From seven to eleven, so that a worker that was away for an hour or two is in time."""
OF_USE_FOR = timedelta(hours=36)


@dataclass(frozen=True)
class Addressee:
    """Whom one mail goes to, and which group's zone and words it has: the first by name that is open."""

    person_id: int
    email: str
    group: Group


def is_due(timezone: str, now: datetime) -> bool:
    """Whether it is Monday morning in a zone."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.weekday() == MONDAY and local.hour in HOURS


def list_people_due(now: datetime) -> Sequence[int]:
    """Everybody with a group where it is Monday morning, a proven address and no word against the weekly
    mail, who was not written to yet this week; by id. A few may turn out to be at home in another zone."""
    zones = db.session.execute(select(Group.timezone).distinct()).scalars()
    due = [zone for zone in zones if is_due(zone, now)]
    if not due:
        return []
    week = f":{week_of(due[0], now)}"
    written = exists().where(
        OutgoingMail.unique_key == literal("digest:") + cast(Person.id, String) + literal(week)
    )
    unwanted = exists().where(
        NoticeChoice.person_id == Person.id,
        NoticeChoice.kind == NoticeKind.DIGEST,
        NoticeChoice.way != Way.WEEKLY,
    )
    here = (
        exists()
        .where(Membership.person_id == Person.id)
        .where(Membership.group_id == Group.id, Group.timezone.in_(due))
    )
    query = select(Person.id).where(Person.email_proven_at.is_not(None), here, ~unwanted, ~written)
    with every_group():
        return db.session.execute(query.order_by(Person.id)).scalars().all()


def list_addressees(person_ids: Sequence[int]) -> list[Addressee]:
    """Some people with their first open group by name; whoever has none open is left out."""
    query = (
        select(Person.id, Person.email, Membership, Group)
        .join(Membership, Membership.person_id == Person.id)
        .join(Group, Group.id == Membership.group_id)
        .where(Person.id.in_(person_ids))
        .order_by(Group.id)
    )
    with every_group():
        rows = list(db.session.execute(query))
    emails = {membership.id: (person_id, email) for person_id, email, membership, _ in rows}
    found: dict[int, Addressee] = {}
    for place in sorted(list_present([(row[3], row[2]) for row in rows]), key=_by_name):
        person_id, email = emails[place.id]
        found.setdefault(person_id, Addressee(person_id, email, place.group))
    return list(found.values())


def _by_name(place: Place) -> str:
    return fold(place.group.name)


def queue_digests(*, person_ids: Sequence[int], now: datetime) -> int:
    """Write the weekly mail down for some people, where it is Monday morning for them.

    Args:
        now: when it was seen whose Monday morning it is; the work may have lain for a while since.

    Returns:
        how many mails were written.
    """
    due = [one for one in list_addressees(person_ids) if is_due(one.group.timezone, now)]
    periods = list_periods_until([one.person_id for one in due], now)
    return sum(queue_digest(one, periods[one.person_id]) for one in due)


def queue_digest(one: Addressee, period: Period) -> bool:
    """Write one weekly mail down, unless this week's is there already.

    Returns:
        whether it was written.
    """
    mail_id = queue_mail(
        kind=f"notices.{NoticeKind.DIGEST.value}",
        to=one.email,
        payload=period.as_payload(),
        person_id=one.person_id,
        locale=one.group.locale,
        expires_at=period.until + OF_USE_FOR,
        unique_key=f"digest:{one.person_id}:{week_of(one.group.timezone, period.until)}",
    )
    if mail_id is None:
        return False
    note_period(person_id=one.person_id, mail_id=mail_id, period=period)
    return True


def week_of(timezone: str, now: datetime) -> str:
    """The ISO week in a zone: "2026-W48"."""
    year, week, _ = day_in(timezone, now).isocalendar()
    return f"{year}-W{week:02}"
