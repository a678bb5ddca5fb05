"""What would become of each row of a member list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext

from groupnet.core.errors import RuleBroken
from groupnet.core.forms import LONGEST_NAME, clean_line
from groupnet.groups.models import Status
from groupnet.imports.cells import read_cell, read_day, read_email, read_line
from groupnet.imports.importer import Context, Plan, RowRefused
from groupnet.imports.names import is_same_name, name_key
from groupnet.imports.undo import chunks
from groupnet.members.imports.founder import FirstDay, find_first_day
from groupnet.members.imports.layouts import NOT_PEOPLE, STATUS_WORDS, STATUSES, SUMMARY
from groupnet.members.imports.people import People, Someone, list_someone
from groupnet.members.phones import check_phone, region_of
from groupnet.sheets import BadCell, Cell, ImportReport, Row, Table, cell_text, match_key

LONGEST = {"category": 80, "company": 120, "headline": 160, "phone": 40}
FILLED = ("email", "category", "company")

_STATUS_BY_KEY = {match_key(word): status for word, status in STATUSES.items()}


@dataclass
class MembersPlan(Plan):
    """Whom to add, beside which blanks to fill."""

    added: list[Someone] = field(default_factory=list)
    today: date = date.min
    founder: tuple[FirstDay, date | None] | None = None
    """The founder's first day as recorded, and as the list has it."""

    @property
    def changes_something(self) -> bool:
        """Whether carrying it out would write anything."""
        return super().changes_something or self.founder is not None

    def portions(self, rows: int) -> Iterator["MembersPlan"]:
        """The founder's first day and so many blanks, then so many new members at once."""
        for number, fills in enumerate(chunks(self.fills, rows) if self.fills else [[]]):
            yield self._portion(fills=fills, founder=None if number else self.founder)
        for added in chunks(self.added, rows):
            yield self._portion(len(added), added=added)

    def _portion(self, rows: int = 0, **those: Any) -> "MembersPlan":
        return MembersPlan(ImportReport(self.report.what, accepted=rows), today=self.today, **those)


def read_members(table: Table, context: Context) -> MembersPlan:
    """Say what would become of every row; nothing is written."""
    plan = MembersPlan(ImportReport("members"), today=context.today)
    reading = _Reading(plan, context, table)
    for row in context.follow(table.rows):
        try:
            reading.take(row)
        except RowRefused as refused:
            plan.refuse(row.line, refused.message, refused.column)
    reading.say_once()
    return plan


