"""Reads of the board: everybody with their stays, pair counts, and thanks. Each is one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Integer, and_, case, cast, extract, func, literal, select

from groupnet.core.db import db
from groupnet.groups.models import Membership, MembershipPeriod
from groupnet.groups.queries import a_to_z
from groupnet.imports.models import ImportRun
from groupnet.reciprocity.figures import compute_figures
from groupnet.reciprocity.people import BoardMember, Stay, members_in
from groupnet.reciprocity.windows import Window
from groupnet.referrals.models import Referral, Thanks
from groupnet.referrals.queries import counted

OF_THE_GROUP = (
    *("members", "referrals", "ties", "mutual_pairs", "one_way_pairs", "empty_pairs"),
    *("reciprocity", "beyond_chance", "weighted_reciprocity", "circulation"),
)
OF_A_MEMBER = ("given", "received", "net", "partners", "mutual_partners")


@dataclass(frozen=True, slots=True)
class PairRow:
    """What one member passed to another: how many in the window and in the days of the group's totals, when.

    `latest_on` is the latest day in the window.

    Bit k of `months` is set if there was a referral in the k-th month after the first asked for.
    """

    giver_id: int
    receiver_id: int
    count: int
    in_totals: int
    latest_on: date | None
    months: int


@dataclass(frozen=True, slots=True)
class MonthOfThanks:
    """Thanks of one month that name an amount: the sum of all, and how many by how many without a viewer's.

    Where the imported file hid who paid, whoever was thanked stands in for them among the people.
    """

    month: Window
    amount_minor: int
    thanks_of_others: int
    others: int


def list_people() -> dict[int, BoardMember]:
    """Everybody who ever belonged to the group, with their stays, from A to Z."""
    query = (
        select(
            Membership.id,
            Membership.name,
            Membership.email,
            Membership.photo_version,
            Membership.good_referral,
            Membership.left_undated,
            MembershipPeriod.status,
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .outerjoin(
            MembershipPeriod,
            and_(
                MembershipPeriod.group_id == Membership.group_id,
                MembershipPeriod.membership_id == Membership.id,
            ),
        )
        .order_by(*a_to_z())
    )
    facts: dict[int, tuple[Any, ...]] = {}
    stays: dict[int, list[Stay]] = {}
    for row in db.session.execute(query):
        facts[row[0]] = row[:-3]
        listed = stays.setdefault(row[0], [])
        if row[-3] is not None:
            listed.append(Stay(*row[-3:]))
    return {key: BoardMember(*(*fact, tuple(stays[key]))) for key, fact in facts.items()}


def count_pairs(window: Window) -> dict[tuple[int, int], int]:
    """Counted referrals in a window by (giver, receiver)."""
    query = (
        select(Referral.giver_id, Referral.receiver_id, func.count())
        .where(Referral.given_on.between(window.start, window.end), counted())
        .group_by(Referral.giver_id, Referral.receiver_id)
    )
    return {(giver, receiver): count for giver, receiver, count in db.session.execute(query)}


def list_pairs(window: Window, since: date, totals: Window) -> list[PairRow]:
    """The pairs of a window and of the months before it, a row a pair.

    Args:
        window: what `count` and `latest_on` speak of.
        since: the first of the first month that `months` tells of; not after the window's start.
        totals: what `in_totals` speaks of; within the window.
    """
    # a pair's months go into the bits of one number, so that the trend needs no row a month
    month = cast(extract("year", Referral.given_on) * 12 + extract("month", Referral.given_on), Integer)
    bit = literal(1, BigInteger).bitwise_lshift(month - (since.year * 12 + since.month))
    inside = Referral.given_on >= window.start
    query = (
        select(
            Referral.giver_id,
            Referral.receiver_id,
            func.sum(case((inside, 1), else_=0)),
            func.sum(case((Referral.given_on.between(totals.start, totals.end), 1), else_=0)),
            func.max(case((inside, Referral.given_on))),
            cast(func.sum(bit.distinct()), BigInteger),
        )
        .where(Referral.given_on.between(since, window.end), counted())
        .group_by(Referral.giver_id, Referral.receiver_id)
    )
    return [PairRow(*row) for row in db.session.execute(query)]


def sum_thanks(months: Sequence[Window], *, viewer_id: int) -> list[MonthOfThanks]:
    """The thanks of each of some whole months that follow one another, oldest first.

    Args:
        viewer_id: whoever is to be told; what they gave, received or imported is in the sums, not the counts.
    """
    if not months:
        return []
    of_others = and_(
        Thanks.thanker_id.is_distinct_from(viewer_id),
        Thanks.thanked_id != viewer_id,
        ImportRun.imported_by_id.is_distinct_from(viewer_id),
    )
    someone = func.coalesce(Thanks.thanker_id, Thanks.thanked_id)
    year, month = extract("year", Thanks.thanked_on), extract("month", Thanks.thanked_on)
    query = (
        select(
            cast(year, Integer),
            cast(month, Integer),
            cast(func.sum(Thanks.amount_minor), BigInteger),
            func.count(case((of_others, 1))),
            func.count(case((of_others, someone)).distinct()),
        )
        .outerjoin(
            ImportRun,
            and_(ImportRun.group_id == Thanks.group_id, ImportRun.id == Thanks.import_run_id),
        )
        .where(Thanks.thanked_on.between(months[0].start, months[-1].end), Thanks.amount_minor > 0)
        .group_by(year, month)
    )
    found = {(row[0], row[1]): row[2:] for row in db.session.execute(query)}
    return [MonthOfThanks(one, *found.get((one.start.year, one.start.month), (0, 0, 0))) for one in months]


def sum_thanked(window: Window) -> dict[int, int]:
    """What each member was thanked for in a window, in minor units. For the command line alone (T11)."""
    query = (
        select(Thanks.thanked_id, cast(func.sum(Thanks.amount_minor), BigInteger))
        .where(Thanks.thanked_on.between(window.start, window.end), Thanks.amount_minor.is_not(None))
        .group_by(Thanks.thanked_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def exact_figures(*, window: Window) -> dict[str, Any]:
    """Every figure of the bound group, exact and complete: for the command line, never for a page.

    Args:
        window: local days of the group, both inclusive.

    Returns:
        `from` and `to` (ISO dates), `members, referrals, ties, mutual_pairs, one_way_pairs, empty_pairs`,
        the rates `reciprocity, beyond_chance, weighted_reciprocity, circulation` (None where undefined), and
        `by_member`, from A to Z, each with `email, name, given, received, net, partners, mutual_partners,
        thanked_minor` (minor units of the group's currency).
    """
    people = list_people()
    figures = compute_figures(members_in(people, window), count_pairs(window))
    thanked = sum_thanked(window)
    return {
        "from": window.start.isoformat(),
        "to": window.end.isoformat(),
        **{name: getattr(figures, name) for name in OF_THE_GROUP},
        "by_member": [
            {
                "email": people[key].email,
                "name": people[key].name,
                **{name: getattr(member, name) for name in OF_A_MEMBER},
                "thanked_minor": thanked.get(key, 0),
            }
            for key, member in figures.by_member.items()
        ],
    }
