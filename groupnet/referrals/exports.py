"""The referrals of a group as a table: who passed whom one and when, never for whom and for how much."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from groupnet.imports.exporter import Reader
from groupnet.referrals.queries import list_all_referrals

HEADERS = ("date", "giver", "receiver", "kind", "inside", "status", "counts")


class ReferralExporter:
    """Gives out every referral, by its day."""

    kind = "referrals"
    label = _l("Referrals")
    about = _l("Date, giver, receiver, kind, inside, status. Never whom it was about, and no amounts.")
    has_window = False

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a referral; no prospect, note or amount (T11)."""
        return HEADERS, [_line(row, reader) for row in list_all_referrals()]


def _line(row: Any, reader: Reader) -> tuple[Any, ...]:
    """Where the group keeps pair counts closed, names stand only in the acting member's own rows."""
    named = reader.group.pair_counts_open or reader.acting.id in (row.giver_id, row.receiver_id)
    return (
        row.given_on,
        row.gave if named else None,
        row.received if named else None,
        row.kind.value,
        "inside" if row.inside else "outside",
        row.status.value,
        "yes" if row.counts else "no",
    )
