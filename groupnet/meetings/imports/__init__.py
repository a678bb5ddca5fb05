"""Attendance from a group's own list or grid: held meetings for its days, and a mark a row or a cell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from groupnet.imports.importer import Context, Example, Undone
from groupnet.imports.models import ImportRun
from groupnet.imports.people import list_people
from groupnet.meetings.imports.layouts import EXAMPLE, GRID, LIST, SHEETS
from groupnet.meetings.imports.reading import AttendancePlan, read_attendance
from groupnet.meetings.imports.undo import undo_attendance
from groupnet.meetings.imports.writing import carry_out
from groupnet.meetings.queries.brought import list_open_on, newest_mark
from groupnet.sheets import Layout, Table


class AttendanceImporter:
    """Brings attendance in."""

    kind = "attendance"
    label = _l("Attendance")
    about = _l("One mark a row. Needed: date, member (by e-mail or name), attendance: P, L, A, M or S.")
    welcome = _l(
        "Also read: meeting, substitute; and words such as present or late. "
        "A grid is read too: members down, dates across, one letter a cell."
    )
    layouts: Sequence[Layout] = (LIST, GRID)
    sheets: Mapping[str, Any] = SHEETS
    example: Example = EXAMPLE

    def asks(self, table: Table) -> Sequence[str]:  # noqa: ARG002
        """The order of dates, and what to do with unknown people."""
        return ("date_order", "add_former")

    def read(self, table: Table, context: Context) -> AttendancePlan:
        """Say what would become of every row or cell."""
        return read_attendance(table, context)

    def carry_out(self, plan: AttendancePlan, run: ImportRun) -> dict[str, Any]:
        """Write all good marks, with their meetings, history and former members."""
        return carry_out(plan, run)

    def portions(self, plan: AttendancePlan, rows: int) -> Iterator[AttendancePlan]:
        """Marks of a plan, so many at once, meeting by meeting."""
        return plan.portions(rows)

    def outlook(self, context: Context, run_id: int | None) -> object:
        """Who can be named, which meetings take marks, and how far other imports have come."""
        meetings = list_open_on(date.min, context.today, besides=run_id)
        return list_people(besides=run_id), [tuple(row) for row in meetings], newest_mark(besides=run_id)

    def undo(self, run: ImportRun, made: dict[str, Any]) -> Undone:
        """Take away what a run added and nobody has touched since."""
        return undo_attendance(run, made)
