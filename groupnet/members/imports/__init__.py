"""Members from a group's own list: what a row means, who is there already, and how it is written."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from groupnet.imports.importer import Context, Example, Undone
from groupnet.imports.models import ImportRun
from groupnet.imports.undo import blank_again, remove_members
from groupnet.members.imports.founder import forget
from groupnet.members.imports.layouts import EXAMPLE, MEMBERS, SHEETS, SUMMARY
from groupnet.members.imports.people import list_someone
from groupnet.members.imports.reading import MembersPlan, read_members
from groupnet.members.imports.writing import carry_out
from groupnet.sheets import Layout, Table


class MemberImporter:
    """Brings members in."""

    kind = "members"
    label = _l("Members")
    about = _l("One person a row. Needed: a name, in one column or in first and last name.")
    welcome = _l(
        "Also read: e-mail, category, company, headline, joined, status (active, on leave, left), left on, "
        "phone. Any order, any of the usual headings, title rows above. "
        "BNI’s summary (PALMS) serves as a list of members too."
    )
    layouts: Sequence[Layout] = (MEMBERS, SUMMARY)
    sheets: Mapping[str, Any] = SHEETS
    example: Example = EXAMPLE

    def asks(self, table: Table) -> Sequence[str]:
        """The order of dates, where there are any."""
        return (
            ("date_order",) if table.layout is MEMBERS and (table.has("joined") or table.has("left")) else ()
        )

    def read(self, table: Table, context: Context) -> MembersPlan:
        """Say what would become of every row."""
        return read_members(table, context)

    def carry_out(self, plan: MembersPlan, run: ImportRun) -> dict[str, Any]:
        """Write all good rows."""
        return carry_out(plan, run)

    def portions(self, plan: MembersPlan, rows: int) -> Iterator[MembersPlan]:
        """The blanks of a plan, then its new members, so many at once."""
        return plan.portions(rows)

    def outlook(self, context: Context, run_id: int | None) -> object:
        """Everybody who is there, with what decides who is meant and which seats are taken."""
        return context.group.categories_exclusive, list_someone(context.today, besides=run_id)

    def undo(self, run: ImportRun, made: dict[str, Any]) -> Undone:
        """Take away the members a run added, and empty the blanks it filled."""
        undone = Undone()
        remove_members(run, made, undone)
        blank_again(run.list_filled(), undone)
        if made.get("founder"):
            forget(made["founder"])
        return undone
