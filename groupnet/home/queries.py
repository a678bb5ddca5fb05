"""What stands on a person's first page, over all their groups; nothing of anybody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, case, exists, func, select

from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.groups.places import Place
from groupnet.groups.queries import current_on
from groupnet.meetings.queries.from_outside import any_scheduled
from groupnet.meetings.queries.next_meetings import NextMeeting, next_for_home
from groupnet.meetings.queries.waiting import Duties, WaitingMeeting, list_waiting_meetings
from groupnet.referrals.models import Referral
from groupnet.referrals.queries import (
    News,
    Waiting,
    counted,
    list_news_for_giver,
    list_to_answer,
    list_to_detail,
)

MOST_LINES = 5
UNFINISHED_KEPT = timedelta(days=7)
NEWS_KEPT = timedelta(days=30)
MOST_NEWS = 20
LATELY = timedelta(days=29)


@dataclass(frozen=True)
class Found:
    """What waits for a person and what is new, from all their groups: of each kind that waits one more than
    is shown, which tells that there are more."""

    to_answer: list[Waiting]
    to_detail: list[Waiting]
    meetings: list[WaitingMeeting]
    news: list[News]


@dataclass(frozen=True)
class Lately:
    """What one group did in the last 30 days, and one member's part in it; `passed` None where withheld."""

    passed: int | None
    given: int
    received: int


@dataclass(frozen=True)
class Beginnings:
    """How far a new group has come."""

    members: int
    joined: int
    has_referrals: bool
    has_meetings: bool


def find_for(places: Sequence[Place], today: date, now: datetime, *, duties: Duties) -> Found:
    """Read what waits and what is new. The statements are as many for one group as for ten.

    Args:
        places: the person's own memberships that are open today; everything read hangs on their ids.
        today: of the group whose page is open.
        duties: what the reader does for the open group.
    """
    own = [place.membership.id for place in places]
    with every_group():
        return Found(
            list_to_answer(own, MOST_LINES + 1),
            list_to_detail(own, today - UNFINISHED_KEPT, MOST_LINES + 1),
            list_waiting_meetings(own, now, today, duties=duties, most=MOST_LINES + 1),
            list_news_for_giver(own, now - NEWS_KEPT, MOST_NEWS),
        )


def find_next_meetings(places: Sequence[Place], now: datetime) -> list[NextMeeting]:
    """The next meetings of each of a person's groups, soonest first, in two statements.

    Args:
        places: the person's own memberships that are open today.
    """
    with every_group():
        return next_for_home([place.membership.id for place in places], now)


def count_group(
    me: Membership, today: date, *, is_open: bool, is_beginning: bool
) -> tuple[Lately, Beginnings | None]:
    """What the bound group did in the last 30 days, today included, and how far it has come; one statement.

    Args:
        me: whose part is told.
        today: in the group's zone.
        is_open: whether the group's pair counts are; else a sum less one's own could tell what two others
            did, and only one's own part is told.
        is_beginning: whether the reader is to know how far it has come.
    """
    lately = select(
        func.count(),
        func.coalesce(func.sum(case((Referral.giver_id == me.id, 1), else_=0)), 0),
        func.coalesce(func.sum(case((Referral.receiver_id == me.id, 1), else_=0)), 0),
        *(_beginnings(today) if is_beginning else ()),
    ).where(counted(), Referral.given_on.between(today - LATELY, today))
    passed, given, received, *begun = db.session.execute(lately).one()
    counts = Lately(passed if is_open else None, given, received)
    return counts, Beginnings(begun[0], begun[1], bool(begun[2]), bool(begun[3])) if begun else None


def _beginnings(today: date) -> tuple[ScalarSelect[Any], ...]:
    """The bound group's members of a day, those with an account, the first referral, the first meeting."""
    members = select(func.count(Membership.id)).where(current_on(today))
    joined = select(func.count(Membership.person_id)).where(current_on(today))
    referrals = select(exists(select(Referral.id)))
    counts = tuple(one.scalar_subquery() for one in (members, joined, referrals))
    return (*counts, any_scheduled())
