"""Referrals that are still open when somebody leaves."""

from flask_babel import gettext, ngettext
from sqlalchemy import func, or_, select

from groupnet.core.db import db
from groupnet.groups.holdings import Holding, Parting
from groupnet.referrals.models import Referral, Standing, Status

OPEN = (Status.PASSED, Status.ACCEPTED, Status.CONTACTED)


def open_referrals(parting: Parting) -> list[Holding]:
    """How many the member received and gave that are not closed; others know where pair counts are open."""
    if not (parting.is_own or parting.group.pair_counts_open):
        return []
    member_id = parting.member.id
    query = select(
        func.count().filter(Referral.receiver_id == member_id),
        func.count().filter(Referral.giver_id == member_id),
    ).where(
        Referral.status.in_(OPEN),
        Referral.standing != Standing.WITHDRAWN,
        or_(Referral.receiver_id == member_id, Referral.giver_id == member_id),
    )
    received, given = db.session.execute(query).one()
    finish = gettext("They stay, and can still be finished and thanked for.")
    told = (
        (received, ngettext("%(num)d open referral received", "%(num)d open referrals received", received)),
        (given, ngettext("%(num)d open referral passed", "%(num)d open referrals passed", given)),
    )
    return [Holding(what=words, becomes=finish) for number, words in told if number]
