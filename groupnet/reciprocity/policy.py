"""What of a group's exchange a member may be told. Every page and file of the board asks here."""

from collections.abc import Mapping
from datetime import date

from groupnet.reciprocity.figures import Figures, compute_figures, enough_to_say
from groupnet.reciprocity.windows import Window, whole_months

Pair = tuple[int, int]


def visible_pairs(pairs: Mapping[Pair, int], *, viewer_id: int, is_open: bool) -> dict[Pair, int]:
    """The pair counts a member may see: all in a group that keeps them open, else their own row and column.

    Rights change nothing here: an admin of a closed group sees their own, too.
    """
    return {pair: count for pair, count in pairs.items() if is_open or viewer_id in pair}


def span_of_totals(window: Window, today: date, *, is_open: bool) -> Window | None:
    """The days over which a member may be told the group's totals.

    Where pair counts are closed these are the whole months of the window that are over, None if it holds
    none: else two windows that differ by a day would tell that day's single referral.
    """
    if is_open:
        return window
    months = whole_months(window, today)
    return Window(months[0].start, months[-1].end) if months else None


def may_tell_rates(
    figures: Figures[int], pairs: Mapping[Pair, int], *, viewer_id: int, is_open: bool
) -> bool:
    """Whether a member may be told the rates.

    Where pair counts are closed the rest must be enough without the member's own referrals: they could
    subtract these, and would learn what two others did.
    """
    if is_open or not enough_to_say(figures):
        return enough_to_say(figures)
    return enough_to_say(
        compute_figures(
            (member for member in figures.by_member if member != viewer_id),
            {pair: count for pair, count in pairs.items() if viewer_id not in pair},
        )
    )
