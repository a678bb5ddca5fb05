"""What pages call the steps from visitor to member, and visits."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.templating import day
from groupnet.meetings.models import VisitorStatus

STEPS = {
    VisitorStatus.EXPECTED: _l("Expected"),
    VisitorStatus.CAME: _l("Came"),
    VisitorStatus.APPLIED: _l("Asks to join"),
    VisitorStatus.JOINED: _l("Joined"),
    VisitorStatus.DECLINED: _l("Does not join"),
}


def about_visit(row: Any) -> str:
    """A visitor in few words, as every member may read them: "Ink Ltd · brought by Dev Patel"."""
    brought = gettext("brought by %(name)s", name=row.invited_by) if row.invited_by else ""
    return " · ".join(filter(None, [row.company, brought]))


def about_visitor(row: Any) -> str:
    """A visitor's step, and who follows up when: for those who look after them."""
    said = [str(STEPS[row.status])]
    if row.company:
        said.append(row.company)
    if row.invited_by:
        said.append(gettext("brought by %(name)s", name=row.invited_by))
    if row.owner and row.owner != row.invited_by:
        said.append(gettext("%(name)s follows up", name=row.owner))
    if row.follow_up_on:
        said.append(gettext("on %(day)s", day=day(row.follow_up_on)))
    return " · ".join(said)


def visitors_here(visits: Sequence[Any]) -> str:
    """The names of visitors in a sentence: "Vera Visitor, Walter W"."""
    return ", ".join(visit.name for visit in visits)
