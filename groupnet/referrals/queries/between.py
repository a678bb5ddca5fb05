"""What was passed and thanked for between two meetings, and in a whole month: statements for a report."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, and_, case, cast, func, select, union

from groupnet.core.between import Between
from groupnet.imports.models import ImportRun
from groupnet.referrals.models import Referral, Thanks
from groupnet.referrals.queries.counting import counted


def pairs_between(between: Between) -> Any:
    """Counted referrals by `giver_id` and `receiver_id`, with their `number`."""
    return (
        select(Referral.giver_id, Referral.receiver_id, func.count().label("number"))
        .where(between.holds(Referral.given_on, Referral.created_at), counted())
        .group_by(Referral.giver_id, Referral.receiver_id)
    )


def thanks_between(between: Between) -> Any:
    """How many thanks, with an amount or without."""
    return select(func.count(Thanks.id)).where(between.holds(Thanks.thanked_on, Thanks.created_at))


def people_of_thanks_between(between: Between) -> Any:
    """How many members thanked or were thanked."""
    both = [
        select(who.label("id")).where(between.holds(Thanks.thanked_on, Thanks.created_at))
        for who in (Thanks.thanker_id, Thanks.thanked_id)
    ]
    people = union(*both).subquery()
    return select(func.count(people.c.id))


def thanks_of_month(first: date, last: date, *, viewer_id: int) -> Any:
    """The thanks of a whole month that name an amount: `amount_minor` of all, and how many (`thanks`) by how
    many people (`people`) without a viewer's own, who could subtract them.

    Args:
        first, last: of the month's days.
        viewer_id: what they gave, received or imported is in the sum, and not in the counts.
    """
    of_others = and_(
        Thanks.thanker_id.is_distinct_from(viewer_id),
        Thanks.thanked_id != viewer_id,
        ImportRun.imported_by_id.is_distinct_from(viewer_id),
    )
    someone = func.coalesce(Thanks.thanker_id, Thanks.thanked_id)
    return (
        select(
            cast(func.sum(Thanks.amount_minor), BigInteger).label("amount_minor"),
            func.count(case((of_others, 1))).label("thanks"),
            func.count(case((of_others, someone)).distinct()).label("people"),
        )
        .outerjoin(
            ImportRun, and_(ImportRun.group_id == Thanks.group_id, ImportRun.id == Thanks.import_run_id)
        )
        .where(Thanks.thanked_on.between(first, last), Thanks.amount_minor > 0)
    )
