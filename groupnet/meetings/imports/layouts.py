"""The sheets that hold attendance, and the words in them."""

from flask_babel import lazy_gettext as _l

from groupnet.imports.importer import Example
from groupnet.meetings.models import Mark
from groupnet.sheets import Column, Layout, is_day, need

NAMES = (
    Column("member", ("Name", "Member name", "Full name", "Display name", "Person", "Who")),
    Column("first_name", ("First", "Given name", "Forename")),
    Column("last_name", ("Last", "Surname", "Family name")),
    Column("email", ("E-mail", "E-mail address", "Mail", "Member email", "Primary email", "Work email")),
)
A_NAME = need("member", ("first_name", "last_name"), "email")

LIST = Layout(
    "attendance",
    [
        Column("date", ("Meeting date", "Held on", "Day", "When", "Date of meeting")),
        *NAMES,
        Column(
            "attendance", ("Mark", "PALMS", "Attended", "Presence", "Attendance status", "Status", "Letter")
        ),
        Column("meeting", ("Meeting title", "Title", "Meeting name")),
        Column("substitute", ("Substitute name", "Sub", "Sub name", "Stood in", "Represented by")),
    ],
    [need("date"), A_NAME, need("attendance")],
)

GRID = Layout(
    "attendance grid",
    [*NAMES, Column("days", label="a date", is_one=is_day)],
    [A_NAME, need("days")],
)

SHEETS = {LIST.name: _l("a list of attendance"), GRID.name: _l("a grid of attendance")}

MARKS = {
    **dict.fromkeys(("p", "present", "here", "attended", "came", "yes", "y", "✓", "✔", "☑"), Mark.PRESENT),
    **dict.fromkeys(("l", "late", "tardy", "arrived late", "came late"), Mark.LATE),
    **dict.fromkeys(("a", "absent", "absence", "missed", "no show", "not present", "no", "n"), Mark.ABSENT),
    **dict.fromkeys(("m", "e", "medical", "med", "excused", "exc", "excused absence"), Mark.EXCUSED),
    **dict.fromkeys(("apologies", "apology", "sick", "ill", "medical leave"), Mark.EXCUSED),
    **dict.fromkeys(("s", "substitute", "sub", "subst", "someone stood in", "sent someone"), Mark.SUBSTITUTE),
    **dict.fromkeys(("substituted", "sent a substitute", "proxy"), Mark.SUBSTITUTE),
}
MARK_WORDS = "P, L, A, M, S"
NOT_RECORDED = frozenset(("", "-", "–", "—", ".", "?", "na", "none", "notrecorded"))
"""What cells hold that record nothing, as `match_key` gives them."""
SUMS = frozenset(
    (
        *("total", "totals", "sum", "count", "average", "avg", "percent", "percentage", "attendance", "rate"),
        *("key", "legend", "codes", "notes", "visitors", "guests", "members", "headcount", "membercount"),
        *("present", "late", "absent", "medical", "excused", "substitute", "substitutes", "subs"),
        *("totalpresent", "totallate", "totalabsent", "totalmedical", "totalexcused", "totalsubstitutes"),
        *("grandtotal", "subtotal", "totalattendance", "attendancerate", "numberpresent", "totalmembers"),
        *("palms", "p", "a", "l", "m", "s", "e"),
    )
)
"""First cells of rows that add up or explain the letters, as `match_key` gives them."""

EXAMPLE = Example(
    ("date", "member", "attendance", "meeting", "substitute"),
    (
        ("2025-03-06", "amara@example.org", "P", "", ""),
        ("2025-03-06", "Dev Patel", "late", "", ""),
        ("2025-03-06", "Elena Rossi", "S", "", "Noor Rahman"),
        ("2025-03-13", "Dev Patel", "absent", "Breakfast", ""),
    ),
)
