"""The page of one meeting."""

from typing import Any

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.forms import is_web_address
from groupnet.groups.door import current_door
from groupnet.groups.roles import Permission
from groupnet.meetings.forms.schedule import TopicForm
from groupnet.meetings.marking import why_door_is_shut
from groupnet.meetings.models import Answer, Meeting, MeetingKind, MeetingStatus
from groupnet.meetings.on_the_day import acts_now
from groupnet.meetings.pairing import asks_member
from groupnet.meetings.policy import OPEN, is_over, may_run
from groupnet.meetings.queries.answers import Answering, find_answering
from groupnet.meetings.queries.proposals import find_other
from groupnet.meetings.queries.slots import get_with_slots
from groupnet.meetings.queries.visitors import list_visits
from groupnet.meetings.recurrence import from_rrule
from groupnet.meetings.recurrence_words import describe
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.words import KINDS, ROLES, STILL_DOWN, TO_TAKE, hours_words

TOOLS = {
    "group.meetings.here": _l("I’m here"),
    "group.meetings.answers": _l("Who answered"),
    "group.meetings.attendance": _l("Attendance"),
    "group.meetings.visitors_of": _l("Visitors"),
    "group.meetings.roster": _l("Roster"),
    "group.meetings.badges": _l("Badges"),
    "group.reports.since": _l("Since last time"),
}
"""Pages about one meeting for those who run it, in the order of the day."""
BEFORE = frozenset({"group.meetings.roster", "group.meetings.badges"})
"""Paper for the day: once it is over, nobody prints it."""
FOR_ALL = frozenset({"group.meetings.here", "group.meetings.roster", "group.reports.since"})


@blueprint.get("/meetings/<int:meeting_id>")
@allows(Permission.MEETINGS_SEE)
def show(meeting_id: int) -> ResponseReturnValue:
    """A meeting: when and where, one's answer, who comes, who speaks."""
    door, now = current_door(), utc_now()
    meeting, slots, is_next = get_with_slots(meeting_id, door.membership, now)
    runs = may_run(door.membership, meeting)
    others = _of_others(meeting)
    answering: Answering | None = others.get("answering")
    turnout = answering.turnout if answering else None
    is_marked = turnout is not None and turnout.my_mark is not None
    acts = acts_now(meeting, now, runs=runs, is_marked=is_marked)
    cannot = _who_cannot(answering, door.membership.id)
    takes_place = meeting.status in OPEN
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        is_next=is_next,
        is_over=is_over(meeting, now),
        takes_place=takes_place,
        link_url=meeting.link if is_web_address(meeting.link) else "",
        hours=hours_words(meeting.starts_at, meeting.ends_at, door.group.timezone),
        rhythm=_rhythm(meeting),
        runs=runs,
        slots=slots,
        viewer=door.membership,
        topic_form=TopicForm(),
        roles=ROLES,
        to_take=TO_TAKE,
        kinds=KINDS,
        acts=acts,
        tools=_tools(meeting, runs=runs, besides={act.endpoint for act in acts}) if takes_place else [],
        cannot=cannot,
        asks_whom=_asks_whom(meeting, answering),
        still_down=[slot for slot in slots if slot.id == door.membership.id and slot.id in cannot],
        words_down=STILL_DOWN,
        **others,
    )


def _rhythm(meeting: Meeting) -> str:
    if meeting.series is None:
        return ""
    return describe(from_rrule(meeting.series.rule, meeting.series.first_on))


def _who_cannot(answering: Answering | None, viewer_id: int) -> set[int]:
    """Who declined, as far as the viewer may know: everybody for those who run it, else oneself."""
    if answering is None or answering.has_begun:
        return set()
    mine = {viewer_id} if answering.mine.answer is Answer.DECLINED else set[int]()
    return mine | {row.id for row in answering.declined}


def _asks_whom(meeting: Meeting, answering: Answering | None) -> bool:
    if answering is None:
        return False
    mine, turnout = answering.mine, answering.turnout
    mark = turnout.my_mark if turnout else None
    was_to_come = mine.is_expected or mine.answer is Answer.COMING
    return asks_member(meeting, mark, is_marked=turnout is not None, was_to_come=was_to_come)


def _tools(meeting: Meeting, *, runs: bool, besides: set[str]) -> list[tuple[str, str]]:
    """Links to what is done around a group's meeting, its acts of now apart: (address, words)."""
    if meeting.kind is not MeetingKind.GROUP:
        return []
    now = utc_now()
    shut = {"group.meetings.here"} if why_door_is_shut(meeting, now) else set[str]()
    hidden = shut | besides | (BEFORE if is_over(meeting, now) else set())
    return [
        (url_for(endpoint, meeting_id=meeting.id), str(words))
        for endpoint, words in TOOLS.items()
        if (runs or endpoint in FOR_ALL) and endpoint not in hidden and endpoint in current_app.view_functions
    ]


def _of_others(meeting: Meeting) -> dict[str, Any]:
    """Who comes and who visits, or with whom a one-to-one is."""
    if meeting.kind is MeetingKind.ONE_TO_ONE:
        return {"other": find_other(meeting.id, current_door().membership)}
    if meeting.status is MeetingStatus.DRAFT:
        return {}
    return {
        "answering": find_answering(meeting, current_door().membership),
        "visits": list_visits(meeting.id),
    }
