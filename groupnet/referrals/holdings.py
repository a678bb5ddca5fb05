"""Referrals that are still open when somebody leaves."""

from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, Select, func, select

from groupnet.groups.holdings import Countable, Parting
from groupnet.referrals.models import Referral, Standing, Status

OPEN = (Status.PASSED, Status.ACCEPTED, Status.CONTACTED)


def open_referrals(parting: Parting) -> list[Countable]:
    """Those that the member received and gave and that are not closed; others know where pairs are open."""
    if not (parting.is_own or parting.group.pair_counts_open):
        return []
    me = parting.member.id
    finish = gettext("They stay, and can still be finished and thanked for.")
    return [
        Countable(
            number=_count_open(Referral.receiver_id == me),
            say=lambda number: ngettext(
                "%(num)d open referral received", "%(num)d open referrals received", number
            ),
            becomes=finish,
        ),
        Countable(
            number=_count_open(Referral.giver_id == me),
            say=lambda number: ngettext(
                "%(num)d open referral passed", "%(num)d open referrals passed", number
            ),
            becomes=finish,
        ),
    ]


def _count_open(whose: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).where(
        Referral.status.in_(OPEN), Referral.standing != Standing.WITHDRAWN, whose
    )
