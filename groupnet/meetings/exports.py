"""Meetings of a time as tables: attendance as a list and as a grid, visitors, one-to-ones, meetings."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from groupnet.core.clock import A_DAY
from groupnet.groups.roles import Permission, permissions_of
from groupnet.imports.exporter import Reader
from groupnet.meetings.models import Mark
from groupnet.meetings.queries.exported import (
    list_marked,
    list_meetings_between,
    list_names,
    list_own_one_to_ones,
    list_visits_between,
)
from groupnet.meetings.queries.one_to_ones import count_by_member, count_in_months
from groupnet.meetings.recurrence import wall_time
from groupnet.meetings.visiting import follows_up, looks_after, may_see_contact
from groupnet.members.policy import may_see_email

LETTERS = {Mark.PRESENT: "P", Mark.LATE: "L", Mark.ABSENT: "A", Mark.EXCUSED: "M", Mark.SUBSTITUTE: "S"}
CAME = {True: "yes", False: "no", None: ""}


class AttendanceExporter:
    """Gives out every mark; it can be imported again."""

    kind = "attendance"
    label = _l("Attendance")
    about = _l("Date, meeting, member, e-mail as each member shows it, attendance, letter, substitute.")
    has_window = True

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a mark; nobody unmarked is in it."""
        headers = ("date", "meeting", "member", "e-mail", "attendance", "letter", "substitute")
        rows = [
            (
                row.on_day,
                row.title,
                row.Membership.name,
                row.Membership.email if may_see_email(reader.acting, row.Membership) else None,
                row.mark.value,
                LETTERS[row.mark],
                row.substitute_name,
            )
            for row in list_marked(reader.window)
        ]
        return headers, rows


class GridExporter:
    """Gives out the same as a grid; it can be imported again."""

    kind = "attendance-grid"
    label = _l("Attendance as a grid")
    about = _l("Members down, dates across, one letter a cell: P, L, A, M (excused), S. Empty: not recorded.")
    has_window = True

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a member, one column a day; of two meetings of a day the earlier says it, if it can."""
        cells: dict[tuple[int, Any], str] = {}
        members: dict[int, str] = {}
        marked = list_marked(reader.window)
        for row in marked:
            members[row.Membership.id] = row.Membership.name
            cells.setdefault((row.Membership.id, row.on_day), LETTERS[row.mark])
        days = sorted({row.on_day for row in marked})
        in_order = [(row.id, row.name) for row in list_names() if row.id in members]
        return (
            ("member", *(day.isoformat() for day in days)),
            [(name, *(cells.get((one, day), "") for day in days)) for one, name in in_order],
        )


class VisitorExporter:
    """Gives out visits; contact to those who follow up, and of one's own visitors (T11)."""

    kind = "visitors"
    label = _l("Visitors")
    about = _l(
        "Date, name, contact, company, who brought them, came or not, how far they are, who follows up."
    )
    has_window = True

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a visit; those who do not follow up for the group get their own visitors."""
        headers = ("date", "meeting", "name", "e-mail", "phone", "company", "invited by", "came", "status")
        rows = [
            _visit(reader, row)
            for row in list_visits_between(reader.window)
            if follows_up(reader.acting) or looks_after(reader.acting, row.Visitor)
        ]
        return (*headers, "followed up by", "follow up on"), rows


def _visit(reader: Reader, row: Any) -> tuple[Any, ...]:
    visitor = row.Visitor
    sees_contact = may_see_contact(reader.acting, visitor)
    return (
        row.on_day,
        row.title,
        visitor.name,
        visitor.email if sees_contact else None,
        visitor.phone if sees_contact else None,
        visitor.company,
        row.invited_by,
        CAME[row.came],
        visitor.status.value,
        row.owner,
        visitor.follow_up_on,
    )


class OneToOneExporter:
    """Gives out one's own one-to-ones: with whom others met is theirs."""

    kind = "one-to-ones"
    label = _l("Your one-to-ones")
    about = _l("Date, and with whom.")
    has_window = True

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row each."""
        rows = list_own_one_to_ones(reader.acting, reader.window)
        return ("date", "with"), [(row.held_on, row.name) for row in rows]


class OneToOneCountsExporter:
    """Gives out how many each member had in whole months, to officers; to others their own number."""

    kind = "one-to-one-counts"
    label = _l("Number of one-to-ones")
    about = _l(
        "Member and number in whole calendar months, for officers; a month of fewer than three one-to-ones "
        "or people is left out. Everybody else gets their own."
    )
    has_window = True

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a member who had any."""
        headers = ("member", "one-to-ones")
        if Permission.ATTENDANCE_SEE not in permissions_of(reader.acting.rights):
            own = count_by_member(*reader.window).get(reader.acting.id, 0)
            return headers, [(reader.acting.name, own)]
        first, last = reader.window
        counts = count_in_months(first, min(last, reader.today - A_DAY))
        rows = [(row.name, counts[row.id]) for row in list_names() if row.id in counts]
        return headers, rows


class MeetingExporter:
    """Gives out the group's meetings with their counts."""

    kind = "meetings"
    label = _l("Meetings")
    about = _l("Date, start, title, place, status, how many answered and came, visitors.")
    has_window = True

    def table(self, reader: Reader) -> tuple[Sequence[str], list[Any]]:
        """One row a meeting that the reader may know of."""
        marks = [mark.value for mark in Mark]
        headers = ("date", "start", "title", "place", "status", "coming", "sending somebody", "declined")
        rows = [
            (
                row.Meeting.on_day,
                f"{wall_time(row.Meeting.starts_at, reader.group.timezone):%H:%M}",
                row.Meeting.title,
                row.Meeting.place,
                row.Meeting.status.value,
                row.coming,
                row.sending,
                row.declined,
                *(getattr(row, mark) for mark in marks),
                row.visitors,
            )
            for row in list_meetings_between(reader.acting, reader.window)
        ]
        return (*headers, *marks, "visitors"), rows


EXPORTERS = (
    AttendanceExporter(),
    GridExporter(),
    VisitorExporter(),
    OneToOneExporter(),
    OneToOneCountsExporter(),
    MeetingExporter(),
)
