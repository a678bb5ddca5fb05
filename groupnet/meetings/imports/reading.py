"""What would become of each row of a list of attendance, or of each cell of a grid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.imports.importer import Context, Plan, RowRefused
from groupnet.imports.people import Former, People
from groupnet.imports.undo import chunks
from groupnet.meetings.imports.layouts import GRID
from groupnet.meetings.imports.meant import Meant, MeantMeetings
from groupnet.meetings.imports.rows import (
    DayColumn,
    Said,
    adds_up,
    only_for,
    read_day_columns,
    read_list_row,
    read_mark,
    read_member,
    read_name,
)
from groupnet.meetings.imports.told import added_meetings
from groupnet.meetings.marking import BEFORE_START
from groupnet.meetings.models import Mark
from groupnet.meetings.queries.brought import list_stored_marks
from groupnet.sheets import ImportReport, Row, Table, lacks_year

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark to write; somebody to be added bears a negative number."""

    meeting: Meant
    member: int
    mark: Mark
    substitute: str


@dataclass
class AttendancePlan(Plan):
    """Marks to write, meeting by meeting, and people to be added."""

    marks: list[Marked] = field(default_factory=list)
    former: Former = field(default_factory=dict)

    def portions(self, rows: int) -> Iterator["AttendancePlan"]:
        """So many marks at once."""
        for marks in chunks(self.marks, rows):
            report = ImportReport(self.report.what, accepted=len(marks))
            yield AttendancePlan(report, marks=marks, former=self.former)


def read_attendance(table: Table, context: Context) -> AttendancePlan:
    """Say what would become of every row; nothing is written."""
    plan = AttendancePlan(ImportReport("marks"))
    reading = _Reading(plan, context)
    if table.layout is GRID:
        reading.read_grid(table)
    else:
        reading.read_list(table)
    reading.settle()
    return plan


class _Reading:
    def __init__(self, plan: AttendancePlan, context: Context) -> None:
        self.plan = plan
        self.context = context
        self.people = People(plan, context, plan.former)
        self.said: list[tuple[Said, int]] = []
        self.sums: list[int] = []

    def read_list(self, table: Table) -> None:
        """Each row is one mark."""
        for row in self.context.follow(table.rows):
            try:
                said = read_list_row(row, self.context, self.people.is_known)
                if said is None:
                    self.plan.report.leave_aside(gettext("Rows without a mark"), gettext("not recorded"))
                else:
                    self._take(said)
            except RowRefused as refused:
                self.plan.refuse(row.line, refused.message, refused.column)

    def read_grid(self, table: Table) -> None:
        """Each cell under a date is one mark."""
        columns = read_day_columns(table, self.context)
        for column in columns:
            if column.day is None:
                self.plan.refuse(table.header_line, column.problem, column.heading)
        for text in table.unrecognised:
            if lacks_year(text):
                reason = gettext("“%(text)s” lacks its year. Write it like 2025-12-31.", text=text[:60])
                self.plan.refuse(table.header_line, reason, text[:60])
        good = [column for column in columns if column.day is not None]
        for row in self.context.follow(table.rows):
            self._read_grid_row(row, good)
        if self.sums:
            self._note_sums()

    def _read_grid_row(self, row: Row, columns: list[DayColumn]) -> None:
        if adds_up(row, columns) and not self.people.is_known(read_name(row)):
            self.sums.append(row.line)
            return
        try:
            member = read_member(row, self.people.is_known)
        except RowRefused as refused:
            self.plan.refuse(row.line, refused.message, refused.column)
            return
        for column in columns:
            try:
                mark, substitute = read_mark(row.at(column.place), column.heading)
                if mark is not None and column.day is not None:
                    self._take(
                        Said(
                            line=row.line,
                            column=column.heading,
                            day=column.day,
                            member=member,
                            mark=mark,
                            substitute=only_for(mark, substitute),
                        )
                    )
            except RowRefused as refused:
                self.plan.refuse(row.line, refused.message, refused.column)
                if refused.column == "member":
                    return

    def _take(self, said: Said) -> None:
        self.said.append((said, self.people.find(said.member, "member", said.line)))

    def _note_sums(self) -> None:
        for _ in self.sums:
            self.plan.report.leave_aside(gettext("Rows of totals or of the key"), gettext("not read"))
        lines = ", ".join(str(line) for line in self.sums[:MOST_LINES])
        self.plan.report.note(gettext("Read as totals or as the key: line %(lines)s.", lines=lines))

    def settle(self) -> None:
        """Say which meeting each mark is of, and part what is new from what is there already."""
        meant = MeantMeetings(self.context.group, [said for said, _ in self.said])
        stored = list_stored_marks(meant.first, meant.last) if self.said else {}
        in_file: dict[tuple[Meant, int], Said] = {}
        for said, member in self.said:
            try:
                self._settle(said, member, meant.find(said), stored, in_file)
            except RowRefused as refused:
                self.plan.refuse(said.line, refused.message, refused.column)
        self.plan.marks.sort(key=lambda one: (one.meeting.day, one.meeting.id or 0, one.meeting.title))
        self.people.note_former()
        marks = Counter(one.meeting for one in self.plan.marks)
        zone, today = self.context.group.timezone, self.context.today
        for sentence in added_meetings(marks, timezone=zone, today=today):
            self.plan.report.note(sentence)

    def _settle(
        self,
        said: Said,
        member: int,
        meeting: Meant,
        stored: dict[tuple[int, int], Mark],
        in_file: dict[tuple[Meant, int], Said],
    ) -> None:
        if meeting.starts_at - BEFORE_START > utc_now():
            raise RowRefused(gettext("This meeting has not begun."), said.column)
        before = in_file.setdefault((meeting, member), said)
        if before.mark is not said.mark:
            raise RowRefused(
                gettext("Line %(line)d says otherwise for the same meeting.", line=before.line), said.column
            )
        if before is not said or (meeting.id or 0, member) in stored:
            self.plan.report.already()
            return
        self.plan.report.accept()
        self.plan.marks.append(Marked(meeting, member, said.mark, said.substitute))
