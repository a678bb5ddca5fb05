"""What waits for a person, and what is new: for the first page, over one group or several.

Home reads these across groups, so they hold on to membership ids alone and to the rows' own groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, and_, cast, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import groups_of
from groupnet.referrals.models import Kind, Referral, Standing, Status, Thanks
from groupnet.referrals.policy import NAMED_BEFORE


@dataclass(frozen=True, slots=True)
class Face:
    """The other person; `group_slug` lets a page outside that group show the photo."""

    id: int
    name: str
    photo_version: str | None
    group_slug: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral that one action of the member would move on. `membership_id` is the member's own."""

    referral_id: int
    membership_id: int
    kind: Kind
    given_on: date
    person: Face
    prospect_name: str
    """For the two people alone, of whom the member is one."""


class NewsKind(StrEnum):
    """What came of a referral."""

    WON = "won"
    THANKED = "thanked"


@dataclass(frozen=True, slots=True)
class News:
    """Something good for a giver. `amount_minor` is theirs to see; thanks may stand on no referral."""

    what: NewsKind
    membership_id: int
    referral_id: int | None
    amount_minor: int | None
    happened_at: datetime
    person: Face


def list_to_answer(membership_ids: Sequence[int], limit: int) -> list[Waiting]:
    """Referrals passed to these memberships and not yet answered, the oldest first."""
    query = (
        _referrals(Referral.receiver_id, Referral.giver_id, membership_ids)
        .where(Referral.status == Status.PASSED)
        .order_by(Referral.given_on, Referral.id)
    )
    return _waiting(query, limit)


def list_to_detail(membership_ids: Sequence[int], since: date, limit: int) -> list[Waiting]:
    """Open referrals these memberships gave lately that say neither who to call nor "told in person".

    The same as the policy's `lacks_who_to_call`.

    Args:
        since: the first day that is still lately, such as a week ago.
    """
    query = (
        _referrals(Referral.giver_id, Referral.receiver_id, membership_ids)
        .where(
            Referral.status.in_(NAMED_BEFORE),
            Referral.given_on >= since,
            Referral.inside.is_(False),
            Referral.prospect_name == "",
            Referral.prospect_contact == "",
            Referral.told_in_person.is_(False),
        )
        .order_by(Referral.given_on.desc(), Referral.id.desc())
    )
    return _waiting(query, limit)


def list_news_for_giver(membership_ids: Sequence[int], since: datetime, limit: int) -> list[News]:
    """What came of referrals these memberships gave: won, or thanked for; the newest first.

    Thanks on a referral say more than that it was won, so of the two only the thanks are told.
    """
    parts = [part(membership_ids, since).limit(limit).subquery() for part in (_thanked, _won)]
    rows = db.session.execute(union_all(*map(select, parts))).all()
    thanked = [_news(row) for row in rows if row.what == NewsKind.THANKED]
    told = {news.referral_id for news in thanked}
    won = [_news(row) for row in rows if row.what == NewsKind.WON and row.referral_id not in told]
    fresh = thanked + won
    return sorted(fresh, key=lambda news: news.happened_at, reverse=True)[:limit]


def _referrals(mine: Any, theirs: Any, membership_ids: Sequence[int]) -> Any:
    return _with_face(
        select(Referral.id, mine, Referral.kind, Referral.given_on, Referral.prospect_name).where(
            Referral.group_id.in_(groups_of(membership_ids)),
            mine.in_(membership_ids),
            Referral.standing == Standing.CLEAR,
        ),
        Referral.group_id,
        theirs,
    )


def _won(membership_ids: Sequence[int], since: datetime) -> Any:
    query = select(
        literal(NewsKind.WON.value).label("what"),
        Referral.id.label("referral_id"),
        Referral.giver_id.label("membership_id"),
        Referral.closed_at.label("happened_at"),
        cast(null(), BigInteger).label("amount_minor"),
    ).where(
        Referral.group_id.in_(groups_of(membership_ids)),
        Referral.giver_id.in_(membership_ids),
        Referral.standing == Standing.CLEAR,
        Referral.status == Status.WON,
        Referral.closed_at >= since,
    )
    ordered = query.order_by(Referral.closed_at.desc(), Referral.id.desc())
    return _with_face(ordered, Referral.group_id, Referral.receiver_id)


def _thanked(membership_ids: Sequence[int], since: datetime) -> Any:
    query = select(
        literal(NewsKind.THANKED.value).label("what"),
        Thanks.referral_id,
        Thanks.thanked_id.label("membership_id"),
        Thanks.created_at.label("happened_at"),
        Thanks.amount_minor,
    ).where(
        Thanks.group_id.in_(groups_of(membership_ids)),
        Thanks.thanked_id.in_(membership_ids),
        Thanks.created_at >= since,
    )
    ordered = query.order_by(Thanks.created_at.desc(), Thanks.id.desc())
    return _with_face(ordered, Thanks.group_id, Thanks.thanker_id)


def _with_face(query: Any, group_id: InstrumentedAttribute[int], other_id: Any) -> Any:
    return (
        query.add_columns(
            Membership.id.label("other_id"), Membership.name, Membership.photo_version, Group.slug
        )
        .join(Membership, and_(Membership.group_id == group_id, Membership.id == other_id))
        .join(Group, Group.id == Membership.group_id)
    )


def _waiting(query: Any, limit: int) -> list[Waiting]:
    rows = db.session.execute(query.limit(limit))
    return [Waiting(row[0], row[1], row.kind, row.given_on, _face(row), row.prospect_name) for row in rows]


def _news(row: Any) -> News:
    what = NewsKind(row.what)
    return News(what, row.membership_id, row.referral_id, row.amount_minor, row.happened_at, _face(row))


def _face(row: Any) -> Face:
    return Face(row.other_id, row.name, row.photo_version, row.slug)
