"""Referrals and thanks from a group's own list, or from BNI's slips audit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from groupnet.imports.importer import Context, Example, Undone
from groupnet.imports.models import ImportRun
from groupnet.imports.people import list_people
from groupnet.meetings.queries.brought import newest_of_slips
from groupnet.referrals.imports.layouts import EXAMPLE, REFERRALS, SHEETS, SLIPS
from groupnet.referrals.imports.reading import ReferralsPlan, read_referrals
from groupnet.referrals.imports.stored import newest_imported
from groupnet.referrals.imports.undo import undo_referrals
from groupnet.referrals.imports.writing import carry_out
from groupnet.sheets import Layout, Table


class ReferralImporter:
    """Brings referrals and thanks in."""

    kind = "referrals"
    label = _l("Referrals")
    about = _l(
        "One referral a row. Needed: date, giver, receiver, by e-mail or by a name that only one member has."
    )
    welcome = _l(
        "Also read: kind, inside or outside, prospect, status, thanks (an amount). "
        "BNI’s slips audit is read too, with its one-to-ones and visitors; "
        "it has no dates, so you are asked for its day."
    )
    layouts: Sequence[Layout] = (REFERRALS, SLIPS)
    sheets: Mapping[str, Any] = SHEETS
    example: Example = EXAMPLE

    def asks(self, table: Table) -> Sequence[str]:
        """The order of dates, or the days of a file that has none; and what to do with unknown people."""
        return ("starts_on", "day", "add_former") if table.layout is SLIPS else ("date_order", "add_former")

    def read(self, table: Table, context: Context) -> ReferralsPlan:
        """Say what would become of every row."""
        return read_referrals(table, context)

    def carry_out(self, plan: ReferralsPlan, run: ImportRun) -> dict[str, Any]:
        """Write all good rows, with their former members, events and thanks."""
        return carry_out(plan, run)

    def portions(self, plan: ReferralsPlan, rows: int) -> Iterator[ReferralsPlan]:
        """What a plan holds, so many at once; former members come with whom first names them."""
        return plan.portions(rows)

    def outlook(self, context: Context, run_id: int | None) -> object:  # noqa: ARG002
        """Who can be named, and how far other imports have come."""
        return (
            list_people(besides=run_id),
            *newest_imported(besides=run_id),
            *newest_of_slips(besides=run_id),
        )

    def undo(self, run: ImportRun, made: dict[str, Any]) -> Undone:
        """Take away what a run added and nobody has touched since."""
        return undo_referrals(run, made)