class _Reading:
    def __init__(self, plan: MembersPlan, context: Context, table: Table) -> None:
        self.plan = plan
        self.context = context
        self.is_summary = table.layout is SUMMARY
        self.region = region_of(context.group)
        self.people = People(list_someone(context.today))
        self.first_day = find_first_day(context.group)
        self.filled_members: set[int] = set()

    def take(self, row: Row) -> None:
        someone = self._read(row)
        if someone is None:
            return
        found = self.people.find(someone.name, someone.email)
        if found is None:
            self._add(someone)
        else:
            self._is_there(row, found, someone)

    def _read(self, row: Row) -> Someone | None:
        """The row as a member, or None for a line of totals."""
        name = full_name(row)
        if self.is_summary and name_key(name) in NOT_PEOPLE:
            self.plan.report.leave_aside(gettext("Lines of totals"))
            return None
        if not name_key(name):
            raise RowRefused(gettext("The name is missing."), "name")
        if len(name) > LONGEST_NAME:
            sentence = gettext("A name has at most %(longest)d characters.", longest=LONGEST_NAME)
            raise RowRefused(sentence, "name")
        someone = Someone(name=name, email=None)
        if self.is_summary:
            return someone
        someone.email = read_email(row, "email")
        someone.phone = self._phone(row)
        for column in ("category", "company", "headline"):
            setattr(someone, column, read_line(row, column, LONGEST[column]))
        self._read_stay(row, someone)
        return someone

    def _phone(self, row: Row) -> str:
        text = read_line(row, "phone", LONGEST["phone"])
        try:
            return check_phone(text, self.region)
        except RuleBroken:
            return text  # a number that a person can read is better than none

    def _read_stay(self, row: Row, someone: Someone) -> None:
        someone.joined_on = read_day(row, "joined", self.context) if row.text("joined") else None
        someone.left_on = read_day(row, "left", self.context) if row.text("left") else None
        status = read_cell(row, "status", parse_status) if row.text("status") else None
        if someone.joined_on and someone.left_on and someone.left_on < someone.joined_on:
            raise RowRefused(gettext("The leaving date lies before the joining date."), "left")
        has_left = someone.left_on is not None and someone.left_on < self.context.today
        if has_left and status not in (None, Status.LEFT):
            raise RowRefused(
                gettext("The row has a leaving date, and a status that says they are here."), "status"
            )
        someone.status = status or (Status.LEFT if has_left else Status.ACTIVE)
        someone.is_current = someone.status is not Status.LEFT

    def _add(self, someone: Someone) -> None:
        holder = self._seat_taken(someone.category) if someone.is_current else None
        if holder:
            raise RowRefused(
                gettext(
                    "%(category)s is %(name)s’s seat, and each category has one in this group. "
                    "Write another category, or leave it empty.",
                    category=someone.category,
                    name=holder.name,
                ),
                "category",
            )
        self.people.add(someone)
        self.plan.added.append(someone)
        self.plan.report.accept()

    def _is_there(self, row: Row, found: Someone, read: Someone) -> None:
        self.plan.report.already()
        if not is_same_name(found.name, read.name):
            self.plan.report.notes.append(
                gettext(
                    "Line %(line)d: %(email)s belongs to %(name)s here. The name was left as it is.",
                    line=row.line,
                    email=read.email or read.name,
                    name=found.name,
                )
            )
        if not found.is_current and read.is_current:
            self.plan.report.notes.append(
                gettext(
                    "Line %(line)d: %(name)s stands as a former member here and was left so. "
                    "The profile page can bring them back.",
                    line=row.line,
                    name=found.name,
                )
            )
        for name in FILLED:
            self._fill(found, name, getattr(read, name) or "")
        first_day = self.first_day
        if first_day and found.id == first_day.membership_id and not first_day.precedes(read.joined_on):
            self.plan.founder = (first_day, read.joined_on)

    def _fill(self, found: Someone, name: str, value: str) -> None:
        if not value or getattr(found, name):
            return
        if name == "category" and found.is_current and self._seat_taken(value):
            return
        if name == "email":
            self.people.note_email(found, value)
        else:
            setattr(found, name, value)
        self.people.take_seat(found)
        if found.id is not None:
            self.plan.fills.append((found.id, name, value))
            self.filled_members.add(found.id)

    def _seat_taken(self, category: str) -> Someone | None:
        return self.people.holder_of(category) if self.context.group.categories_exclusive else None

    def say_once(self) -> None:
        filled = len(self.filled_members)
        if filled:
            self.plan.report.note(
                gettext("Members who are here, with blanks filled in: %(count)d", count=filled)
            )
        if self.is_summary:
            self.plan.report.note(
                gettext("This report’s counts (P, A, L, M, S, RGI …) are totals without dates: not imported.")
            )


def full_name(row: Row) -> str:
    """The name of a row, from one column or from two."""
    names = row.positions
    name = clean_line(row.text("name")) if "name" in names else ""
    first, last = clean_line(row.text("first_name")), clean_line(row.text("last_name"))
    if not name or not (first or last):
        return name or f"{first} {last}".strip()
    known = set(name_key(name).split())
    if first and not set(name_key(first).split()) <= known:
        return f"{first} {name}"
    return f"{name} {last}" if last and not set(name_key(last).split()) <= known else name


def parse_status(cell: Cell) -> Status:
    """The status that a word means.

    Raises:
        BadCell: it means none.
    """
    status = _STATUS_BY_KEY.get(match_key(cell_text(cell)))
    if status is None:
        raise BadCell(
            gettext(
                "“%(word)s” is no status here. Write one of: %(words)s.",
                word=cell_text(cell)[:60],
                words=", ".join(STATUS_WORDS),
            )
        )
    return status
