"""What pages call marks of attendance."""

from flask_babel import lazy_gettext as _l

from groupnet.meetings.models import Mark

MARKS = {
    Mark.PRESENT: _l("Present"),
    Mark.LATE: _l("Late"),
    Mark.ABSENT: _l("Absent"),
    Mark.EXCUSED: _l("Excused"),
    Mark.SUBSTITUTE: _l("Someone stood in"),
}

LETTERS = {
    Mark.PRESENT: _l("P"),
    Mark.LATE: _l("L"),
    Mark.ABSENT: _l("A"),
    Mark.EXCUSED: _l("M"),
    Mark.SUBSTITUTE: _l("S"),
}
"""As groups report them; M is excused, whatever the reason."""
