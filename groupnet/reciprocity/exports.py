"""The board as one table for CSV and XLSX: a figure or a pair a row, with nothing that the page withholds."""

from decimal import Decimal

from babel.numbers import get_currency_precision
from flask_babel import gettext

from groupnet.groups.models import Group
from groupnet.reciprocity.board import Board, Pair
from groupnet.reciprocity.figures import Figures
from groupnet.sheets import Value

Row = tuple[Value, Value, Value, Value]


def board_headers() -> list[str]:
    """The table's head."""
    return [gettext("what"), gettext("giver"), gettext("receiver"), gettext("value")]


def board_rows(board: Board, group: Group) -> list[Row]:
    """The window, the group's figures, and the pair counts that the viewer may see."""
    figures = board.figures
    rows: list[Row] = [
        (gettext("from"), None, None, board.window.start),
        (gettext("to"), None, None, board.window.end),
    ]
    if board.totals and not board.is_open:
        rows.append((gettext("totals, whole months, from"), None, None, board.totals.start))
        rows.append((gettext("totals, whole months, to"), None, None, board.totals.end))
    rows.append(_figure(gettext("members"), figures.members, told=board.totals is not None))
    rows += [_figure(label, value, told=board.tells_counts) for label, value in _counts(figures)]
    rows += [_figure(label, value, told=board.tells_rates) for label, value in _rates(figures)]
    rows.append(_thanks(board, group.currency))
    rows += _pair_rows(gettext("referrals"), board, board.pairs)
    rows += _pair_rows(gettext("referrals with others than members"), board, board.others)
    return rows


def board_filename(board: Board, group: Group) -> str:
    """The file's name without its ending: group, what it is, window."""
    return f"{group.slug}-reciprocity-{board.window.start}-{board.window.end}"


def _counts(figures: Figures[int]) -> list[tuple[str, Value]]:
    return [
        (gettext("referrals"), figures.referrals),
        (gettext("ties"), figures.ties),
        (gettext("mutual pairs"), figures.mutual_pairs),
        (gettext("one-way pairs"), figures.one_way_pairs),
        (gettext("empty pairs"), figures.empty_pairs),
    ]


def _rates(figures: Figures[int]) -> list[tuple[str, Value]]:
    return [
        (gettext("ties that run both ways"), figures.ties_both_ways),
        (gettext("ties that would run both ways by chance"), figures.chance_ties),
        (gettext("reciprocity"), figures.reciprocity),
        (gettext("beyond chance"), figures.beyond_chance),
        (gettext("weighted reciprocity"), figures.weighted_reciprocity),
        (gettext("circulation"), figures.circulation),
    ]


def _figure(label: str, value: Value, *, told: bool) -> Row:
    return label, None, None, value if told else gettext("too few to say")


def _thanks(board: Board, currency: str) -> Row:
    told = board.thanks.told
    if not told:
        return _figure(gettext("thanked for, whole months"), None, told=False)
    label = gettext(
        "thanked for in %(currency)s, %(told)s of %(all)s whole months, %(first)s to %(last)s",
        currency=currency,
        told=len(told),
        all=len(board.thanks.months),
        first=f"{told[0].start:%Y-%m}",
        last=f"{told[-1].start:%Y-%m}",
    )
    return label, None, None, Decimal(board.thanks.amount_minor).scaleb(-get_currency_precision(currency))


def _pair_rows(label: str, board: Board, pairs: dict[Pair, int]) -> list[Row]:
    place = {key: number for number, key in enumerate(board.people)}
    ordered = sorted(pairs.items(), key=lambda item: (place[item[0][0]], place[item[0][1]]))
    return [
        (label, board.people[giver].name, board.people[receiver].name, count)
        for (giver, receiver), count in ordered
    ]
