"""The referrals of a group as a table: who passed whom one and when, never for whom and for how much."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.imports.importer import Reader
from groupnet.referrals.models import Referral, Standing, Status

HEADERS = ("date", "giver", "receiver", "kind", "inside", "status", "counts")


class ReferralExporter:
    """Gives out every referral, by its day."""

    kind = "referrals"

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a referral; no prospect, note or amount (T11).

        Where the group keeps pair counts closed, names stand only in the acting member's own rows.
        """
        giver, receiver = aliased(Membership), aliased(Membership)
        query = (
            select(
                Referral.given_on,
                Referral.giver_id,
                Referral.receiver_id,
                giver.name,
                receiver.name,
                Referral.kind,
                Referral.inside,
                Referral.status,
                Referral.standing,
            )
            .join(giver, giver.id == Referral.giver_id)
            .join(receiver, receiver.id == Referral.receiver_id)
            .order_by(Referral.given_on, Referral.id)
        )
        rows = []
        for day, giver_id, receiver_id, gave, received, kind, inside, status, standing in db.session.execute(
            query
        ):
            named = reader.group.pair_counts_open or reader.acting.id in (giver_id, receiver_id)
            counts = standing is Standing.CLEAR and status is not Status.DECLINED
            rows.append(
                (
                    day,
                    gave if named else None,
                    received if named else None,
                    kind.value,
                    "inside" if inside else "outside",
                    status.value,
                    "yes" if counts else "no",
                )
            )
        return HEADERS, rows
