"""Visitors of the group: who comes next, whom to follow up with, and bringing somebody."""

from enum import StrEnum
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.ids import id_in
from groupnet.core.paging import page_number
from groupnet.core.submissions import once
from groupnet.core.templating import day_time
from groupnet.groups.door import current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings import visitor_words as words
from groupnet.meetings.forms.visitors import CONTACT, NewVisitorForm
from groupnet.meetings.models import Meeting, Visitor, VisitorStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.visitors import Order, list_coming, list_to_follow_up, list_visitors
from groupnet.meetings.queries.visitors_new import list_members, list_taking_visitors
from groupnet.meetings.service.visitors import expect_visitor
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import to_meeting
from groupnet.meetings.visiting import follows_up

Choice = TypeVar("Choice", bound=StrEnum)
BACK = "meeting"


@blueprint.get("/visitors")
@allows(Permission.VISITORS_SEE)
def visitors() -> ResponseReturnValue:
    """Who comes next, whom to follow up with, and all of them; a member sees the steps of their own."""
    me, now = current_door().membership, utc_now()
    status, order = _chosen(VisitorStatus, "step"), _chosen(Order, "by") or Order.NEWEST
    sees_all = follows_up(me)
    mine = request.args.get("whose") == "mine" or not sees_all
    number = page_number(request.args.get("page"))
    return render_template(
        "meetings/visitors.html",
        coming=list_coming(now),
        waiting=list_to_follow_up(me),
        page=list_visitors(me, status=status, order=order, mine=mine, number=number),
        status=status,
        order=order,
        mine=mine,
        sees_all=sees_all,
        viewer=me,
        keep={
            "step": status.value if status else None,
            "by": order.value if order is not Order.NEWEST else None,
            "whose": "mine" if mine and sees_all else None,
        },
        words=words,
    )


@blueprint.get("/visitors/new")
@allows(Permission.VISITORS_SEE)
def new_visitor() -> ResponseReturnValue:
    """The form: a name is enough."""
    form, meetings = _form()
    asked = id_in(request.args.get("meeting", ""))
    if asked in [meeting.id for meeting in meetings]:
        form.meeting_id.data, form.back.data = asked, BACK
    return _form_page(form, meetings)


@blueprint.post("/visitors")
@allows(Permission.VISITORS_SEE)
@once
def create_visitor() -> ResponseReturnValue:
    """Announce a visitor."""
    door = current_door()
    form, meetings = _form()
    if meetings and form.validate_on_submit():
        with form.rules():
            meeting = get_meeting(form.meeting_id.data, door.membership, to_change=True)
            visit = expect_visitor(
                acting=door.membership,
                group=door.group,
                meeting=meeting,
                invited_by=_inviter(form),
                over_full="over_full" in form and form.over_full.data,
                **{name: form[name].data or "" for name in CONTACT},
            )
            if form.back.data == BACK:
                flash(expected_sentence(form.name.data, meeting), "success")
                return to_meeting(meeting)
            there = url_for(".visitor", visitor_id=visit.visitor_id, saved=visit.id)
            return redirect(there, 303)
    return _form_page(form, meetings), 422


def expected_sentence(name: str, meeting: Meeting) -> str:
    """What is said once a visitor is announced."""
    return str(gettext("%(name)s is expected on %(when)s.", name=name, when=day_time(meeting.starts_at)))


def _inviter(form: NewVisitorForm) -> Membership | None:
    return get_membership(form.invited_by_id.data) if "invited_by_id" in form else None


def _form() -> tuple[NewVisitorForm, list[Meeting]]:
    door = current_door()
    meetings = list(list_taking_visitors(door.membership, utc_now()))
    form = NewVisitorForm()
    form.offer_meetings(meetings, runs=Permission.MEETINGS_RUN in door.permissions)
    if follows_up(door.membership):
        form.offer_inviters(list_members(door.today, door.membership), me=door.membership.id)
    else:
        del form.invited_by_id
    return form, meetings


def _form_page(form: NewVisitorForm, meetings: list[Meeting]) -> str:
    return render_template("meetings/visitor_new.html", form=form, meetings=meetings)


def _chosen(choices: type[Choice], name: str) -> Choice | None:
    """What the address chooses; None for anything that is no choice."""
    text = request.args.get(name, "")
    return next((choice for choice in choices if choice.value == text), None)


def line_of(visitor: Visitor) -> str:
    """A visitor's company, and what they do."""
    return " · ".join(filter(None, [visitor.company, visitor.category]))
