"""Reads of "since last time": three statements, whatever the size of the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from groupnet.core.between import Between
from groupnet.core.clock import add_months, utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, MembershipPeriod, Status
from groupnet.meetings.models import Meeting, MeetingStatus
from groupnet.meetings.queries.last_time import (
    get_with_last_held,
    one_to_ones_between,
    people_of_one_to_ones_between,
    speakers_after,
    speakers_at,
    visitors_at,
)
from groupnet.referrals.queries.between import (
    pairs_between,
    people_of_thanks_between,
    thanks_between,
    thanks_of_month,
)

WITHOUT_ANY_BEFORE = timedelta(days=30)
"""So far back where no meeting was held before."""
PAIR, COUNTS, SPEAKER, NEXT_SPEAKER, VISITOR, NEWCOMER = range(6)


@dataclass(frozen=True)
class Occasion:
    """A meeting, and what was held last before it: of its series, if there is one, else of the group; where
    pairs are closed, always of the group, so that the times that are told of make one chain."""

    meeting: Meeting
    previous: Meeting | None
    is_counted: bool = True
    """Whether its counts may be told: where pairs are closed, those of other times would tell them by their
    difference (T15)."""

    @property
    def between(self) -> Between:
        """The time that is told of."""
        last_on, last_at = self.meeting.on_day, self.meeting.ends_at
        if self.previous is None:
            return Between(last_on - WITHOUT_ANY_BEFORE, last_at - WITHOUT_ANY_BEFORE, last_on, last_at)
        return Between(self.previous.on_day, self.previous.ends_at, last_on, last_at)


def get_occasion(meeting_id: int, viewer: Membership, group: Group) -> Occasion:
    """A group's meeting that a member may know of, and what was held last before it.

    Where pair counts are closed there is one chain of times, from one meeting that was held to the next: only
    those, and the very next after one, are counted.

    Raises:
        NotFound: there is none with this id in this group, it is a draft, or none of the group's own.
    """
    is_closed = not group.pair_counts_open
    meeting, previous, is_next = get_with_last_held(meeting_id, viewer, utc_now(), in_one_chain=is_closed)
    is_link = meeting.status is MeetingStatus.HELD or (is_next and previous is not None)
    return Occasion(meeting, previous, is_counted=is_link or not is_closed)


def list_exchange(between: Between, *, month: tuple[date, date], viewer_id: int) -> Sequence[Any]:
    """What was passed, thanked for and talked over.

    Args:
        month: first and last day of a whole month, for the sum of thanks.

    Returns:
        rows of `what`: each `PAIR` with `giver`, `receiver` and `number`, A to Z by the giver; and one of
        `COUNTS` with `number` of thanks, `one_to_ones`, how many had part in each (`of_thanks`,
        `of_one_to_ones`), and of the month `amount_minor`, `thanks` and `people`.
    """
    both = union_all(_pairs(between), _counts(between, month, viewer_id)).subquery()
    query = select(both).order_by(both.c.what, both.c.order_1, both.c.giver_id, both.c.order_2)
    return db.session.execute(query).all()


def list_people(occasion: Occasion) -> Sequence[Any]:
    """Who speaks, who speaks next, who visits, and who is new.

    Returns:
        rows of `what` (`SPEAKER`, `NEXT_SPEAKER`, `VISITOR`, `NEWCOMER`), `id` (of a membership; 0 for a
        visitor), `name`, `photo_version`, `note` (topic, company, category), `by` (who brings a visitor) and
        `at` (the next meeting's start), in order.
    """
    meeting, between = occasion.meeting, occasion.between
    parts = {
        SPEAKER: speakers_at(meeting),
        NEXT_SPEAKER: speakers_after(meeting),
        VISITOR: visitors_at(meeting),
        NEWCOMER: _newcomers(between),
    }
    told = (part.add_columns(literal(what).label("what")) for what, part in parts.items())
    everybody = union_all(*told).subquery()
    query = select(everybody).order_by(everybody.c.what, everybody.c.at, everybody.c.rank, everybody.c.name)
    return db.session.execute(query).all()


def month_before(day: date) -> tuple[date, date]:
    """First and last day of the whole month before a day's."""
    first = day.replace(day=1)
    return add_months(first, -1), first - timedelta(days=1)


def _pairs(between: Between) -> Any:
    giver, receiver = aliased(Membership), aliased(Membership)
    pairs = pairs_between(between).subquery()
    return (
        select(
            literal(PAIR).label("what"),
            giver.sort_name.label("order_1"),
            receiver.sort_name.label("order_2"),
            pairs.c.giver_id,
            giver.name.label("giver"),
            pairs.c.receiver_id,
            receiver.name.label("receiver"),
            pairs.c.number,
            literal(0).label("one_to_ones"),
            literal(0).label("amount_minor"),
            literal(0).label("thanks"),
            literal(0).label("people"),
            literal(0).label("of_thanks"),
            literal(0).label("of_one_to_ones"),
        )
        .join(giver, giver.id == pairs.c.giver_id)
        .join(receiver, receiver.id == pairs.c.receiver_id)
    )


def _counts(between: Between, month: tuple[date, date], viewer_id: int) -> Any:
    of_month = thanks_of_month(*month, viewer_id=viewer_id).subquery()
    nobody = (literal(0), literal(""))
    return select(
        literal(COUNTS),
        literal(""),
        literal(""),
        *nobody,
        *nobody,
        thanks_between(between).scalar_subquery(),
        one_to_ones_between(between).scalar_subquery(),
        func.coalesce(of_month.c.amount_minor, 0),
        of_month.c.thanks,
        of_month.c.people,
        people_of_thanks_between(between).scalar_subquery(),
        people_of_one_to_ones_between(between).scalar_subquery(),
    )


def _newcomers(between: Between) -> Any:
    """Whoever is active by now, and belongs to the group since after the last time."""
    earlier = aliased(MembershipPeriod)
    was_there = (
        select(earlier.id)
        .where(
            earlier.group_id == MembershipPeriod.group_id,
            earlier.membership_id == MembershipPeriod.membership_id,
            or_(earlier.starts_on.is_(None), earlier.starts_on < MembershipPeriod.starts_on),
        )
        .exists()
    )
    return (
        select(
            Membership.id,
            Membership.name,
            Membership.photo_version,
            Membership.category,
            literal(""),
            literal(between.last_at, Meeting.starts_at.type),
            literal(0),
        )
        .select_from(MembershipPeriod)
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(
            MembershipPeriod.status == Status.ACTIVE,
            and_(
                MembershipPeriod.starts_on > between.first_on, MembershipPeriod.starts_on <= between.last_on
            ),
            ~was_there,
        )
    )
