"""What pages call the steps from visitor to member, and visits."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from groupnet.core.templating import day
from groupnet.meetings.models import VisitorSource, VisitorStatus

STEPS = {
    VisitorStatus.EXPECTED: _l("Expected"),
    VisitorStatus.CAME: _l("Came"),
    VisitorStatus.APPLIED: _l("Asks to join"),
    VisitorStatus.JOINED: _l("Joined"),
    VisitorStatus.DECLINED: _l("Does not join"),
}


def about_visit(row: Any) -> str:
    """A visitor in few words, as every member may read them: "Ink Ltd · brought by Dev Patel"."""
    return " · ".join(filter(None, [row.company, how_announced(row)]))


def how_announced(row: Any) -> str:
    """Who brings a visitor, or that they announced themselves."""
    if row.invited_by:
        return str(gettext("brought by %(name)s", name=row.invited_by))
    return str(gettext("by the public page")) if row.source is VisitorSource.PUBLIC else ""


def about_visitor(row: Any) -> str:
    """A visitor's step, and who follows up when: for those who look after them."""
    said = [str(STEPS[row.status])]
    said += filter(None, [row.company, how_announced(row)])
    if row.owner and row.owner != row.invited_by:
        said.append(gettext("%(name)s follows up", name=row.owner))
    return " · ".join(said)


def about_follow_up(row: Any, viewer_id: int) -> str:
    """A visitor's step, and who follows up when: "Came · Ink Ltd · you follow up, Thu 3 Dec"."""
    said = [str(STEPS[row.status])]
    if row.company:
        said.append(row.company)
    if row.owner_id is None:
        said.append(gettext("nobody follows up yet"))
    elif row.owner_id == viewer_id:
        said.append(gettext("you follow up"))
    else:
        said.append(gettext("%(name)s follows up", name=row.owner))
    if row.follow_up_on:
        said[-1] = f"{said[-1]}, {day(row.follow_up_on)}"
    return " · ".join(said)
