"""The organiser's page of answers: who comes, who cannot, who has not said; for the kitchen and the chat."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from groupnet.core.access import allows
from groupnet.core.clock import utc_now
from groupnet.core.errors import NotAllowed, NotFound
from groupnet.core.telling import telling_rules
from groupnet.groups.door import current_door
from groupnet.groups.models import Membership
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Permission
from groupnet.meetings import answer_words
from groupnet.meetings.forms.answers import AnswerForm
from groupnet.meetings.models import Meeting
from groupnet.meetings.policy import may_run
from groupnet.meetings.queries.answers import answers_of, find_answering
from groupnet.meetings.queries.places import find_hold
from groupnet.meetings.queries.slots import get_with_slots
from groupnet.meetings.queries.visitors import list_visits
from groupnet.meetings.service.answering import give_answer
from groupnet.meetings.service.reminding import ONCE_IN, remind_silent
from groupnet.meetings.views.blueprint import blueprint
from groupnet.meetings.views.routes import meeting_to_run


@blueprint.get("/meetings/<int:meeting_id>/answers")
@allows(Permission.MEETINGS_RUN)
def answers(meeting_id: int) -> ResponseReturnValue:
    """Everybody by what they answered."""
    me = current_door().membership
    meeting, slots, _ = get_with_slots(meeting_id, me, utc_now())
    if not may_run(me, meeting):
        raise NotAllowed("")
    answering = find_answering(meeting, me, with_reminded=True)
    visits, reminded_at = list_visits(meeting.id), answering.reminded_at
    return render_template(
        "meetings/answers.html",
        meeting=meeting,
        answering=answering,
        reminded_at=reminded_at,
        may_remind=reminded_at is None or reminded_at <= utc_now() - ONCE_IN,
        text=answer_words.chat_text(answering, visits),
        all_text=answer_words.organisers_text(answering, visits),
        gaps=answer_words.list_gaps(answering, slots),
    )


@blueprint.post("/meetings/<int:meeting_id>/answers/remind")
@allows(Permission.MEETINGS_RUN)
def remind(meeting_id: int) -> ResponseReturnValue:
    """Remind those who have not answered."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    with telling_rules():
        asked = remind_silent(meeting=meeting, answering=find_answering(meeting, current_door().membership))
        flash(ngettext("%(num)d member is reminded.", "%(num)d members are reminded.", asked), "success")
    return redirect(url_for(".answers", meeting_id=meeting_id), 303)


@blueprint.get("/meetings/<int:meeting_id>/answers/<int:membership_id>")
@allows(Permission.MEETINGS_RUN)
def ask_for(meeting_id: int, membership_id: int) -> ResponseReturnValue:
    """The answer of one member, to be given by the organiser."""
    meeting = meeting_to_run(meeting_id)
    return _page_of(meeting, _expected(meeting, membership_id), AnswerForm())


@blueprint.post("/meetings/<int:meeting_id>/answers/<int:membership_id>")
@allows(Permission.MEETINGS_RUN)
def answer_for(meeting_id: int, membership_id: int) -> ResponseReturnValue:
    """Answer for a member, on whose behalf the organiser was asked to."""
    meeting = meeting_to_run(meeting_id, to_change=True)
    member = _expected(meeting, membership_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with form.rules():
            given = give_answer(
                acting=current_door().membership,
                membership=member,
                meeting=meeting,
                answer=form.chosen,
                substitute_name=form.substitute_name.data,
            )
            flash(answer_words.noted_for(member.name, given), "success")
            return redirect(url_for(".answers", meeting_id=meeting_id), 303)
    return _page_of(meeting, member, form), 422


def _expected(meeting: Meeting, membership_id: int) -> Membership:
    """A member of the group on the meeting's day."""
    member = get_membership(membership_id)
    if find_hold(meeting, member.id) is None:
        raise NotFound
    return member


def _page_of(meeting: Meeting, member: Membership, form: AnswerForm) -> str:
    answering = find_answering(meeting, current_door().membership)
    return render_template(
        "meetings/answer_for.html",
        meeting=meeting,
        member=member,
        answering=answering,
        own=answers_of(member, [meeting.id]).get(meeting.id),
        form=form,
    )
