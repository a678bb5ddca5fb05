"""What pages call marks of attendance."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.meetings.models import Mark

MARKS = {
    Mark.PRESENT: _l("Present"),
    Mark.LATE: _l("Late"),
    Mark.ABSENT: _l("Absent"),
    Mark.EXCUSED: _l("Excused"),
    Mark.SUBSTITUTE: _l("Someone stood in"),
}


def say_mark(mark: Mark | None, substitute_name: str | None = "") -> str:
    """A mark in words: "Late", "Sam Poe stood in"; that there is none, too."""
    if mark is None:
        return str(gettext("Not recorded"))
    if mark is Mark.SUBSTITUTE and substitute_name:
        return str(gettext("%(name)s stood in", name=substitute_name))
    return str(MARKS[mark])


LETTERS = {
    Mark.PRESENT: _l("P"),
    Mark.LATE: _l("L"),
    Mark.ABSENT: _l("A"),
    Mark.EXCUSED: _l("M"),
    Mark.SUBSTITUTE: _l("S"),
}
"""As groups report them; M is excused, whatever the reason."""
