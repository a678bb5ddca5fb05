"""The board of one group, window and viewer: three statements, and what of them the viewer may be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from groupnet.core.clock import A_DAY
from groupnet.groups.models import Group, Membership
from groupnet.reciprocity.figures import Figures, MemberFigures, compute_figures, enough_thanks
from groupnet.reciprocity.own import OwnPanel, own_panel
from groupnet.reciprocity.people import BoardMember, members_in
from groupnet.reciprocity.policy import may_tell_rates, span_of_totals, visible_pairs
from groupnet.reciprocity.queries import MonthOfThanks, PairRow, list_pairs, list_people, sum_thanks
from groupnet.reciprocity.trend import Point, reckon_trend, windows_of_trend
from groupnet.reciprocity.windows import Window, settled_months

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ThanksTold:
    """The sum of the whole months that may be told, of all whole months in the window."""

    amount_minor: int
    told: list[Window]
    months: list[Window]

    @property
    def span(self) -> Window | None:
        """From the first of the months told to the last."""
        return Window(self.told[0].start, self.told[-1].end) if self.told else None

    @property
    def is_unbroken(self) -> bool:
        """Whether the months told follow one another."""
        return all(one.end + A_DAY == other.start for one, other in pairwise(self.told))


@dataclass(frozen=True, slots=True)
class Board:
    """What a member may see. `pairs` are those between members, `others` those with anybody else.

    `figures` speak of the days in `totals`: the window, or less of it where pair counts are closed. `mine`
    are the viewer's own in the window.
    """

    window: Window
    totals: Window | None
    is_open: bool
    members: dict[int, BoardMember]
    people: Mapping[int, BoardMember]
    figures: Figures[int]
    mine: MemberFigures | None
    tells_rates: bool
    pairs: dict[Pair, int]
    others: dict[Pair, int]
    thanks: ThanksTold
    trend: list[Point]
    own: OwnPanel

    @property
    def tells_counts(self) -> bool:
        """Whether the group's totals may be told; open pair counts tell them anyway."""
        return self.is_open or self.tells_rates

    @property
    def circulating(self) -> int:
        """Referrals matched by one that the same member received, Σ min(given, received)."""
        return sum(min(member.given, member.received) for member in self.figures.by_member.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show in the window yet; closed pair counts do not tell even that."""
        return self.is_open and not self.figures.referrals and not self.figures.others


def read_board(*, group: Group, viewer: Membership, window: Window, today: date) -> Board:
    """The board as one member may see it.

    Args:
        group: the bound group.
        viewer: who looks.
        window: local days of the group, both inclusive.
        today: in the group's zone.
    """
    is_open = group.pair_counts_open
    totals = span_of_totals(window, today, is_open=is_open)
    trend = windows_of_trend(window, today)
    since = min(one.start for one in [window, *trend]).replace(day=1)
    people = list_people()
    rows = list_pairs(window, since, totals or window)
    inside = {key: people[key] for key in members_in(people, window)}
    exact, pairs = _reckon(inside, {(row.giver_id, row.receiver_id): row.count for row in rows})
    figures, counted = exact, pairs
    if not is_open:
        figures, counted = _reckon(
            members_in(people, totals) if totals else (),
            {(row.giver_id, row.receiver_id): row.in_totals for row in rows} if totals else {},
        )
    return Board(
        window=window,
        totals=totals,
        is_open=is_open,
        members=inside,
        people=people,
        figures=figures,
        mine=exact.by_member.get(viewer.id),
        tells_rates=may_tell_rates(figures, counted, viewer_id=viewer.id, is_open=is_open),
        pairs=visible_pairs(pairs, viewer_id=viewer.id, is_open=is_open),
        others=visible_pairs(exact.others, viewer_id=viewer.id, is_open=is_open),
        thanks=tell_thanks(sum_thanks(settled_months(window, today), viewer_id=viewer.id)),
        trend=_trend(trend, rows, people, since, None if is_open else viewer.id),
        own=own_panel(viewer.id, people, rows, window=window, today=today),
    )


def _reckon(members: Iterable[int], counts: Mapping[Pair, int]) -> tuple[Figures[int], dict[Pair, int]]:
    """The figures, and the pair counts that enter them."""
    figures = compute_figures(members, counts)
    return figures, {pair: count for pair, count in counts.items() if count and pair not in figures.others}


def tell_thanks(months: Sequence[MonthOfThanks]) -> ThanksTold:
    """Add up the months that may be told, each by itself, so that no two windows differ by one amount."""
    told = [month for month in months if enough_thanks(month.thanks_of_others, month.others)]
    return ThanksTold(
        amount_minor=sum(month.amount_minor for month in told),
        told=[month.month for month in told],
        months=[month.month for month in months],
    )


def _trend(
    windows: Sequence[Window],
    rows: Sequence[PairRow],
    people: Mapping[int, BoardMember],
    since: date,
    besides: int | None,
) -> list[Point]:
    member_of = {
        key: sum(1 << number for number, window in enumerate(windows) if person.within(window))
        for key, person in people.items()
    }
    months_of = {(row.giver_id, row.receiver_id): row.months for row in rows}
    return reckon_trend(windows, member_of, months_of, since=since, besides=besides)
